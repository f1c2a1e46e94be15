"""The other places of the name under the cursor, told apart by reading and writing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, get_args

from reqon_language.features.named import Named, Occurrence, named_at, occurrences
from reqon_language.features.navigation import WordTarget, meant_at
from reqon_language.features.navigation.field_places import field_places_in
from reqon_language.features.references import places_meant
from reqon_language.features.response_origin import Origin, sets_response
from reqon_language.model import Project
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


def document_highlights(project: Project, path: str, offset: int) -> list[Occurrence]:
    """Return where what is named at `offset` is named in this file, in source order.

    They are the references of this file. Of `response` the steps that set it are shown as well,
    by their keyword; a name that nothing declares is shown where it stands again, and of a field
    of an unknown value that is in the same declaration. What is still to be typed stands nowhere.
    """
    meant = meant_at(project, path, offset)
    if meant is None:
        return []
    model = project.model(path)
    body = model.body_at(offset)
    if not meant.targets:
        found = _undeclared(project, path, offset, body)
    else:
        places = places_meant(project, path, offset, meant, declared=True, within=path)
        found = places.get(path, [])
        if body is not None and WordTarget("implicit", "response") in meant.targets:
            found += _setting(body)
    distinct = {
        (one.span.start, one.span.end): one for one in found if one.span.start < one.span.end
    }
    return sorted(distinct.values(), key=lambda one: one.span.start)


def _undeclared(project: Project, path: str, offset: int, body: Body | None) -> list[Occurrence]:
    named = named_at(project.model(path), offset)
    if named is None:
        return []
    found = occurrences(project.model(path), named)
    if named.kind != "field" or body is None:
        return [*found]
    known = {place.span for place in field_places_in(project, path, body, named.name)}
    return [
        one
        for one in found
        if body.extent.start <= one.span.start < body.extent.end and _name(one, named) not in known
    ]


def _name(field: Occurrence, named: Named) -> Span:
    """Return where the name of a field begins, which may have a dot before it."""
    return Span(field.span.end - len(named.name), field.span.end)


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
