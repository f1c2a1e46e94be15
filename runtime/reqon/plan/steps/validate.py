"""`validate target { assume … } or { … }`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reqon.errors import Location
from reqon.plan import constants
from reqon.plan.blocks import compile_block
from reqon.plan.context import Context
from reqon.plan.expressions import Evaluate
from reqon.plan.mission import Block
from reqon_language.syntax import ast

Severity = Literal["error", "warning"]
_SEVERITIES: tuple[Severity, ...] = ("error", "warning")


@dataclass(frozen=True, slots=True)
class Assumption:
    """One constraint, `written` so in the mission; `text` is the message given for it.

    Where its `guard` does not hold it need not hold either.
    """

    guard: Evaluate | None
    condition: Evaluate
    written: str
    text: Evaluate | None
    severity: Severity
    location: Location


@dataclass(frozen=True, slots=True)
class Validate:
    """Check constraints on a value; `otherwise` runs when one of severity `error` fails."""

    target: Evaluate
    assumptions: tuple[Assumption, ...]
    otherwise: Block | None


def compile_validate(step: ast.Validate, context: Context) -> Validate:
    """Compile a `validate`; without a target it is `response`."""
    target = step.target if step.target is not None else ast.Name(step.span, "response")
    return Validate(
        target=context.expression(target),
        assumptions=tuple(
            _assumption(assume, condition, context)
            for assume in step.assumptions
            for condition in assume.conditions
        ),
        otherwise=compile_block(step.otherwise, context) if step.otherwise else None,
    )


def _assumption(assume: ast.Assume, condition: ast.Expression, context: Context) -> Assumption:
    return Assumption(
        guard=context.expression(assume.guard) if assume.guard is not None else None,
        condition=context.expression(condition),
        written=context.snippet(condition.span),
        text=context.expression(assume.message) if assume.message is not None else None,
        severity=(
            constants.word(
                ast.Name(assume.severity.span, assume.severity.text), _SEVERITIES, context.locate
            )
            if assume.severity is not None
            else "error"
        ),
        location=context.at(assume.span),
    )
