"""Go to implementation: from a schema to the steps that produce it.

These are the maps and the transforms to it, and the uses of such transforms. Of a field they are
the mappings that set it, of a store the steps that fill it.
"""

from __future__ import annotations

from collections.abc import Iterator

from reqon_language.features.named import Occurrence
from reqon_language.features.navigation import (
    FieldTarget,
    NameTarget,
    meant_at,
    places_of,
)
from reqon_language.model import Project, Reference
from reqon_language.model.file import Body
from reqon_language.syntax import ast
from reqon_language.syntax.ast import Span


def implementation(project: Project, path: str, offset: int) -> dict[str, list[Span]]:
    """Return the places by file, in the order of the text; none where nothing is produced."""
    meant = meant_at(project, path, offset)
    found: dict[str, list[Span]] = {}
    for target in meant.targets if meant is not None else ():
        if isinstance(target, FieldTarget):
            _add(found, _written(places_of(project, target, declared=False)))
        elif isinstance(target, NameTarget) and target.declaration.kind == "store":
            _add(found, _filled(project, target))
        elif isinstance(target, NameTarget) and target.declaration.kind == "schema":
            for other in project.files:
                _add(found, {other: list(_producing(project, other, target))})
    return {other: sorted(set(spans), key=_start) for other, spans in found.items() if spans}


def _add(found: dict[str, list[Span]], more: dict[str, list[Span]]) -> None:
    for path, spans in more.items():
        found.setdefault(path, []).extend(spans)


def _written(places: dict[str, list[Occurrence]]) -> dict[str, list[Span]]:
    return {
        path: [place.span for place in found if place.role == "write"]
        for path, found in places.items()
    }


def _filled(project: Project, target: NameTarget) -> dict[str, list[Span]]:
    """Return where steps put records into a store: not where they take them out."""
    references = project.references_to(target.path, target.declaration)
    return {
        path: [
            one.span
            for one in found
            if one.role == "write" and one.place not in ("clear", "delete")
        ]
        for path, found in references.items()
    }


def _producing(project: Project, path: str, target: NameTarget) -> Iterator[Span]:
    for body in project.model(path).bodies:
        for name in _targets(body):
            if _means(project, path, name, body, target):
                yield name.span.shift(body.offset)
        for step in body.facts.of(ast.Apply):
            if _applies(project, path, body, step, target):
                yield step.transform.span.shift(body.offset)


def _targets(body: Body) -> Iterator[ast.Identifier]:
    for step in body.facts.of(ast.Map):
        if step.mappings is not None:
            yield step.target
    if isinstance(body.node, ast.Transform):
        for variant in body.node.variants:
            yield variant.target


def _applies(project: Project, path: str, body: Body, step: ast.Apply, target: NameTarget) -> bool:
    at = step.transform.span.shift(body.offset)
    found = project.definition_of(path, Reference("transform", step.transform.text, at))
    if found is None:
        return False
    other, declaration = found
    there = project.model(other).body_at(declaration.span.start)
    return there is not None and any(
        _means(project, other, name, there, target) for name in _targets(there)
    )


def _means(
    project: Project, path: str, name: ast.Identifier, body: Body, target: NameTarget
) -> bool:
    if name.text != target.declaration.name:
        return False
    reference = Reference("schema", name.text, name.span.shift(body.offset))
    found = project.definition_of(path, reference)
    return found is not None and (found[0], found[1].span) == (target.path, target.span)


def _start(span: Span) -> int:
    return span.start
