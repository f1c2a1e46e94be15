"""Binary and unary operators: the arithmetic ones here, the others beside this module.

Numbers take the short way inside the closures; every other pair goes through the rules in
`reqon.values.arithmetic`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Final

from reqon.engine.scope import Scope
from reqon.errors import EvaluationError
from reqon.functions.arguments import MAX_ELEMENTS, integer
from reqon.plan.expressions_comparison import COMPARISON
from reqon.plan.expressions_core import (
    Evaluate,
    Names,
    compile_expression,
    dispatch,
    failure,
    place,
)
from reqon.plan.expressions_logic import LOGIC, compile_not
from reqon.values.arithmetic import add, as_number, divide, multiply, negate, remainder, subtract
from reqon_language.syntax import ast

_Operation = Callable[[Any, Any], Any]

_NUMBERS: Final = frozenset({int, float})
_SAFE: Final = 2**62
"""Results up to here need no thought about the size of integers."""

_SHORT_WAY: Final[dict[str, tuple[_Operation, _Operation]]] = {
    "-": (operator.sub, subtract),
    "*": (operator.mul, multiply),
}
_CHECKED: Final[dict[str, _Operation]] = {"/": divide, "%": remainder}


@dispatch.register
def compile_binary(node: ast.Binary, names: Names) -> Evaluate:
    """Compile `left operator right`."""
    if node.operator == "..":
        return _compile_range(node, names)
    if node.operator == "+":
        return _compile_plus(node, names)
    if node.operator in _CHECKED:
        return _compile_checked(node, names)
    if node.operator in _SHORT_WAY:
        return _compile_arithmetic(node, names)
    compiler = LOGIC.get(node.operator) or COMPARISON[node.operator]
    return compiler(node, names)


def _compile_plus(node: ast.Binary, names: Names) -> Evaluate:
    left, right = compile_expression(node.left, names), compile_expression(node.right, names)

    def evaluate(scope: Scope) -> Any:
        a, b = left(scope), right(scope)
        if (type(a) in _NUMBERS and type(b) in _NUMBERS) or (type(a) is str and type(b) is str):
            return a + b
        try:
            return add(a, b)
        except EvaluationError as error:
            place(error, node.span, names)
            raise

    return evaluate


def _compile_arithmetic(node: ast.Binary, names: Names) -> Evaluate:
    left, right = compile_expression(node.left, names), compile_expression(node.right, names)
    compute, by_rules = _SHORT_WAY[node.operator]

    def evaluate(scope: Scope) -> Any:
        a, b = left(scope), right(scope)
        if type(a) in _NUMBERS and type(b) in _NUMBERS:
            result = compute(a, b)
            if -_SAFE < result < _SAFE:
                return result
        try:
            return by_rules(a, b)
        except EvaluationError as error:
            place(error, node.span, names)
            raise

    return evaluate


def _compile_checked(node: ast.Binary, names: Names) -> Evaluate:
    left, right = compile_expression(node.left, names), compile_expression(node.right, names)
    by_rules = _CHECKED[node.operator]

    def evaluate(scope: Scope) -> Any:
        try:
            return by_rules(left(scope), right(scope))
        except EvaluationError as error:
            place(error, node.span, names)
            raise

    return evaluate


def _compile_range(node: ast.Binary, names: Names) -> Evaluate:
    """Compile `a..b` as a value: the array of whole numbers from `a` to `b`, both included."""
    low, high = compile_expression(node.left, names), compile_expression(node.right, names)

    def evaluate(scope: Scope) -> list[int]:
        first, last = low(scope), high(scope)
        if last is None:
            raise failure(
                "an open range has no last number",
                node.span,
                names,
                help="Open ranges are for tests: `x in 1..`.",
            )
        try:
            numbers = range(integer(first, ".."), integer(last, "..") + 1)
        except EvaluationError as error:
            place(error, node.span, names)
            raise
        if len(numbers) > MAX_ELEMENTS:
            raise failure(f"a range of {len(numbers)} numbers is too long", node.span, names)
        return list(numbers)

    return evaluate


@dispatch.register
def compile_unary(node: ast.Unary, names: Names) -> Evaluate:
    """Compile `-x`, `+x` and `not x`."""
    if node.operator == "not":
        return compile_not(node, names)
    operand = compile_expression(node.operand, names)
    by_rules = negate if node.operator == "-" else _plus

    def evaluate(scope: Scope) -> Any:
        try:
            return by_rules(operand(scope))
        except EvaluationError as error:
            place(error, node.span, names)
            raise

    return evaluate


def _plus(value: Any) -> Any:
    return as_number(value, "+")
