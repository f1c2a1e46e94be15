"""What a field cannot be called: what its schema, or one based on it, has already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reqon_language.features.navigation import FieldTarget
from reqon_language.features.navigation.declared_fields import declared_fields
from reqon_language.features.navigation.field_places import FieldPlace
from reqon_language.features.navigation.owners import Owners
from reqon_language.features.rename.refusal import Refusal, shown
from reqon_language.model import Project
from reqon_language.model.file import Body
from reqon_language.rules.nodes import below, path_to
from reqon_language.syntax import ast
from reqon_language.syntax.ast import Span


def field_clash(
    project: Project, target: FieldTarget, places: Sequence[tuple[str, FieldPlace]], new: str
) -> Refusal | None:
    """Return why `new` is not free for a field, None if it is."""
    owners = Owners(project)
    records = [*_records(project, owners, target)]
    for found in (one for record in records for one in owners.of_schema(*record, target.name)):
        if found != target:
            where = shown(project, found.path, found.span)
            return Refusal(
                f"The field `{target.name}` at {where} is in the same record;"
                " renaming one of the two would leave both."
            )
    inherited = [one for record in records for one in owners.of_schema(*record, new)]
    for path, span in (*_beside(project, target, new), *((o.path, o.span) for o in inherited)):
        where = shown(project, path, span)
        return Refusal(f"There is a field `{new}` already ({where}); choose another name.")
    for path, place in places:
        if place.form in ("key", "shorthand"):
            for span in _set_beside(place, new):
                where = shown(project, path, span)
                return Refusal(f"`{new}` is set already at {where}; choose another name.")
        elif place.form == "bare":
            body = place.body
            if new in body.visible(place.span.start - place.offset) | set(body.names.stores):
                where = shown(project, path, place.span)
                return Refusal(
                    f"`{new}` would mean something else at {where}; choose another name."
                )
    return None


def _beside(project: Project, target: FieldTarget, new: str) -> Iterator[tuple[str, Span]]:
    """Yield the fields of that name in the lists of fields that it stands in."""
    home = project.model(target.path).body_at(target.span.start)
    if home is None:
        return
    for siblings in _lists_with(home, target):
        for item in siblings:
            if isinstance(item, ast.SchemaField) and item.name.text == new:
                yield target.path, item.name.span.shift(home.offset)


def _records(
    project: Project, owners: Owners, target: FieldTarget
) -> Iterator[tuple[str, int | None, str]]:
    """Yield the schemas that have a field, by file, mission and name."""
    home = (target.path, target.schema)
    for path, file in project.files.items():
        for placed in file.model.sections:
            for body in placed.node.bodies if placed.node.own.schemas else ():
                node = body.node
                if isinstance(node, ast.Schema) and (
                    node.base is not None
                    or ast.SchemaBase in map(type, node.items)
                    or (path, node.name.text) == home
                ):
                    record = (path, body.mission, node.name.text)
                    if target in owners.of_schema(*record, target.name):
                        yield record


def _lists_with(body: Body, target: FieldTarget) -> Iterator[tuple[ast.SchemaItem, ...]]:
    own = dict(declared_fields(target.path, body)).get(target)
    if own is None:
        return
    for node in below(body.node, object):
        items = (
            node.fields if isinstance(node, ast.ObjectType)
            else node.items if isinstance(node, ast.Dataset | ast.Context | ast.Contract)
            else ()
        )  # fmt: skip
        names = [item.name.span for item in items if isinstance(item, ast.SchemaField)]
        if own.name.span in names:
            yield items


def _set_beside(place: FieldPlace, new: str) -> Iterator[Span]:
    """Yield the entries of that name in the mapping or pattern that a field is named in."""
    at = place.span.shift(-place.offset)
    for node in path_to(place.body.node, at):
        if isinstance(node, ast.Object | ast.ObjectPattern):
            keys = [
                entry.key
                for entry in node.entries
                if isinstance(entry, ast.Entry | ast.PatternEntry)
            ]
            if any(key.span.start <= at.start and at.end <= key.span.end for key in keys):
                yield from (key.span.shift(place.offset) for key in keys if key.text == new)
