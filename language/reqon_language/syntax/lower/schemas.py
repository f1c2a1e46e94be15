"""Lower the items between the braces of a schema, of an object type and of the data language."""

from __future__ import annotations

from typing import cast

from reqon_language.syntax import ast
from reqon_language.syntax.green import Node
from reqon_language.syntax.lower.assumptions import assumption, constraints
from reqon_language.syntax.lower.expressions import next_expression
from reqon_language.syntax.lower.reader import Reader, kind_of
from reqon_language.syntax.lower.types import lower_type, next_qualified_name, next_type, type_of


def schema_items(reader: Reader) -> tuple[ast.SchemaItem, ...]:
    """Lower `{ … }`."""
    items: list[ast.SchemaItem] = []
    for child, at in reader.rest():
        if isinstance(child, Node):
            item = _item(kind_of(child), Reader(child, at, reader.depth))
            if item is not None:
                items.append(item)
    return tuple(items)


def _item(kind: str, reader: Reader) -> ast.SchemaItem | None:
    match kind:
        case "field":
            return _field(reader)
        case "schema_base":
            reader.take()
            return ast.SchemaBase(reader.span, next_qualified_name(reader))
        case "assume":
            return assumption(reader)
        case "constraints":
            return constraints(reader)
        case "affects":
            reader.take()
            field = reader.identifier()
            reader.take()
            return ast.Affects(reader.span, field, next_expression(reader))
        case "elision":
            return ast.Elision(reader.span)
    return None


def _field(reader: Reader) -> ast.SchemaField:
    name = reader.identifier()
    optional = reader.accept("OPTIONAL") is not None
    reader.take()
    words = _modifiers(reader)
    if reader.accept("EQUALS"):
        value = next_expression(reader)
        kind: ast.Type = ast.ComputedType(value.span, value)
        if isinstance(value, ast.Pipe | ast.Weighted):
            kind = type_of(value)
    else:
        suffixed = reader.node_of("optional_type")
        if suffixed is not None:
            optional = True
            element, at = suffixed
            kind = lower_type(element.children[0], at, reader.depth, schema_items)
        else:
            # The `?` of `"a" | "b"?` says of the field that it may be absent.
            last = reader.peek()
            if isinstance(last, Node) and kind_of(last) == "union_type":
                end = last.children[-1]
                optional |= isinstance(end, Node) and kind_of(end) == "optional_type"
            kind = next_type(reader, schema_items)
    clauses: dict[str, ast.Expression] = {}
    while reader.peek():
        words |= _modifiers(reader)
        if reader.peek():
            child, at = reader.take()
            clause = Reader(cast("Node", child), at, reader.depth)
            clause.take()
            clauses[kind_of(clause.node)] = next_expression(clause)
    return ast.SchemaField(
        reader.span,
        name,
        kind,
        optional,
        "UNIQUE" in words,
        "PRIVATE" in words,
        clauses.get("when"),
        clauses.get("distributed"),
        clauses.get("constrained"),
    )


def _modifiers(reader: Reader) -> set[str]:
    found: set[str] = set()
    for word in ("UNIQUE", "PRIVATE", "UNIQUE"):
        if reader.accept(word):
            found.add(word)
    return found
