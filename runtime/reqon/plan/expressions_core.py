"""What every expression compiler shares: the dispatch, the names in reach, error locations.

Importing this module alone compiles nothing: `expressions.py` brings the compilers together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any, TypeAlias

from reqon.engine.scope import Scope
from reqon.errors import EvaluationError, Location
from reqon.values import settled
from reqon_language.syntax import ast

Evaluate: TypeAlias = Callable[[Scope], Any]
"""A compiled expression. It keeps no scope after it returned."""


def _nowhere(_span: ast.Span) -> Location:
    return Location("<expression>", 1, 1)


@dataclass(frozen=True, slots=True)
class Names:
    """What an expression may name besides variables, and where its spans are in the file."""

    stores: frozenset[str] = frozenset()
    schemas: Mapping[str, ast.Schema] = field(default_factory=dict)
    locate: Callable[[ast.Span], Location] = _nowhere


@singledispatch
def dispatch(expression: ast.Expression, names: Names) -> Evaluate:
    """Compile an expression; each kind of node registers its compiler here."""
    raise failure("this is not a value", expression.span, names)


def compile_expression(expression: ast.Expression, names: Names) -> Evaluate:
    """Compile an expression to a closure; the bare name of a store yields a `StoreView`.

    Raises `EvaluationError` for what can never be evaluated, such as an unknown function.
    """
    try:
        return dispatch(expression, names)
    except RecursionError:
        raise failure("the expression is nested too deeply", expression.span, names) from None


def compile_value(expression: ast.Expression, names: Names) -> Evaluate:
    """Compile an expression whose value is kept: a store becomes its records at that moment."""
    evaluate = compile_expression(expression, names)
    if not _may_be_store(expression, names):
        return evaluate
    return lambda scope: settled(evaluate(scope))


def _may_be_store(expression: ast.Expression, names: Names) -> bool:
    match expression:
        case ast.Name(text=text):
            return text in names.stores
        case ast.Conditional() | ast.MatchExpression() | ast.Binary(operator="and" | "or" | "??"):
            return bool(names.stores)
    return False


def failure(
    message: str,
    span: ast.Span,
    names: Names,
    help: str | None = None,  # noqa: A002
) -> EvaluationError:
    """Make an error that knows where in the mission it happened."""
    return EvaluationError(message, location=names.locate(span), help=help)


def place(error: EvaluationError, span: ast.Span, names: Names) -> None:
    """Give an error its location, unless an inner expression already did."""
    if error.location is None:
        error.location = names.locate(span)
