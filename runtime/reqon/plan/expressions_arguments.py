"""Arguments that are more than a value: evaluated per element, or lambdas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reqon.engine.scope import Scope
from reqon.plan.expressions_core import (
    Evaluate,
    Names,
    compile_expression,
    compile_value,
    failure,
)
from reqon_language.functions import Function, Parameter
from reqon_language.syntax import ast


def compile_argument(function: Function, at: int, node: ast.Expression, names: Names) -> Evaluate:
    """Compile the argument at position `at`; a per-element one evaluates to a callable."""
    parameter = function.parameter(at)
    if parameter is not None and parameter.per_element:
        return _per_element(function, parameter, node, names)
    if parameter is not None and parameter.lambda_parameters:
        return _folding(function, parameter, node, names)
    return compile_expression(node, names)


def _per_element(
    function: Function, parameter: Parameter, node: ast.Expression, names: Names
) -> Evaluate:
    """Compile an argument to a callable of one element: a lambda, or an expression of `.field`."""
    if not isinstance(node, ast.Lambda):
        body = compile_value(node, names)

        def with_fields(scope: Scope) -> Callable[[Any], Any]:
            inner = scope.with_element(None)

            def each(item: Any) -> Any:
                inner.element = item
                return body(inner)

            return each

        return with_fields

    (name,) = _parameters(function, node, (parameter.name,), names)
    body = compile_value(node.body, names)

    def with_variable(scope: Scope) -> Callable[[Any], Any]:
        inner = scope.block()
        variables = inner.variables

        def each(item: Any) -> Any:
            variables[name] = item
            return body(inner)

        return each

    return with_variable


def _folding(
    function: Function, parameter: Parameter, node: ast.Expression, names: Names
) -> Evaluate:
    """Compile a lambda of two parameters to a callable of two values."""
    if not isinstance(node, ast.Lambda):
        wanted = ", ".join(parameter.lambda_parameters)
        raise failure(
            f"`{function.name}` needs a lambda here",
            node.span,
            names,
            help=f"Write `({wanted}) => …`.",
        )
    first, second = _parameters(function, node, parameter.lambda_parameters, names)
    body = compile_value(node.body, names)

    def with_variables(scope: Scope) -> Callable[[Any, Any], Any]:
        inner = scope.block()
        variables = inner.variables

        def step(left: Any, right: Any) -> Any:
            variables[first] = left
            variables[second] = right
            return body(inner)

        return step

    return with_variables


def _parameters(
    function: Function, node: ast.Lambda, wanted: tuple[str, ...], names: Names
) -> list[str]:
    if len(node.parameters) != len(wanted):
        raise failure(
            f"the lambda of `{function.name}` takes {len(wanted)} "
            f"parameter{'s' if len(wanted) > 1 else ''}, got {len(node.parameters)}",
            node.span,
            names,
        )
    return [parameter.text for parameter in node.parameters]
