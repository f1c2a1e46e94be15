"""Operators that decide what is evaluated at all: `and`, `or`, `??`, `not`, `? :`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from reqon.engine.scope import Scope
from reqon.plan.expressions_core import Evaluate, Names, compile_expression, dispatch
from reqon.values import MISSING, truthy
from reqon_language.syntax import ast


def _compile_and(node: ast.Binary, names: Names) -> Evaluate:
    left, right = compile_expression(node.left, names), compile_expression(node.right, names)

    def evaluate(scope: Scope) -> Any:
        value = left(scope)
        return right(scope) if truthy(value) else value

    return evaluate


def _compile_or(node: ast.Binary, names: Names) -> Evaluate:
    left, right = compile_expression(node.left, names), compile_expression(node.right, names)

    def evaluate(scope: Scope) -> Any:
        value = left(scope)
        return value if truthy(value) else right(scope)

    return evaluate


def _compile_default(node: ast.Binary, names: Names) -> Evaluate:
    left, right = compile_expression(node.left, names), compile_expression(node.right, names)

    def evaluate(scope: Scope) -> Any:
        value = left(scope)
        return right(scope) if value is None or value is MISSING else value

    return evaluate


LOGIC: Final[dict[str, Callable[[ast.Binary, Names], Evaluate]]] = {
    "and": _compile_and,
    "or": _compile_or,
    "??": _compile_default,
}
"""Compilers of the short-circuit operators; `and` and `or` return operands (ruling D13)."""


def compile_not(node: ast.Unary, names: Names) -> Evaluate:
    """Compile `not x`."""
    operand = compile_expression(node.operand, names)
    return lambda scope: not truthy(operand(scope))


@dispatch.register
def compile_conditional(node: ast.Conditional, names: Names) -> Evaluate:
    """Compile `c ? a : b`; without `else` the value is null."""
    condition = compile_expression(node.condition, names)
    then = compile_expression(node.then, names)
    if node.otherwise is None:
        return lambda scope: then(scope) if truthy(condition(scope)) else None
    otherwise = compile_expression(node.otherwise, names)
    return lambda scope: then(scope) if truthy(condition(scope)) else otherwise(scope)
