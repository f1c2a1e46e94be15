"""The other places of the name under the cursor, told apart by reading and writing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, get_args

from reqon_language.features.named import Occurrence, named_at, occurrences
from reqon_language.features.response_origin import Origin, sets_response
from reqon_language.model import FileModel
from reqon_language.model.file import Body
from reqon_language.syntax import ast
from reqon_language.syntax.ast import Span

_KEYWORDS: Final[dict[type, str]] = {
    ast.OperationCall: "call",
    ast.Map: "map",
    ast.Apply: "apply",
    ast.Wait: "wait",
    ast.Pause: "pause",
    ast.Jump: "jump",
}


def document_highlights(model: FileModel, offset: int) -> list[Occurrence]:
    """Return where the name at `offset` stands in this file, in source order.

    Of `response` the steps that set it are shown as well, by their keyword. What is still to be
    typed stands nowhere.
    """
    named = named_at(model, offset)
    if named is None:
        return []
    found = list(occurrences(model, named))
    body = model.body_at(offset)
    if named.kind == "implicit" and named.name == "response" and body is not None:
        found += _setting(body)
    distinct = {
        (one.span.start, one.span.end): one for one in found if one.span.start < one.span.end
    }
    return sorted(distinct.values(), key=lambda one: one.span.start)


def _setting(body: Body) -> Iterator[Occurrence]:
    for kind in get_args(Origin):
        for step in body.facts.of(kind):
            if sets_response(step):
                yield Occurrence(_keyword(step).shift(body.offset), "write")


def _keyword(step: Origin) -> Span:
    """Return the word that begins a step; an arm that is just an action's name is one."""
    if isinstance(step, ast.Custom):
        return step.name.span
    word = step.method if isinstance(step, ast.Fetch) else _KEYWORDS.get(type(step), "")
    start = step.span.start
    return Span(start, start + len(word)) if word else step.span
