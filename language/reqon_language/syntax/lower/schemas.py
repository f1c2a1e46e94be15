"""Lower schemas and the types of their fields."""

from __future__ import annotations

from typing import cast

from reqon_language.syntax import ast
from reqon_language.syntax.green import Element, Node, Token
from reqon_language.syntax.lower.expressions import expression, next_expression, number
from reqon_language.syntax.lower.reader import Reader, kind_of, span_of, unquote
from reqon_language.syntax.tables import TABLES


def schema_items(reader: Reader) -> tuple[ast.SchemaItem, ...]:
    """Lower the `{ … }` of a schema or of an object type."""
    items: list[ast.SchemaItem] = []
    for child, at in reader.rest():
        if not isinstance(child, Node):
            continue
        inner = Reader(child, at, reader.depth)
        if kind_of(child) == "field":
            items.append(_field(inner))
        elif kind_of(child) == "schema_base":
            inner.take()
            items.append(ast.SchemaBase(inner.span, inner.identifier()))
        elif kind_of(child) == "elision":
            items.append(ast.Elision(inner.span))
    return tuple(items)


def _field(reader: Reader) -> ast.SchemaField:
    name = reader.identifier()
    optional = reader.accept("QUESTION") is not None
    reader.take()
    element, at = reader.take()
    if isinstance(element, Node) and kind_of(element) == "optional_type":
        optional = True
        element = element.children[0]
    return ast.SchemaField(reader.span, name, _type(element, at, reader.depth), optional)


def _type(element: Element, at: int, depth: int) -> ast.Type:
    span = span_of(element, at)
    if isinstance(element, Token):
        return ast.LiteralType(span, _literal(element))
    reader = Reader(element, at, depth)
    match kind_of(element):
        case "optional_type":
            null = ast.TypeName(span, ast.Identifier(span, "null"))
            return ast.UnionType(span, (_type(element.children[0], at, depth), null))
        case "union_type":
            left = _next_type(reader)
            reader.take()
            right = _next_type(reader)
            before = left.options if isinstance(left, ast.UnionType) else (left,)
            return ast.UnionType(span, (*before, right))
        case "array_type":
            reader.take()
            return ast.ArrayType(span, _next_type(reader))
        case "fields":
            return ast.ObjectType(span, schema_items(reader))
        case "range_type":
            base = _next_type(reader)
            reader.take()
            low = next_expression(reader)
            reader.take()
            high = next_expression(reader)
            bounds = ast.Binary(ast.Span(low.span.start, high.span.end), "..", low, high)
            return ast.RangeType(span, cast("ast.TypeName", base), bounds)
        case "unary":
            literal = expression(element, at, depth)
            return ast.LiteralType(span, literal.value if isinstance(literal, ast.Literal) else 0)
        case _:
            return _type_name(reader)


def _next_type(reader: Reader) -> ast.Type:
    element, at = reader.take()
    return _type(element, at, reader.depth)


def _type_name(reader: Reader) -> ast.TypeName:
    first = reader.identifier()
    text, end = first.text, first.span.end
    arguments: list[ast.Type] = []
    while reader.peek():
        if reader.accept("DOT"):
            part = reader.identifier()
            text, end = f"{text}.{part.text}", part.span.end
        elif reader.accept("LESS") or reader.at_token("NUMBER"):
            arguments.append(_next_type(reader))
        else:
            reader.take()
    name = ast.Identifier(ast.Span(first.span.start, end), text)
    return ast.TypeName(reader.span, name, tuple(arguments))


def _literal(token: Token) -> str | int | float | bool:
    terminal = TABLES.terminals[token.kind]
    if terminal == "STRING":
        return unquote(token.text)
    return number(token.text) if terminal == "NUMBER" else terminal == "TRUE"
