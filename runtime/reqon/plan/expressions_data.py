"""Values that only describe data: a mission cannot compute them and says so."""

from __future__ import annotations

from reqon.plan.expressions_core import Evaluate, Names, dispatch, failure
from reqon_language.syntax import ast


@dispatch.register
def _weighted(expression: ast.Weighted, names: Names) -> Evaluate:
    raise failure(
        "a choice by weight only describes data",
        expression.span,
        names,
        help="Use it in a schema; a mission has `c ? a : b`.",
    )


@dispatch.register
def _parent(expression: ast.ParentReference, names: Names) -> Evaluate:
    raise failure(
        f"`^{expression.name.text}` only has a meaning in a schema",
        expression.span,
        names,
        help="Use the variable that holds the record.",
    )
