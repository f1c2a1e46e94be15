"""Lower the declarations of the data language, and what may follow the fields of a schema."""

from __future__ import annotations

from typing import cast

from reqon_language.syntax import ast
from reqon_language.syntax.green import Node, Token
from reqon_language.syntax.lower.expressions import next_expression
from reqon_language.syntax.lower.reader import Reader, kind_of
from reqon_language.syntax.lower.schemas import schema_items
from reqon_language.syntax.lower.types import (
    lower_contexts,
    next_qualified_name,
    next_type,
    type_of,
)


def schema(reader: Reader) -> ast.Schema:
    """Lower `schema Name … { … } refine { … } then { … }`."""
    reader.take()
    name = reader.identifier()
    base: ast.Identifier | None = None
    contracts: list[ast.Identifier] = []
    contexts: list[ast.ContextUse] = []
    items: tuple[ast.SchemaItem, ...] = ()
    refinements: tuple[ast.Refinement, ...] = ()
    mutations: tuple[ast.Mutation, ...] = ()
    for child, at in reader.rest():
        inner = Reader(cast("Node", child), at, reader.depth)
        match kind_of(inner.node):
            case "schema_from":
                inner.take()
                base = next_qualified_name(inner)
            case "implements":
                inner.take()
                contracts += _names(inner)
            case "contexts":
                contexts += lower_contexts(inner)
            case "fields":
                items = schema_items(inner)
            case "refine":
                refinements = _refinements(inner)
            case "mutations":
                mutations = _mutations(inner)
    return ast.Schema(
        reader.span, name, items, base, tuple(contracts), tuple(contexts), refinements, mutations
    )


def _names(reader: Reader) -> list[ast.Identifier]:
    found = []
    while reader.peek():
        if not reader.accept("COMMA"):
            found.append(reader.identifier())
    return found


def _refinements(reader: Reader) -> tuple[ast.Refinement, ...]:
    found = []
    for child, at in reader.rest():
        if isinstance(child, Node) and kind_of(child) == "refinement":
            inner = Reader(child, at, reader.depth)
            inner.take()
            condition = next_expression(inner)
            found.append(ast.Refinement(inner.span, condition, _fields(inner)))
    return tuple(found)


def _fields(reader: Reader) -> tuple[ast.SchemaItem, ...]:
    found = reader.node_of("fields")
    return schema_items(Reader(*found, reader.depth)) if found else ()


def _mutations(reader: Reader) -> tuple[ast.Mutation, ...]:
    found = []
    for child, at in reader.rest():
        if isinstance(child, Node) and kind_of(child) == "mutation":
            inner = Reader(child, at, reader.depth)
            target = next_expression(inner)
            operator = cast("Token", inner.take()[0]).text
            value = next_expression(inner)
            found.append(ast.Mutation(inner.span, target, operator, value))  # type: ignore[arg-type]
    return tuple(found)


def dataset(reader: Reader) -> ast.Dataset:
    """Lower `dataset Name violating with Context { … }`."""
    reader.take()
    name = reader.identifier()
    violating = reader.accept("VIOLATING") is not None
    used = reader.node_of("contexts")
    contexts = lower_contexts(Reader(*used, reader.depth)) if used else []
    return ast.Dataset(reader.span, name, violating, tuple(contexts), _fields(reader))


def context(reader: Reader) -> ast.Context:
    """Lower `context Name { … }`, `context Name = value` and `context Name: type`."""
    reader.take()
    name = reader.identifier()
    value = _value(reader)
    return ast.Context(reader.span, name, _fields(reader), value)


def _value(reader: Reader) -> ast.Type | None:
    if reader.accept("EQUALS"):
        return type_of(next_expression(reader))
    return next_type(reader, schema_items) if reader.accept("COLON") else None


def contract(reader: Reader) -> ast.Contract:
    """Lower `contract Name { … }`."""
    reader.take()
    name = reader.identifier()
    return ast.Contract(reader.span, name, _fields(reader))


def distribution(reader: Reader) -> ast.Distribution:
    """Lower `distribution Name { 18..25: 20% }` and `distribution Name = value`."""
    reader.take()
    name = reader.identifier()
    value = _value(reader)
    found = reader.node_of("buckets")
    buckets = _buckets(Reader(*found, reader.depth)) if found else ()
    return ast.Distribution(reader.span, name, buckets, value)


def _buckets(reader: Reader) -> tuple[ast.Bucket, ...]:
    found = []
    for child, at in reader.rest():
        if isinstance(child, Node) and kind_of(child) == "bucket":
            inner = Reader(child, at, reader.depth)
            value = next_expression(inner)
            inner.take()
            found.append(ast.Bucket(inner.span, value, next_expression(inner)))
    return tuple(found)
