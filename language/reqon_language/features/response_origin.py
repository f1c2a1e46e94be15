"""Which step `response` comes from at a place (language specification 4.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

from reqon_language.model.branches import branches_of
from reqon_language.model.file import Body
from reqon_language.syntax import ast

Origin: TypeAlias = (
    ast.Fetch | ast.OperationCall | ast.Map | ast.Apply | ast.Wait | ast.Pause | ast.RunStep
    | ast.Jump | ast.Custom
)  # fmt: skip
"""A step that sets `response`."""

_LOOPS: Final = (ast.For,)


def sets_response(step: object) -> bool:
    """Whether `response` is something else after this very step."""
    if isinstance(step, ast.Apply):
        return step.binding is None
    return isinstance(step, Origin)


def origin_at(body: Body, offset: int) -> Origin | None:
    """Return the last step before `offset` that set the `response` read there.

    What a loop sets stays inside of it; arms and blocks pass on what they set.
    """
    at = offset - body.offset
    around = [block for block in body.facts.of(ast.Block) if _holds(block.span, at)]
    for block in sorted(around, key=lambda one: one.span.end - one.span.start):
        for step in reversed(block.steps):
            if step.span.end <= at:
                found = next(_setting(step), None)
                if found is not None:
                    return found
    return None


def _setting(step: ast.Step) -> Iterator[Origin]:
    """Yield the steps inside of `step`, or itself, that set what `response` is behind it."""
    if sets_response(step):
        yield step  # type: ignore[misc]
    elif not isinstance(step, _LOOPS):
        for block in branches_of(step):
            for inner in reversed(block.steps):
                yield from _setting(inner)


def _holds(span: ast.Span, at: int) -> bool:
    return span.start <= at <= span.end
