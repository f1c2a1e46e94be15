"""The call hierarchy: missions run actions, actions run others and make requests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from reqon_language.features.navigation import NameTarget, meant_at
from reqon_language.model import Declaration, Project, Reference
from reqon_language.model.file import Body
from reqon_language.syntax import ast
from reqon_language.syntax.ast import Span

Caller: TypeAlias = Literal["mission", "action", "request"]
Request: TypeAlias = ast.Fetch | ast.OperationCall


@dataclass(frozen=True, slots=True)
class CallItem:
    """A mission, an action or a request of the file at `path`.

    `name` is what it is called at `span`; `detail` is the source of a request.
    """

    path: str
    kind: Caller
    name: str
    detail: str
    span: Span
    extent: Span


@dataclass(frozen=True, slots=True)
class Call:
    """Something that calls, or is called; `spans` are the places of the call in its caller."""

    item: CallItem
    spans: tuple[Span, ...]


def call_item_at(project: Project, path: str, offset: int) -> CallItem | None:
    """Return the mission, action or request that is named at `offset`."""
    meant = meant_at(project, path, offset)
    for target in meant.targets if meant is not None else ():
        if isinstance(target, NameTarget) and target.declaration.kind in ("mission", "action"):
            return _declared(target.path, target.declaration)
    body = project.model(path).body_at(offset)
    for step in _requests(body) if body is not None else ():
        found = _request(path, body, step) if body is not None else None
        if found is not None and found.span.start <= offset <= found.span.end:
            return found
    return None


def incoming(project: Project, item: CallItem) -> list[Call]:
    """Return who calls it: of an action missions and actions, of a request actions."""
    found: dict[CallItem, list[Span]] = {}
    if item.kind == "mission":
        return []
    for path in project.files:
        for body in project.model(path).bodies:
            caller = _caller(project, path, body)
            if caller is not None:
                spans = [
                    call for called, call in _calls(project, path, body) if _same(called, item)
                ]
                if spans:
                    found.setdefault(caller, []).extend(spans)
    return [Call(caller, tuple(spans)) for caller, spans in found.items()]


def outgoing(project: Project, item: CallItem) -> list[Call]:
    """Return what it calls, in the order of the first calls."""
    found: dict[CallItem, list[Span]] = {}
    for body in project.model(item.path).bodies:
        if _caller(project, item.path, body) == item:
            for called, span in _calls(project, item.path, body):
                found.setdefault(called, []).append(span)
    return [Call(called, tuple(spans)) for called, spans in found.items()]


def _declared(path: str, declaration: Declaration) -> CallItem:
    kind: Caller = "mission" if declaration.kind == "mission" else "action"
    return CallItem(path, kind, declaration.name, "", declaration.span, declaration.extent)


def _caller(project: Project, path: str, body: Body) -> CallItem | None:
    """Return what the steps of a declaration belong to, or whose stages it lists."""
    model = project.model(path)
    if isinstance(body.node, ast.Action):
        at = body.node.name.span.shift(body.offset)
        return CallItem(path, "action", body.node.name.text, "", at, body.extent)
    if isinstance(body.node, ast.Pipeline) and body.mission is not None:
        placed = model.missions[body.mission]
        name = placed.node.name
        extent = placed.node.span.shift(placed.offset)
        return CallItem(path, "mission", name.text, "", name.span.shift(placed.offset), extent)
    return None


def _calls(project: Project, path: str, body: Body) -> Iterator[tuple[CallItem, Span]]:
    """Yield what a declaration calls, and where, in the order of the text."""
    calls = [(step.span.start, _request(path, body, step)) for step in _requests(body)]
    placed: list[tuple[CallItem, Span]] = [(one, one.span) for _, one in sorted(calls, key=_first)]
    for reference in body.facts.references:
        if reference.kind == "action":
            at = reference.shift(body.offset)
            found = project.definition_of(path, Reference("action", at.name, at.span))
            if found is not None:
                placed.append((_declared(*found), at.span))
    yield from sorted(placed, key=lambda one: one[1].start)


def _first(call: tuple[int, CallItem]) -> int:
    return call[0]


def _requests(body: Body) -> tuple[Request, ...]:
    return (*body.facts.of(ast.Fetch), *body.facts.of(ast.OperationCall))


def _request(path: str, body: Body, step: Request) -> CallItem:
    if isinstance(step, ast.OperationCall):
        span = Span(step.source.span.start, step.operation.span.end)
        name, source = f"{step.source.text}.{step.operation.text}", step.source.text
    else:
        span = Span(step.span.start, step.path.span.end)
        written = step.path.value if isinstance(step.path, ast.Literal) else "…"
        name, source = f"{step.method.upper()} {written}", _source(step)
    extent = step.span.shift(body.offset)
    return CallItem(path, "request", name, source, span.shift(body.offset), extent)


def _source(step: ast.Fetch) -> str:
    """Return the source a request names, "" where it means the mission's only one."""
    if step.source is not None:
        return step.source.text
    given = step.options.get("source") if step.options is not None else None
    return given.value.text if given is not None and isinstance(given.value, ast.Name) else ""


def _same(one: CallItem, other: CallItem) -> bool:
    """Whether two are the same; requests are by what they ask for."""
    if one.kind == other.kind == "request":
        return (one.name, one.detail) == (other.name, other.detail)
    return one == other
