"""From the JSON schemas of a document to types.

A reference stays a name, so neither cycles nor shared schemas need care; only `allOf`, whose
parts become one object, follows them, to a limited depth.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from reqon_language.model.openapi.nodes import at_pointer, items, mapping, resolve, word
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

_HOMES: Final = ("#/components/schemas/", "#/definitions/")
_PRIMITIVES: Final[Mapping[str, Type]] = {
    "string": STRING,
    "integer": INTEGER,
    "number": NUMBER,
    "boolean": BOOLEAN,
    "null": NULL,
    "object": RECORD,
    "array": ArrayOf(ANY),
}
_DATES: Final = frozenset({"date", "date-time"})
_DEEPEST: Final = 12


def named_schemas(root: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schemas a document declares by name."""
    if "swagger" in root:
        return mapping(root.get("definitions"))
    return mapping(mapping(root.get("components")).get("schemas"))


def schema_type(node: object, root: Mapping[str, Any], origin: str, depth: int = 0) -> Type:
    """Return the type of a JSON schema. `origin` tells its names from those of others."""
    schema = mapping(node)
    if not schema or depth > _DEEPEST:
        return ANY
    reference = schema.get("$ref")
    if isinstance(reference, str):
        return referred(reference, origin)
    of = _plain_type(schema, root, origin, depth)
    nullable = schema.get("nullable") is True or schema.get("x-nullable") is True
    return join(of, NULL) if nullable and of != ANY else of


def referred(reference: str, origin: str) -> Type:
    """Return the name that a reference stands for; one to another document is not known."""
    if not reference.startswith("#/"):
        return ANY
    home, _, name = reference.rpartition("/")
    place = origin if f"{home}/" in _HOMES else f"{origin}{home}"
    return SchemaOf(name.replace("~1", "/").replace("~0", "~"), place)


def pointer_to(schema: SchemaOf, root: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Return the document that declares a schema and the keys that lead to it there."""
    document, _, home = schema.origin.partition("#")
    if not home:
        home = _HOMES["swagger" in root][1:-1]
    keys = [key.replace("~1", "/").replace("~0", "~") for key in home.strip("/").split("/")]
    return document, (*keys, schema.name)


def referred_schemas(root: Mapping[str, Any], origin: str) -> Iterator[tuple[SchemaOf, object]]:
    """Yield every schema that has a name: the declared ones, and whatever is referred to."""
    for name, schema in named_schemas(root).items():
        yield SchemaOf(str(name), origin), schema
    waiting: list[object] = [root]
    seen: set[str] = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
            reference = node.get("$ref")
            if isinstance(reference, str) and reference not in seen:
                seen.add(reference)
                of = referred(reference, origin)
                if isinstance(of, SchemaOf) and of.origin != origin:
                    yield of, at_pointer(root, reference)
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node


def _plain_type(
    schema: Mapping[str, Any], root: Mapping[str, Any], origin: str, depth: int
) -> Type:
    if "const" in schema:
        return _literal(schema["const"])
    if isinstance(schema.get("enum"), list):
        return join(*map(_literal, schema["enum"]))
    if schema.get("allOf"):
        return _merged(schema, root, origin, depth)
    for word_ in ("oneOf", "anyOf"):
        if schema.get(word_):
            parts = items(schema[word_])
            return join(*(schema_type(part, root, origin, depth + 1) for part in parts))
    declared = schema.get("type")
    if isinstance(declared, list):
        return join(
            *(_plain_type({**schema, "type": one}, root, origin, depth) for one in declared)
        )
    if declared == "array":
        return ArrayOf(schema_type(schema.get("items"), root, origin, depth + 1))
    if declared == "object" or (declared is None and "properties" in schema):
        return _object(schema, root, origin, depth)
    if declared == "string" and schema.get("format") in _DATES:
        return DATE
    return _PRIMITIVES.get(word(declared), ANY)


def _object(
    schema: Mapping[str, Any], root: Mapping[str, Any], origin: str, depth: int
) -> ObjectOf:
    """Members that are not listed are taken for mistakes, unless the schema invites them."""
    required = {word(name) for name in items(schema.get("required"))}
    properties = mapping(schema.get("properties"))
    fields = tuple(
        FieldOf(str(name), schema_type(part, root, origin, depth + 1), name not in required)
        for name, part in properties.items()
    )
    more = schema.get("additionalProperties")
    invites = (more is not None and more is not False) or "patternProperties" in schema
    return ObjectOf(fields, open=invites or not fields)


def _merged(schema: Mapping[str, Any], root: Mapping[str, Any], origin: str, depth: int) -> Type:
    """Combine the parts of an `allOf` into one object; other combinations are not known."""
    own = {key: value for key, value in schema.items() if key != "allOf"}
    fields: dict[str, FieldOf] = {}
    unfinished = False
    parts = [*items(schema["allOf"]), *([own] if "properties" in own else [])]
    if len(parts) == 1:
        return schema_type(parts[0], root, origin, depth + 1)
    for part in parts:
        of = schema_type(resolve(part, root), root, origin, depth + 2)
        if not isinstance(of, ObjectOf):
            return ANY
        fields |= {member.name: member for member in of.fields}
        unfinished |= of.open
    return ObjectOf(tuple(fields.values()), open=unfinished)


def _literal(value: object) -> Type:
    return literal(value) if value is None or isinstance(value, str | int | float) else ANY
