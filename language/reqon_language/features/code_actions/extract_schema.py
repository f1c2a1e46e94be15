"""Extract into a schema: the shape a field is written with gets a name of its own."""

from __future__ import annotations

from collections.abc import Iterator

from reqon_language.edits import TextEdit
from reqon_language.features.code_actions.offer import Offer
from reqon_language.features.code_actions.selection import Selection
from reqon_language.syntax import ast
from reqon_language.syntax.keys import is_word


def extract_schema(selection: Selection) -> Iterator[Offer]:
    """Offer it in the `{…}` type of a field, the innermost first."""
    node, field = selection.around(ast.ObjectType), None
    for one in selection.nodes:
        if one is node:
            break
        field = one if isinstance(one, ast.SchemaField) else field
    if node is None or field is None or not is_word(field.name.text):
        return
    if selection.mission is None or any(not isinstance(i, ast.SchemaField) for i in node.fields):
        return
    if any(
        reference.kind in ("field", "variable") for reference in selection.references(node.span)
    ):
        return
    name = selection.unused(field.name.text[:1].upper() + field.name.text[1:])
    extent = selection.extent(node)

    def make() -> tuple[TextEdit, ...]:
        new = f"schema {name} {selection.dedented(extent)}"
        return selection.declare(ast.Schema, new), TextEdit(extent, name)

    title = f"Extract into schema `{name}`"
    yield Offer("extract schema", title, "refactor.extract", make, introduces=name)
