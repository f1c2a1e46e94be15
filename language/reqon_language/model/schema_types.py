"""From the types of schemas as written to types (language specification 2.4 and 4.11).

An unknown type word accepts anything, as the runtime does; RQ4008 speaks of it elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from reqon_language.model.types import (
    ANY,
    BOOLEAN,
    DATE,
    INTEGER,
    NULL,
    NUMBER,
    RECORD,
    STRING,
    ArrayOf,
    FieldOf,
    ObjectOf,
    SchemaOf,
    Type,
    join,
    literal,
)
from reqon_language.syntax import ast

_WORDS: Final[Mapping[str, Type]] = {
    "string": STRING,
    "number": NUMBER,
    "decimal": NUMBER,
    "float": NUMBER,
    "double": NUMBER,
    "int": INTEGER,
    "integer": INTEGER,
    "boolean": BOOLEAN,
    "bool": BOOLEAN,
    "date": DATE,
    "datetime": DATE,
    "array": ArrayOf(ANY),
    "object": RECORD,
    "any": ANY,
    "null": NULL,
    "undefined": NULL,
}
_MOST_BASES: Final = 8


def word_type(word: str, schemas: frozenset[str]) -> Type:
    """Return the type a word names: a schema first, then a primitive, else `any`."""
    if word in schemas:
        return SchemaOf(word)
    return _WORDS.get(word, ANY)


def shape_of(node: ast.Schema, bodies: Mapping[str, ast.Schema]) -> Type:
    """Return the object that a schema describes. `bodies` are the schemas around it."""
    return _object(node.items, bodies, frozenset({node.name.text}))


def _object(
    items: Iterable[object], bodies: Mapping[str, ast.Schema], within: frozenset[str]
) -> ObjectOf:
    """Collect fields, those of bases included; an unknown base leaves the object open."""
    fields: dict[str, FieldOf] = {}
    unfinished = False
    for item in items:
        if isinstance(item, ast.SchemaField):
            name = item.name.text
            fields[name] = FieldOf(name, _type(item.type, bodies, within), item.optional)
        elif isinstance(item, ast.SchemaBase):
            base = bodies.get(item.name.text)
            if base is None or item.name.text in within or len(within) > _MOST_BASES:
                unfinished = True
                continue
            inherited = _object(base.items, bodies, within | {item.name.text})
            unfinished |= inherited.open
            fields.update((member.name, member) for member in inherited.fields)
        else:
            unfinished = True
    return ObjectOf(tuple(fields.values()), open=unfinished)


def _type(node: object, bodies: Mapping[str, ast.Schema], within: frozenset[str]) -> Type:
    if isinstance(node, ast.TypeName):
        if node.name.text == "array" and node.arguments:
            return ArrayOf(_type(node.arguments[0], bodies, within))
        return word_type(node.name.text, frozenset(bodies))
    if isinstance(node, ast.ArrayType):
        return ArrayOf(_type(node.element, bodies, within))
    if isinstance(node, ast.ObjectType):
        return _object(node.fields, bodies, within)
    if isinstance(node, ast.LiteralType):
        return literal(node.value)
    if isinstance(node, ast.RangeType):
        return _type(node.base, bodies, within)
    if isinstance(node, ast.UnionType):
        return join(*(_type(option, bodies, within) for option in node.options))
    return ANY
