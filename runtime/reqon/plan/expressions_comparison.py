"""Operators that answer true or false: equality, order, membership, `is`."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Final

from reqon.engine.scope import Scope
from reqon.errors import EvaluationError
from reqon.plan.expressions_core import (
    Evaluate,
    Names,
    compile_expression,
    dispatch,
    failure,
    place,
)
from reqon.plan.schemas import compile_schema
from reqon.plan.types import TYPE_WORDS, nearest_type
from reqon.values import MISSING, compare, contains, describe, equal
from reqon_language.syntax import ast

_NUMBERS: Final = frozenset({int, float})
_ORDER: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def _compile_equality(node: ast.Binary, names: Names) -> Evaluate:
    left, right = compile_expression(node.left, names), compile_expression(node.right, names)
    expected = node.operator == "=="
    if isinstance(node.right, ast.Literal):
        literal = node.right.value
        if literal is None and expected:
            return lambda scope: (value := left(scope)) is None or value is MISSING
        if isinstance(literal, str):
            return lambda scope: (left(scope) == literal) is expected
    return lambda scope: equal(left(scope), right(scope)) is expected


def _compile_order(node: ast.Binary, names: Names) -> Evaluate:
    left, right = compile_expression(node.left, names), compile_expression(node.right, names)
    holds, span = _ORDER[node.operator], node.span

    def evaluate(scope: Scope) -> bool:
        a, b = left(scope), right(scope)
        if type(a) in _NUMBERS and type(b) in _NUMBERS:
            return holds(a, b)
        try:
            return holds(compare(a, b), 0)
        except EvaluationError as error:
            place(error, span, names)
            raise

    return evaluate


def _compile_membership(node: ast.Binary, names: Names) -> Evaluate:
    """Compile `x in xs`, `x not in xs` and `xs contains x`, operands from left to right."""
    reverse = node.operator == "contains"
    whole, part = (node.left, node.right) if reverse else (node.right, node.left)
    expected = node.operator != "not in"
    if isinstance(whole, ast.Binary) and whole.operator == "..":
        within = compile_within(whole, names)
        item = compile_expression(part, names)
        return lambda scope: within(item(scope), scope) is expected
    left, right = compile_expression(node.left, names), compile_expression(node.right, names)

    def evaluate(scope: Scope) -> bool:
        first, second = left(scope), right(scope)
        try:
            found = contains(first, second) if reverse else contains(second, first)
        except EvaluationError as error:
            place(error, node.span, names)
            raise
        return found is expected

    return evaluate


def compile_within(node: ast.Binary, names: Names) -> Callable[[Any, Scope], bool]:
    """Compile a range `a..b` as a question: is a value from `a` to `b`, both included?

    Null is in no range. An open range has no upper bound.
    """
    low, high = compile_expression(node.left, names), compile_expression(node.right, names)

    def within(value: Any, scope: Scope) -> bool:
        if value is None or value is MISSING:
            return False
        least, most = low(scope), high(scope)
        try:
            return compare(value, least) >= 0 and (most is None or compare(value, most) <= 0)
        except EvaluationError as error:
            place(error, node.span, names)
            raise

    return within


def _compile_affix(node: ast.Binary, names: Names) -> Evaluate:
    left, right = compile_expression(node.left, names), compile_expression(node.right, names)
    test = str.startswith if node.operator == "startsWith" else str.endswith

    def evaluate(scope: Scope) -> bool:
        whole, part = left(scope), right(scope)
        if isinstance(whole, str) and isinstance(part, str):
            return test(whole, part)
        if whole is None or whole is MISSING:
            return False
        got = f"{describe(whole)} and {describe(part)}"
        raise failure(f"`{node.operator}` needs two strings, got {got}", node.span, names)

    return evaluate


COMPARISON: Final[dict[str, Callable[[ast.Binary, Names], Evaluate]]] = {
    "==": _compile_equality,
    "!=": _compile_equality,
    **dict.fromkeys(_ORDER, _compile_order),
    "in": _compile_membership,
    "not in": _compile_membership,
    "contains": _compile_membership,
    "startsWith": _compile_affix,
    "endsWith": _compile_affix,
}
"""Compilers of the operators that answer true or false."""


@dispatch.register
def compile_type_test(node: ast.TypeTest, names: Names) -> Evaluate:
    """Compile `x is string` and `x is not Order`."""
    operand = compile_expression(node.operand, names)
    word = node.type_name.text
    if word in TYPE_WORDS:
        fits = TYPE_WORDS[word]
    elif word in names.schemas:
        fits = compile_schema(names.schemas[word], names)
    else:
        raise failure(
            f"unknown type `{word}`", node.type_name.span, names, help=nearest_type(word, names)
        )
    expected = not node.negated
    return lambda scope: fits(operand(scope)) is expected
