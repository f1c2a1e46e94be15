"""Inlay hints: what is known but not written; little, so that nobody turns them off.

A type is shown where it is known in full and not to be read off the text beside it, a unit
behind a plain number, a default only where it ends something, and behind steps what they read,
visited and wrote in the last run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from reqon_language.durations import in_words, milliseconds
from reqon_language.features.option_at import options_in
from reqon_language.model import FileModel
from reqon_language.model.file import Body
from reqon_language.model.inference import Known
from reqon_language.model.last_run import Counts
from reqon_language.model.types import (
    ANY,
    ArrayOf,
    ObjectOf,
    StoreOf,
    Type,
    UnionOf,
    display,
)
from reqon_language.syntax import ast
from reqon_language.syntax.ast import Span
from reqon_language.vocabulary.blocks import BLOCKS

HintKind: TypeAlias = Literal["type", "response", "unit", "default", "last run"]


@dataclass(frozen=True, slots=True)
class InlayHint:
    """Text to show at `offset`. `before` and `after` say where a gap to the code is wanted."""

    offset: int
    label: str
    kind: HintKind
    tooltip: str = ""
    before: bool = False
    after: bool = False


_LONGEST: Final = 40
_PLAIN: Final = (ast.Literal, ast.Duration, ast.Object, ast.Array, ast.Missing, ast.Elision)
_MOST_PAGES: Final = 1000
_LIMITS: Final = (("retry", "maxAttempts"), ("wait", "timeout"))
"""Blocks and their options that hold although nobody wrote them, and that surprise."""


def inlay_hints(model: FileModel, within: Span) -> list[InlayHint]:
    """Return the hints that lie in `within`, in order."""
    found: list[InlayHint] = []
    for body in model.bodies:
        extent = body.extent
        if extent.end < within.start or extent.start > within.end:
            continue
        found += _units(body)
        found += _defaults(body)
        found += _last_run(model, body)
        found += _types(model, body)
    found = [hint for hint in found if within.start <= hint.offset <= within.end]
    return sorted(found, key=lambda hint: hint.offset)


def _types(model: FileModel, body: Body) -> Iterator[InlayHint]:
    bindings = [name for name, value in _bindings(body) if not isinstance(value, _PLAIN)]
    steps: list[tuple[ast.Step, int]] = [
        (step, step.operation.span.end) for step in body.facts.of(ast.OperationCall)
    ]
    steps += [
        (step, step.source.span.end) for step in body.facts.of(ast.Apply) if step.binding is None
    ]
    if not bindings and not steps:
        return  # to know the types of a declaration costs more than to look for its names
    typed = model.recorded(body)
    names = {(known.start, known.end): known.type for known in typed.types}
    for name in bindings:
        of = names.get((name.span.start, name.span.end))
        if of is not None and (text := _shown(of)):
            yield InlayHint(name.span.end + body.offset, f": {text}", "type")
    for step, end in steps:
        text = _shown(_after(typed.responses, step.span.end))
        if text:
            tooltip = "What `response` is after this step."
            yield InlayHint(end + body.offset, f"→ {text}", "response", tooltip, before=True)


def _bindings(body: Body) -> Iterator[tuple[ast.Identifier, ast.Expression | None]]:
    """Yield what is bound to a value that is not written beside it."""
    lets = [*body.facts.of(ast.Let)]
    yield from ((step.name, step.value) for step in lets)
    yield from ((step.variable, None) for step in body.facts.of(ast.For))
    for step in body.facts.of(ast.Apply):
        if step.binding is not None:
            yield step.binding, None


def _after(responses: tuple[Known, ...], end: int) -> Type:
    return next((known.type for known in responses if known.start == end), ANY)


def _shown(of: Type) -> str:
    """Return a type that says something in few words, "" for one that does not."""
    if not _is_whole(of) or isinstance(of, ObjectOf):
        return ""
    text = display(of, 1)
    return text if len(text) <= _LONGEST else ""


def _is_whole(of: Type) -> bool:
    """Whether nothing about a type is unknown."""
    if isinstance(of, ArrayOf | StoreOf):
        return _is_whole(of.element)
    if isinstance(of, UnionOf):
        return all(map(_is_whole, of.options))
    return of != ANY


def _units(body: Body) -> Iterator[InlayHint]:
    for given in options_in(body):
        value, unit = given.entry.value, given.spec.plain_unit
        if not unit or not isinstance(value, ast.Literal) or "econds" in given.spec.key:
            continue
        if type(value.value) in (int, float) and value.value:
            length = milliseconds(str(value.value), unit)
            tooltip = in_words(length) if length is not None else ""
            yield InlayHint(value.span.end + body.offset, unit, "unit", tooltip, before=True)


def _defaults(body: Body) -> Iterator[InlayHint]:
    """Yield limits that hold although nobody wrote them."""
    for written in body.facts.blocks:
        for block, key in _LIMITS:
            keys = {entry.key.text for entry in written.entries if isinstance(entry, ast.Entry)}
            if written.block == block and keys and key not in keys:
                spec = BLOCKS[block].options[key]
                label = f"{key}: {spec.default.strip('`')}"
                at = written.span.start + 1 + body.offset
                yield InlayHint(at, label, "default", spec.doc, before=True)
    for given in options_in(body):
        value = given.entry.value
        pages = given.spec.key == "paginate" and isinstance(value, ast.Call)
        if pages and not _has_until(body, given.entry):
            label, tooltip = f"up to {_MOST_PAGES} pages", "Give `until` to lift the limit."
            at = value.span.end + body.offset
            yield InlayHint(at, label, "default", tooltip, before=True)


def _last_run(model: FileModel, body: Body) -> Iterator[InlayHint]:
    """Yield what the steps of an action did when its mission last ran."""
    seen = model.steps_seen(body.node, body.mission)
    for step, end, what in _counted(body) if seen else ():
        run = seen.get(step.span)
        if run is not None and (text := _counts(run.counts, what)):
            yield InlayHint(end + body.offset, text, "last run", "In the last run.", before=True)


def _counted(body: Body) -> Iterator[tuple[ast.Step, int, str]]:
    """Yield the steps that are counted, where their hint stands, and what they have to do with."""
    facts = body.facts
    yield from ((step, step.path.span.end, "item") for step in facts.of(ast.Fetch))
    yield from ((step, step.operation.span.end, "item") for step in facts.of(ast.OperationCall))
    yield from ((step, step.collection.span.end, "item") for step in facts.of(ast.For))
    yield from ((step, step.target.span.end, "record") for step in facts.of(ast.StoreStep))


def _counts(counts: Counts, what: str) -> str:
    """Return counts in words; that one request was made goes without saying."""
    parts = []
    if counts.items is not None:
        parts.append(_number(counts.items, what))
    if counts.pages:
        parts.append(_number(counts.pages, "page"))
    if counts.requests > 1:
        parts.append(_number(counts.requests, "request"))
    return ", ".join(parts)


def _number(count: int, what: str) -> str:
    grouped = f"{count:,}".replace(",", "\N{NO-BREAK SPACE}")
    return f"{grouped} {what}{'' if count == 1 else 's'}"


def _has_until(body: Body, entry: ast.Entry) -> bool:
    """Whether the request around a `paginate` says when to stop."""
    return any(
        any(isinstance(other, ast.Entry) and other.key.text == "until" for other in written.entries)
        for written in body.facts.blocks
        if written.block == "fetch" and entry in written.entries
    )
