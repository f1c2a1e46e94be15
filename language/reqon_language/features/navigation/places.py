"""Every place of a project that names one thing."""

from __future__ import annotations

from collections.abc import Iterator

from reqon_language.features.named import Occurrence
from reqon_language.features.navigation.field_places import field_places
from reqon_language.features.navigation.meaning import operation_target
from reqon_language.features.navigation.targets import (
    DocumentTarget,
    EnvironmentTarget,
    FieldTarget,
    FileTarget,
    NameTarget,
    Target,
)
from reqon_language.model import Project
from reqon_language.model.references import ReferenceKind, path_span


def places_of(
    project: Project, target: Target, *, declared: bool = True, within: str | None = None
) -> dict[str, list[Occurrence]]:
    """Return where a target is named, by file and in the order of the text.

    With `declared` the declaration counts as a place; with `within` only one file is looked
    through. Of a name of the language, which means
    something else in every action, there is none.
    """
    found: dict[str, list[Occurrence]] = {}
    paths = project.files if within is None else (within,)
    if isinstance(target, NameTarget):
        references = project.references_to(target.path, target.declaration, within)
        for path, ones in references.items():
            found[path] = [Occurrence(one.span, one.role) for one in ones]
    elif isinstance(target, DocumentTarget) and target.operation:
        for path in paths:
            found[path] = list(_operations(project, path, target))
    elif isinstance(target, FieldTarget | DocumentTarget):
        for path, place in field_places(project, target, within):
            found.setdefault(path, []).append(Occurrence(place.span, place.role))
    elif isinstance(target, EnvironmentTarget):
        for path in paths:
            found[path] = list(_named(project, path, "environment", target.name))
    elif isinstance(target, FileTarget):
        meant = project.resolve(target.path, target.target)
        for path in paths:
            found[path] = list(_files(project, path, meant))
    if declared and isinstance(target, NameTarget | FieldTarget) and target.path in paths:
        found.setdefault(target.path, []).append(Occurrence(target.span, "write"))
    return {path: _in_order(places) for path, places in found.items() if places}


def _in_order(places: list[Occurrence]) -> list[Occurrence]:
    distinct = {(place.span.start, place.span.end): place for place in places}
    return [distinct[at] for at in sorted(distinct)]


def _operations(project: Project, path: str, target: DocumentTarget) -> Iterator[Occurrence]:
    if ("operation", target.operation) not in project.files[path].used:
        return
    for reference in project.model(path).references_named(target.operation):
        if reference.kind == "operation" and operation_target(project, path, reference) == target:
            yield Occurrence(reference.span, "read")


def _named(project: Project, path: str, kind: ReferenceKind, name: str) -> Iterator[Occurrence]:
    if (kind, name) in project.files[path].used:
        for reference in project.model(path).references_named(name):
            if reference.kind == kind:
                yield Occurrence(reference.span, "read")


def _files(project: Project, path: str, meant: str) -> Iterator[Occurrence]:
    for reference in project.model(path).references():
        if reference.kind == "file" and project.resolve(path, reference.name) == meant:
            yield Occurrence(path_span(reference), "read")
