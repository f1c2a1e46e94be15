"""What a field is: of the current element, of a value, of a mapping or of a schema."""

from __future__ import annotations

import re
from typing import Final

from reqon_language.features.fields import FoundField, find_field
from reqon_language.features.hover.place import Hover, Place, answer
from reqon_language.features.schema_text import field_text, schema_text
from reqon_language.model.file import Body
from reqon_language.model.types import ANY, SchemaOf, Type
from reqon_language.syntax import ast
from reqon_language.syntax.ast import Span

_WITH_PATHS: Final = ("fetch", "binary", "entry")
_WORD: Final = re.compile(r"[A-Za-z_]\w*")


def field_hover(place: Place) -> Hover | None:
    """Return the type of the field under the cursor, and where it is declared."""
    leaf = place.leaf
    if leaf.kind == "NAME" and leaf.parent.kind == "member":
        dot = place.tree.lines.text.rfind(".", leaf.parent.span.start, leaf.span.start)
        end = len(place.tree.lines.text[:dot].rstrip())
        return _read(place, place.model.type_at(end))
    if leaf.parent.kind == "field_access":
        return _read(place, place.model.element_type_at(leaf.parent.span.start))
    if leaf.kind == "STRING" and leaf.parent.kind in _WITH_PATHS:
        return _in_path(place)
    if leaf.kind in ("KEY", "STRING", "SHORTHAND"):
        if leaf.parent.kind == "field":
            return _declaration(place)
        return _mapped(place)
    return None


def _in_path(place: Place) -> Hover | None:
    """A field inside of a placeholder: `"/orders/{order.id}"`."""
    text = place.tree.lines.text
    for word in _WORD.finditer(text, place.leaf.span.start, place.leaf.span.end):
        if word.start() <= place.offset <= word.end() and text[word.start() - 1] == ".":
            return _read(place, place.model.type_at(word.start() - 1), Span(*word.span()))
    return None


def _read(place: Place, of: Type | None, at: Span | None = None) -> Hover | None:
    """A field that is read from a value of type `of`; it is the token, if not what is `at`."""
    span = at or place.leaf.span
    name = place.tree.lines.text[span.start : span.end]
    if of is None or of == ANY or name in ("", "."):
        return None
    found = find_field(place.model, of, name, place.offset)
    if found is not None:
        return _answer(place, found, span)
    known = place.model.members(of, place.offset).get(name)
    return answer(span, f"{name}: {schema_text(known, {})}") if known is not None else None


def _answer(place: Place, found: FoundField, span: Span) -> Hover:
    owner = f"Field of `{found.schema.name}`." if found.schema else ""
    optional = "It may be absent or null." if found.field.optional else ""
    above = place.doc_above(found.declared.start) if found.declared else ""
    shapes = place.model.declared_at(place.offset).shapes
    schemas = schema_text(found.field.type, shapes).partition("\n\n")[2]
    code = field_text(found.field) + (f"\n\n{schemas}" if schemas else "")
    return answer(span, code, above, " ".join(filter(None, (owner, optional))))


def _declaration(place: Place) -> Hover:
    span = place.leaf.parent.span
    text = " ".join(place.tree.lines.text[span.start : span.end].split())
    optional = "It may be absent or null." if text.endswith("?") else ""
    return answer(place.leaf.span, text, place.doc_above(span.start), optional)


def _mapped(place: Place) -> Hover | None:
    """A field that a mapping sets: what the target schema says of it."""
    body = place.model.body_at(place.offset)
    if body is None:
        return None
    key = Span(place.leaf.span.start - body.offset, place.leaf.span.end - body.offset)
    for target, mappings in mappings_of(body):
        for entry in mappings.entries:
            if isinstance(entry, ast.Entry) and entry.key.span == key:
                schema = SchemaOf(target.text)
                found = find_field(place.model, schema, entry.key.text, place.offset)
                return _answer(place, found, place.leaf.span) if found is not None else None
    return None


def mappings_of(body: Body) -> list[tuple[ast.Identifier, ast.Object]]:
    """Return the mappings of a body with the schemas they make."""
    found = [(step.target, step.mappings) for step in body.facts.of(ast.Map) if step.mappings]
    if isinstance(body.node, ast.Transform):
        found += [(variant.target, variant.mappings) for variant in body.node.variants]
    return found
