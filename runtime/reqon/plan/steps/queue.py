"""`queue dlq { item: …, key: … }`: put aside what cannot be handled now."""

from __future__ import annotations

from dataclasses import dataclass

from reqon.plan import constants
from reqon.plan.context import Context
from reqon.plan.errors import PlanError
from reqon.plan.expressions import Evaluate
from reqon.plan.steps.loop import dead_letters
from reqon_language.syntax import ast


@dataclass(frozen=True, slots=True)
class Queue:
    """Store `item`, or the value matched, under `key`, or a generated one."""

    store: str
    item: Evaluate | None
    key: Evaluate | None


def compile_queue(step: ast.Queue, context: Context) -> Queue:
    """Compile a `queue`; without a name it is the store that looks like a dead-letter queue."""
    given = constants.entries(step.options, ("item", "key"), "`queue`", context.locate)
    if "item" not in given and not context.in_match:
        raise PlanError(
            "outside a `match`, `queue` does not know what to put aside",
            location=context.at(step.span),
            help="Name it: `queue dlq { item: response }`.",
        )
    return Queue(
        store=dead_letters(step.target, step.span, context),
        item=context.optional(given.get("item")),
        key=context.optional(given.get("key")),
    )
