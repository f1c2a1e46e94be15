"""`for item in items where … checkpoint every N { … }`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from reqon.errors import Location
from reqon.plan import constants
from reqon.plan.blocks import compile_block
from reqon.plan.context import Context
from reqon.plan.describe import describe
from reqon.plan.errors import UnsupportedError
from reqon.plan.expressions import Evaluate
from reqon.plan.mission import Block
from reqon_language.syntax import ast

OnError = Literal["abort", "continue", "queue"]
_POLICIES: tuple[OnError, ...] = ("abort", "continue", "queue")


@dataclass(frozen=True, slots=True)
class Loop:
    """A loop over an array or a store.

    `every` is the size of a commit group, None when each iteration is one. `collection_name`
    is how the collection was written. `queue` is the store that `onError queue` fills.
    """

    variable: str
    collection: Evaluate
    collection_name: str
    collection_location: Location
    condition: Evaluate | None
    every: int | None
    on_error: OnError
    queue: str | None
    body: Block


def compile_loop(step: ast.For, context: Context) -> Loop:
    """Compile a loop; its iterations run one after the other."""
    if step.parallel or step.concurrency is not None:
        place = step.concurrency.span if step.concurrency is not None else step.span
        raise UnsupportedError(
            "iterations that run side by side are not supported by this runtime yet",
            location=context.at(place),
            help="Remove `parallel` or `concurrency`; the iterations then run in order.",
        )
    policy, queue = _on_error(step.on_error, context)
    return Loop(
        variable=step.variable.text,
        collection=context.expression(step.collection),
        collection_name=describe(step.collection),
        collection_location=context.at(step.collection.span),
        condition=context.expression(step.condition) if step.condition is not None else None,
        every=(
            constants.integer(step.checkpoint_every, context.locate)
            if step.checkpoint_every is not None
            else None
        ),
        on_error=policy,
        queue=queue,
        body=compile_block(step.body, replace(context, in_loop=True, in_match=False)),
    )


def _on_error(clause: ast.OnError | None, context: Context) -> tuple[OnError, str | None]:
    if clause is None:
        return "abort", None
    policy = constants.word(
        ast.Name(clause.policy.span, clause.policy.text), _POLICIES, context.locate
    )
    if policy != "queue":
        return policy, None
    return policy, dead_letters(clause.store, clause.span, context)


def dead_letters(name: ast.Identifier | None, span: ast.Span, context: Context) -> str:
    """Return the store a `queue` without a name means (language specification 4.10)."""
    if name is not None:
        return context.store(name)
    for store in context.stores:
        if store == "dlq":
            return store
    for store in context.stores:
        if "dlq" in store.lower() or "dead" in store.lower():
            return store
    return context.store(ast.Identifier(span, "dlq"))
