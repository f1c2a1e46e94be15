"""A field of a value: its type, the schema that declares it, and where."""

from __future__ import annotations

from dataclasses import dataclass

from reqon_language.model import FileModel
from reqon_language.model.shapes import expand
from reqon_language.model.types import (
    ArrayOf,
    FieldOf,
    ObjectOf,
    SchemaOf,
    StoreOf,
    Type,
    options,
    without_null,
)
from reqon_language.syntax import ast


@dataclass(frozen=True, slots=True)
class FoundField:
    """A field, the schema it belongs to, if it has a name, and where the file declares it."""

    field: FieldOf
    schema: SchemaOf | None
    declared: ast.Span | None


def find_field(model: FileModel, of: Type, name: str, offset: int) -> FoundField | None:
    """Return the field `name` of a value of type `of` read at `offset`; of lists, their items'."""
    body = model.body_at(offset)
    mission = body.mission if body else None
    shapes = model.declared_at(offset).shapes
    for option in options(without_null(of)):
        shape = expand(option, shapes)
        if isinstance(shape, ArrayOf | StoreOf):
            found = find_field(model, shape.element, name, offset)
            if found is not None:
                return found
        elif isinstance(shape, ObjectOf):
            schema = option if isinstance(option, SchemaOf) else None
            for field in shape.fields:
                if field.name == name:
                    return FoundField(field, schema, _declared(model, schema, name, mission))
    return None


def _declared(
    model: FileModel, schema: SchemaOf | None, name: str, mission: int | None
) -> ast.Span | None:
    """Return where a field of a mission's schema is declared; a schema may inherit it."""
    seen: set[str] = set()
    waiting = [schema.name] if schema is not None and not schema.origin else []
    while waiting:
        current = waiting.pop()
        seen.add(current)
        found = model.declared("schema", current, mission)
        body = model.body_at(found.span.start) if found else None
        if body is None or not isinstance(body.node, ast.Schema):
            continue
        for item in body.node.items:
            if isinstance(item, ast.SchemaField) and item.name.text == name:
                return item.name.span.shift(body.offset)
            if isinstance(item, ast.SchemaBase) and item.name.text not in seen:
                waiting.append(item.name.text)
    return None
