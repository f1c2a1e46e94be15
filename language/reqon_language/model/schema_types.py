"""From the types of schemas as written to types (language specification 2.4 and 4.11).

An unknown type word accepts anything, as the runtime does; RQ4008 speaks of it elsewhere.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
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


def word_type(word: str, schemas: Container[str]) -> Type:
    """Return the type a word names: a schema first, then a primitive, else `any`."""
    if word in schemas:
        return SchemaOf(word)
    return _WORDS.get(word, ANY)


def shape_of(node: ast.Schema, bodies: Mapping[str, ast.Schema]) -> Type:
    """Return the object that a schema describes. `bodies` are the schemas around it."""
    return _object(_items(node), bodies, frozenset({node.name.text}))


def _items(node: ast.Schema) -> tuple[object, ...]:
    """Return the items of a schema, behind the base it is made from."""
    if node.base is None:
        return node.items
    return (ast.SchemaBase(node.base.span, node.base), *node.items)


def _object(
    items: Iterable[object], bodies: Mapping[str, ast.Schema], within: frozenset[str]
) -> ObjectOf:
    """Collect fields, those of bases included; an unknown base leaves the object open."""
    fields: dict[str, FieldOf] = {}
    unfinished = False
    for item in items:
        if isinstance(item, ast.SchemaField):
            name = item.name.text
            optional = item.optional or item.condition is not None
            fields[name] = FieldOf(name, _type(item.type, bodies, within), optional)
        elif isinstance(item, ast.SchemaBase):
            base = bodies.get(item.name.text)
            if base is None or item.name.text in within or len(within) > _MOST_BASES:
                unfinished = True
                continue
            inherited = _object(_items(base), bodies, within | {item.name.text})
            unfinished |= inherited.open
            fields.update((member.name, member) for member in inherited.fields)
        elif isinstance(item, ast.Elision):
            unfinished = True
    return ObjectOf(tuple(fields.values()), open=unfinished)


def _type(node: object, bodies: Mapping[str, ast.Schema], within: frozenset[str]) -> Type:
    if isinstance(node, ast.TypeName):
        if node.name.text == "array" and node.arguments:
            return ArrayOf(_type(node.arguments[0], bodies, within))
        return word_type(node.name.text, bodies)
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
    if isinstance(node, ast.WeightedType):
        return _type(node.option, bodies, within)
    if isinstance(node, ast.SequenceType):
        return join(*(_type(value, bodies, within) for value in node.values))
    if isinstance(node, ast.CollectionType):
        return ArrayOf(_type(node.element, bodies, within))
    return ANY
