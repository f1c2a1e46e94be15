"""Lower types. The grammar reads most of them as expressions; here they get their meaning."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from reqon_language.syntax import ast
from reqon_language.syntax.green import Element, Node, Token, tokens
from reqon_language.syntax.lower.expressions import (
    call_items,
    expression,
    next_expression,
    weight,
)
from reqon_language.syntax.lower.reader import Reader, kind_of, span_of
from reqon_language.vocabulary.words import PRIMITIVE_TYPES

FieldsOf = Callable[[Reader], tuple[ast.SchemaItem, ...]]
"""Lowers `{ … }` around fields; types and fields contain each other."""


def lower_type(element: Element, at: int, depth: int, fields_of: FieldsOf) -> ast.Type:
    """Return the type an element stands for; `at` is where its trivia begins."""
    kind = kind_of(element) if isinstance(element, Node) else ""
    structure = _STRUCTURES.get(kind)
    if structure is None or not isinstance(element, Node):
        return type_of(expression(element, at, depth))
    return structure(Reader(element, at, depth), fields_of)


def next_type(reader: Reader, fields_of: FieldsOf) -> ast.Type:
    """Take the next child of `reader` as a type."""
    element, at = reader.take()
    return lower_type(element, at, reader.depth, fields_of)


def type_of(value: ast.Expression) -> ast.Type:
    """Return the type a value is where one is expected; most values are computed ones."""
    span = value.span
    match value:
        case ast.Name(text=text):
            return ast.TypeName(span, ast.Identifier(span, text))
        case ast.Missing():
            return ast.TypeName(span, ast.Identifier(span, ""))
        case ast.Literal(value=None):
            return ast.TypeName(span, ast.Identifier(span, "null"))
        case ast.Literal(value=literal):
            return ast.LiteralType(span, literal)
        case ast.Member() if (name := _dotted(value)) is not None:
            return ast.TypeName(span, ast.Identifier(span, name))
        case ast.Call(function=ast.Name(text=text) as name, arguments=given):
            sizes = tuple(
                ast.LiteralType(one.span, one.value)
                for one in given
                if isinstance(one, ast.Literal)
            )
            if text in PRIMITIVE_TYPES and sizes and len(sizes) == len(given):
                return ast.TypeName(span, ast.Identifier(name.span, text), sizes)
        case ast.Binary(operator="in", left=left, right=ast.Binary(operator="..") as bounds):
            base = type_of(left)
            if isinstance(base, ast.TypeName):
                return ast.RangeType(span, base, bounds)
        case ast.Pipe():
            return ast.UnionType(span, tuple(map(type_of, _options(value))))
        case ast.Weighted(weight=share, value=option):
            return ast.WeightedType(span, share, type_of(option))
    return ast.ComputedType(span, value)


def _options(value: ast.Expression) -> list[ast.Expression]:
    """Return the values of `a | b | c`."""
    targets: list[ast.Expression] = []
    while isinstance(value, ast.Pipe):
        targets.append(value.target)
        value = value.source
    return [value, *reversed(targets)]


def _dotted(value: ast.Expression) -> str | None:
    """Return `a.b.c` as one name, None if it is more than that."""
    parts: list[str] = []
    while isinstance(value, ast.Member):
        parts.append(value.name.text)
        value = value.object
    if not isinstance(value, ast.Name):
        return None
    return ".".join([value.text, *reversed(parts)])


def _union(reader: Reader, fields_of: FieldsOf) -> ast.Type:
    """`a | b | c`, which leans to the left: taken in a loop, so its length costs no stack."""
    links = [reader]
    while (inner := links[-1].node_of("union_type")) is not None:
        links.append(Reader(*inner, reader.depth))
    options = [next_type(links[-1], fields_of)]
    for link in reversed(links):
        link.take()
        options.append(next_type(link, fields_of))
    return ast.UnionType(reader.span, tuple(options))


def _weighted(reader: Reader, fields_of: FieldsOf) -> ast.Type:
    token, at = reader.take()
    reader.take()
    share = weight(cast("Token", token), at)
    return ast.WeightedType(reader.span, share, next_type(reader, fields_of))


def _optional(reader: Reader, fields_of: FieldsOf) -> ast.Type:
    null = ast.TypeName(reader.span, ast.Identifier(reader.span, "null"))
    return ast.UnionType(reader.span, (next_type(reader, fields_of), null))


def _array(reader: Reader, fields_of: FieldsOf) -> ast.Type:
    """`[T]`, or a sequence of values such as `[48, 52, 55]`."""
    reader.take()
    elements = []
    while not reader.accept("RSQB"):
        if not reader.accept("COMMA"):
            elements.append(next_type(reader, fields_of))
    if len(elements) == 1 and not isinstance(elements[0], ast.LiteralType):
        return ast.ArrayType(reader.span, elements[0])
    return ast.SequenceType(reader.span, tuple(elements))


def _fields(reader: Reader, fields_of: FieldsOf) -> ast.Type:
    return ast.ObjectType(reader.span, fields_of(reader))


def _generic(reader: Reader, fields_of: FieldsOf) -> ast.Type:
    name = reader.identifier()
    reader.take()
    return ast.TypeName(reader.span, name, (next_type(reader, fields_of),))


def _collection(reader: Reader, fields_of: FieldsOf) -> ast.Type:
    per = _per(reader)
    count = next_expression(reader)
    per = per or _per(reader)
    reader.take()
    element = next_type(reader, fields_of)
    contexts: list[ast.ContextUse] = []
    violating = False
    overrides: tuple[ast.SchemaItem, ...] = ()
    for child, at in reader.rest():
        if not isinstance(child, Node):
            violating = True
        elif kind_of(child) == "fields":
            overrides += fields_of(Reader(child, at, reader.depth))
        else:
            contexts += lower_contexts(Reader(child, at, reader.depth))
    return ast.CollectionType(
        reader.span, count, per, element, tuple(contexts), violating, overrides
    )


def _per(reader: Reader) -> ast.Identifier | None:
    found = reader.node_of("per")
    if found is None:
        return None
    inner = Reader(*found, reader.depth)
    inner.take()
    return next_qualified_name(inner)


def next_qualified_name(reader: Reader) -> ast.Identifier:
    """Take `a.b.c` as one name."""
    element, at = reader.take()
    text = "".join(token.text for token in tokens(element))
    return ast.Identifier(span_of(element, at), text)


def lower_contexts(reader: Reader) -> list[ast.ContextUse]:
    """Lower `with Season, Region("eu")`."""
    return [
        _context_use(Reader(child, at, reader.depth))
        for child, at in reader.rest()
        if isinstance(child, Node)
    ]


def _context_use(reader: Reader) -> ast.ContextUse:
    name = reader.identifier()
    arguments = call_items(reader) if reader.accept("LPAR") else []
    return ast.ContextUse(reader.span, name, tuple(arguments))


_STRUCTURES: dict[str, Callable[[Reader, FieldsOf], ast.Type]] = {
    "union_type": _union,
    "weighted": _weighted,
    "optional_type": _optional,
    "array_type": _array,
    "fields": _fields,
    "generic": _generic,
    "collection": _collection,
}
