"""`{ name: expression, ...spread }` of a `map` or a `transform`, as one evaluation."""

from __future__ import annotations

from reqon.plan.errors import PlanError
from reqon.plan.expressions import Evaluate, Names, compile_expression
from reqon_language.syntax import ast


def compile_mappings(mappings: ast.Object, names: Names) -> Evaluate:
    """Compile mappings to the object they build; `.field` reads the current element."""
    for entry in mappings.entries:
        if isinstance(entry, ast.Elision):
            raise PlanError(
                "`...` is a placeholder and must be filled in before running",
                location=names.locate(entry.span),
                help="Write the mappings out.",
            )
    return compile_expression(mappings, names)
