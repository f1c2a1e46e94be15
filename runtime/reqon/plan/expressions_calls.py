"""Calls of built-in functions: plain, method style and through a pipe.

`a.f(b)` and `a | f(b)` are `f(a, b)`: data cannot be called, so a member named like a function
never stands in the way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from reqon.engine.scope import Scope
from reqon.errors import EvaluationError
from reqon.functions import OF_RUN, PURE
from reqon.plan.expressions_arguments import compile_argument
from reqon.plan.expressions_core import (
    Evaluate,
    Names,
    compile_value,
    dispatch,
    failure,
    place,
)
from reqon.plan.expressions_literals import compile_spread
from reqon_language.functions import FUNCTIONS, Function, nearest_function
from reqon_language.syntax import ast

_Argument: TypeAlias = ast.Expression | ast.Spread


@dispatch.register
def compile_call(node: ast.Call, names: Names) -> Evaluate:
    """Compile `f(a)` and `a.f(b)`."""
    match node.function:
        case ast.Name(span=span, text=name):
            return _call(node, ast.Identifier(span, name), node.arguments, names)
        case ast.Member(object=receiver, name=method):
            return _call(node, method, (receiver, *node.arguments), names)
    raise failure("only functions can be called", node.function.span, names)


@dispatch.register
def compile_pipe(node: ast.Pipe, names: Names) -> Evaluate:
    """Compile `xs | f(a)`; the parentheses may be left out where nothing is in them."""
    match node.target:
        case ast.Call(function=ast.Name(span=span, text=name), arguments=arguments):
            return _call(node, ast.Identifier(span, name), (node.source, *arguments), names)
        case ast.Name(span=span, text=name):
            return _call(node, ast.Identifier(span, name), (node.source,), names)
        case ast.Weighted():
            return dispatch(node.target, names)
    raise failure(
        "a pipe leads to a function", node.target.span, names, help="Write `xs | filter(.active)`."
    )


@dispatch.register
def compile_lambda(node: ast.Lambda, names: Names) -> Evaluate:
    """Refuse a lambda that is not the argument of a function that takes one."""
    raise failure("a lambda can only be the argument of a function", node.span, names)


def _call(
    node: ast.Call | ast.Pipe,
    name: ast.Identifier,
    arguments: tuple[_Argument, ...],
    names: Names,
) -> Evaluate:
    function = FUNCTIONS.get(name.text)
    if function is None:
        near = nearest_function(name.text)
        raise failure(
            f"function `{name.text}` is unknown",
            name.span,
            names,
            help=f"Did you mean `{near}`?" if near else None,
        )
    values = [argument for argument in arguments if not isinstance(argument, ast.Spread)]
    if len(values) < len(arguments):
        return _with_spread(function, arguments, node.span, names)
    _check_arity(function, len(values), node.span, names)
    evaluates = [compile_argument(function, at, value, names) for at, value in enumerate(values)]
    if function.name in OF_RUN:
        return _call_of_run(OF_RUN[function.name], evaluates, node.span, names)
    if len(evaluates) == 1:
        return _call_of_one(PURE[function.name], evaluates[0], node.span, names)
    return _call_of_many(PURE[function.name], evaluates, node.span, names)


def _call_of_one(
    function: Callable[[Any], Any], argument: Evaluate, span: ast.Span, names: Names
) -> Evaluate:
    def call(scope: Scope) -> Any:
        try:
            return function(argument(scope))
        except EvaluationError as error:
            place(error, span, names)
            raise

    return call


def _call_of_many(
    function: Callable[..., Any], arguments: list[Evaluate], span: ast.Span, names: Names
) -> Evaluate:
    def call(scope: Scope) -> Any:
        try:
            return function(*[argument(scope) for argument in arguments])
        except EvaluationError as error:
            place(error, span, names)
            raise

    return call


def _call_of_run(
    function: Callable[..., Any], arguments: list[Evaluate], span: ast.Span, names: Names
) -> Evaluate:
    def call(scope: Scope) -> Any:
        try:
            return function(scope.run, *[argument(scope) for argument in arguments])
        except EvaluationError as error:
            place(error, span, names)
            raise

    return call


def _with_spread(
    function: Function, arguments: tuple[_Argument, ...], span: ast.Span, names: Names
) -> Evaluate:
    """Compile a call whose number of arguments is known only when it happens."""
    if any(item.per_element or item.lambda_parameters for item in function.parameters):
        raise failure(f"`{function.name}` cannot take `...`", span, names)
    parts = [
        compile_spread(item, names)
        if isinstance(item, ast.Spread)
        else _single(compile_value(item, names))
        for item in arguments
    ]

    def call(scope: Scope) -> Any:
        values = [value for part in parts for value in part(scope)]
        _check_arity(function, len(values), span, names)
        try:
            if function.name in OF_RUN:
                return OF_RUN[function.name](scope.run, *values)
            return PURE[function.name](*values)
        except EvaluationError as error:
            place(error, span, names)
            raise

    return call


def _single(evaluate: Evaluate) -> Callable[[Scope], list[Any]]:
    return lambda scope: [evaluate(scope)]


def _check_arity(function: Function, given: int, span: ast.Span, names: Names) -> None:
    least, most = function.min_arguments, function.max_arguments
    if least <= given and (most is None or given <= most):
        return
    wanted = f"{least} to {most}"
    if most is None or least == most:
        wanted = f"at least {least}" if most is None else str(least)
    noun = "argument" if (most or least) == 1 else "arguments"
    raise failure(
        f"`{function.name}` takes {wanted} {noun}, got {given}",
        span,
        names,
        help=f"It is called as {function.signature}.",
    )
