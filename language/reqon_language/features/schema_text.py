"""A type as the language would write it, over several lines where one is too long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.model.shapes import Shapes
from reqon_language.model.types import (
    ArrayOf,
    FieldOf,
    ObjectOf,
    SchemaOf,
    StoreOf,
    Type,
    UnionOf,
    display,
)

_WIDTH: Final = 60
_MOST_FIELDS: Final = 24
_MOST_SCHEMAS: Final = 3


def schema_text(of: Type, shapes: Shapes) -> str:
    """Return a type, followed by the schemas it names; records that are long on many lines."""
    parts = [type_text(of)]
    for schema in list(dict.fromkeys(_named(of)))[:_MOST_SCHEMAS]:
        shape = shapes.get(schema)
        if isinstance(shape, ObjectOf):
            parts.append(f"schema {schema.name} {_block(shape)}")
    return "\n\n".join(parts)


def type_text(of: Type) -> str:
    """Return a type by itself."""
    short = display(of, 3)
    if len(short) <= _WIDTH or not isinstance(of, ObjectOf):
        return short if len(short) <= 2 * _WIDTH else display(of, 1)
    return _block(of)


def field_text(field: FieldOf) -> str:
    """Return a field as a schema declares it."""
    return f"{field.name}: {display(field.type, 2)}{'?' if field.optional else ''}"


def _block(of: ObjectOf) -> str:
    lines = [f"  {field_text(field)}" for field in of.fields[:_MOST_FIELDS]]
    if of.open or len(of.fields) > _MOST_FIELDS:
        lines.append("  …")
    return "{\n" + "\n".join(lines) + "\n}" if lines else "{ }"


def _named(of: Type) -> Iterator[SchemaOf]:
    """Yield the schemas a type names itself, not those inside of these."""
    if isinstance(of, SchemaOf):
        yield of
    elif isinstance(of, ArrayOf | StoreOf):
        yield from _named(of.element)
    elif isinstance(of, UnionOf):
        for option in of.options:
            yield from _named(option)
