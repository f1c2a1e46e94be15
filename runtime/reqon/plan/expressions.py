"""Expressions compiled to closures: the entry, and where each kind of node is compiled.

The compilers are in the modules `expressions_*`, one per family; they register themselves
with `expressions_core.dispatch` when they are imported here.
"""

from __future__ import annotations

from reqon.plan import (
    expressions_access,
    expressions_calls,
    expressions_comparison,
    expressions_data,
    expressions_literals,
    expressions_logic,
    expressions_operators,
    expressions_queries,
)
from reqon.plan.expressions_core import Evaluate, Names, compile_expression, compile_value

FAMILIES = (
    expressions_access,
    expressions_calls,
    expressions_comparison,
    expressions_data,
    expressions_literals,
    expressions_logic,
    expressions_operators,
    expressions_queries,
)
"""The modules whose compilers are registered."""

__all__ = ["FAMILIES", "Evaluate", "Names", "compile_expression", "compile_value"]
