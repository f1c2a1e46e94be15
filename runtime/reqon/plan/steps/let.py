"""`let name = value`."""

from __future__ import annotations

from dataclasses import dataclass

from reqon.plan.context import Context
from reqon.plan.expressions import Evaluate
from reqon_language.syntax import ast


@dataclass(frozen=True, slots=True)
class Let:
    """Bind a variable in the step list it stands in; the value is kept, not the expression."""

    name: str
    value: Evaluate


def compile_let(step: ast.Let, context: Context) -> Let:
    """Compile a `let`."""
    return Let(step.name.text, context.value(step.value))
