"""What a field cannot be called: what its schema, or one based on it, has already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reqon_language.features.navigation import FieldTarget
from reqon_language.features.navigation.fields import FieldUse, declared_fields, field_of_schema
from reqon_language.features.rename.refusal import Refusal, shown
from reqon_language.model import Project
from reqon_language.model.file import Body
from reqon_language.rules.nodes import below, path_to
from reqon_language.syntax import ast
from reqon_language.syntax.ast import Span


def field_clash(
    project: Project, target: FieldTarget, uses: Sequence[tuple[str, FieldUse]], new: str
) -> Refusal | None:
    """Return why `new` is not free for a field, None if it is."""
    for path, span in _beside(project, target, new):
        place = shown(project, path, span)
        return Refusal(f"There is a field `{new}` already ({place}); choose another name.")
    for path, use in uses:
        body = project.model(path).body_at(use.span.start)
        if body is None:
            continue
        for span in _set_beside(body, use.span, new):
            place = shown(project, path, span)
            return Refusal(f"`{new}` is set already at {place}; choose another name.")
        if not _is_bare(body, use.span):
            continue
        if new in body.facts.visible(use.span.start - body.offset) | set(body.facts.names.stores):
            place = shown(project, path, use.span)
            return Refusal(f"`{new}` would mean something else at {place}; choose another name.")
    return None


def _beside(project: Project, target: FieldTarget, new: str) -> Iterator[tuple[str, Span]]:
    """Yield the fields of that name that would be in one record with it."""
    home = project.model(target.path).body_at(target.span.start)
    if home is None:
        return
    for siblings in _lists_with(home, target):
        for item in siblings:
            if isinstance(item, ast.SchemaField) and item.name.text == new:
                yield target.path, item.name.span.shift(home.offset)
    for path, file in project.files.items():
        for body in file.model.bodies:
            if isinstance(body.node, ast.Schema) and body.node.name.text:
                name, at = body.node.name.text, body.offset + body.node.name.span.start
                if target in field_of_schema(project, path, name, target.name, at):
                    for found in field_of_schema(project, path, name, new, at):
                        yield found.path, found.span


def _lists_with(body: Body, target: FieldTarget) -> Iterator[tuple[ast.SchemaItem, ...]]:
    for node in below(body.node, object):
        items = (
            node.fields if isinstance(node, ast.ObjectType)
            else node.items if isinstance(node, ast.Dataset | ast.Context | ast.Contract)
            else ()
        )  # fmt: skip
        names = [item.name.span for item in items if isinstance(item, ast.SchemaField)]
        own = dict(declared_fields(target.path, body)).get(target)
        if own is not None and own.name.span in names:
            yield items


def _set_beside(body: Body, span: Span, new: str) -> Iterator[Span]:
    """Yield the entries of that name in the mapping or pattern that a field is named in."""
    at = span.shift(-body.offset)
    for node in path_to(body.node, at):
        if isinstance(node, ast.Object | ast.ObjectPattern):
            keys = [
                entry.key
                for entry in node.entries
                if isinstance(entry, ast.Entry | ast.PatternEntry)
            ]
            if any(key.span.start <= at.start and at.end <= key.span.end for key in keys):
                yield from (key.span.shift(body.offset) for key in keys if key.text == new)


def _is_bare(body: Body, span: Span) -> bool:
    """Whether a field is read without a dot, as a variable would be."""
    at = span.shift(-body.offset)
    return any(
        reference.span == at and reference.kind in ("field", "variable")
        for reference in body.facts.references
    )
