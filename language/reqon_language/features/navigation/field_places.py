"""The places of a project where fields are named, each with the fields that may be meant.

A field is named by `.name`, `value.name`, the keys of a mapping, the keys of an object pattern
and, of a placeholder, what follows its first name. What is read from a value whose type is not
known names no field. Inference has noted all of these; here they are looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from reqon_language.features.navigation.declared_fields import (
    DECLARING,
    declared_fields,
    own_field,
)
from reqon_language.features.navigation.owners import Owners, Targets
from reqon_language.features.navigation.targets import DocumentTarget, FieldTarget
from reqon_language.model import Project, Reference
from reqon_language.model.field_uses import FieldUse, Form, name_span
from reqon_language.model.file import Body
from reqon_language.model.types import SchemaOf
from reqon_language.syntax import ast
from reqon_language.syntax.ast import Span


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """A field that is named at `span`, absolute, and where it may be declared.

    `form` is how it stands there: `{ total }` is a `shorthand`, which reads a name as well.
    `body` is the declaration around it, whose places count from `offset`.
    """

    name: str
    span: Span
    role: Literal["read", "write"]
    form: Form
    targets: Targets
    body: Body
    offset: int


def field_places(
    project: Project, target: FieldTarget | DocumentTarget, within: str | None = None
) -> Iterator[tuple[str, FieldPlace]]:
    """Yield the places of a field by file, or those in one file; its declaration is none."""
    name = target.name if isinstance(target, FieldTarget) else target.pointer[-1]
    owners = Owners(project)
    own = _mission_of(project, target)
    paths = (*project.files,) if own is None else (target.path,)
    for path in paths if within is None else {within}.intersection(paths):
        file = project.files[path]
        if name not in file.tree.lines.text:
            continue
        for placed, types in zip(file.model.sections, file.model.types.sections, strict=True):
            if own is not None and placed.node.number not in (own, None):
                continue
            for body, typed in zip(placed.node.bodies, types.typed, strict=True):
                uses = [use for use in typed.fields if use.name == name]
                if uses or isinstance(body.node, DECLARING):
                    at = placed.offset + body.offset
                    for place in _places(owners, path, body, at, uses, name):
                        if target in place.targets:
                            yield path, place


def _mission_of(project: Project, target: FieldTarget | DocumentTarget) -> int | None:
    """Return the mission that alone can name a field, with what stands outside; None for others.

    A schema of a mission is seen by that mission, unless it is the base of one outside.
    """
    if isinstance(target, DocumentTarget) or project.files[target.path].share.part:
        return None
    model = project.model(target.path)
    home = model.body_at(target.span.start)
    shared = any(isinstance(body.node, ast.Schema) for body in model.loose.bodies)
    return home.mission if home is not None and not shared else None


def field_place_at(project: Project, path: str, offset: int) -> FieldPlace | None:
    """Return the place at `offset` where a field is named; a dot belongs to the field behind it.

    Where two are named, as in `{ total }`, it is that of which a declaration is known.
    """
    body = project.model(path).body_at(offset)
    if body is None:
        return None
    found = [
        place
        for place in field_places_in(project, path, body)
        if place.span.start - 1 <= offset <= place.span.end
    ]
    return min(found, key=lambda place: (not place.targets, place.span.start), default=None)


def field_places_in(
    project: Project, path: str, body: Body, name: str | None = None
) -> Iterator[FieldPlace]:
    """Yield the places of a declaration of a file where fields, or those of a name, are named."""
    uses = project.model(path).types.of(body).fields
    return _places(Owners(project), path, body, body.offset, uses, name)


def _places(
    owners: Owners,
    path: str,
    body: Body,
    offset: int,
    uses: Iterable[FieldUse],
    name: str | None,
) -> Iterator[FieldPlace]:
    """Yield the places of a declaration that name a field, or those of one `name`."""
    if isinstance(body.node, DECLARING):
        yield from _own(path, body, offset, name)
        uses = _set(body)
    for use in uses:
        if (name is None or use.name == name) and (use.form != "bare" or _is_field(body, use)):
            targets = owners.targets(path, body.mission, use)
            span = use.span.shift(offset)
            yield FieldPlace(use.name, span, use.role, use.form, targets, body, offset)


def _is_field(body: Body, use: FieldUse) -> bool:
    """Whether a bare name is read as a field by the rules of scope, too."""
    return any(one.kind == "field" and one.span == use.span for one in body.facts.references)


def _own(path: str, body: Body, offset: int, name: str | None) -> Iterator[FieldPlace]:
    """Yield where a description of data reads one of the fields beside it."""
    declared: list[tuple[FieldTarget, ast.SchemaField]] | None = None
    for reference in body.facts.references:
        if name is not None and reference.name != name:
            continue
        own = own_field(body, reference)
        if own is not None:
            declared = declared or [*declared_fields(path, body.shift(offset - body.offset))]
            targets = tuple(target for target, node in declared if node.name.span == own.span)
            span, form = _name_of(reference)
            yield FieldPlace(
                reference.name, span.shift(offset), "read", form, targets, body, offset
            )


def _name_of(reference: Reference) -> tuple[Span, Form]:
    span = Span(reference.span.end - len(reference.name), reference.span.end)
    return span, "bare" if span == reference.span else "dotted"


def _set(body: Body) -> Iterator[FieldUse]:
    """Yield the fields of other records that a description of data sets.

    `100 of Order { status: "open" }` sets fields of the records it describes; what `refine` says
    of some records are fields of the schema itself.
    """
    for node in body.facts.of(ast.CollectionType):
        if isinstance(node.element, ast.TypeName):
            yield from _listed(node.overrides, SchemaOf(node.element.name.text))
    if isinstance(body.node, ast.Schema):
        for refinement in body.node.refinements:
            yield from _listed(refinement.items, SchemaOf(body.node.name.text))


def _listed(items: tuple[ast.SchemaItem, ...], of: SchemaOf) -> Iterator[FieldUse]:
    for item in items:
        if isinstance(item, ast.SchemaField) and item.name.text:
            yield FieldUse(item.name.text, name_span(item.name), of, "key", "write")
