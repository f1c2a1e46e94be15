"""The fields that a declaration itself declares, and reads of those beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.features.navigation.targets import FieldTarget
from reqon_language.model import Reference
from reqon_language.model.field_uses import name_span
from reqon_language.model.file import Body
from reqon_language.model.scopes import Binding, innermost
from reqon_language.rules.nodes import below
from reqon_language.syntax import ast

DECLARING: Final = (ast.Schema, ast.Dataset, ast.Context, ast.Contract)
"""The declarations that list fields; nothing in them is computed by a mission."""


def declared_fields(path: str, body: Body) -> Iterator[tuple[FieldTarget, ast.SchemaField]]:
    """Yield the fields that a declaration itself declares: of a schema and the objects in it.

    What only says more of a field, an override or a refinement, declares none.
    """
    if not isinstance(body.node, DECLARING):
        return
    more = {
        id(item)
        for node in below(body.node, object)
        if isinstance(node, ast.CollectionType | ast.Refinement)
        for item in (node.overrides if isinstance(node, ast.CollectionType) else node.items)
    }
    for node in below(body.node, ast.SchemaField):
        if node.name.text and id(node) not in more:
            yield field_target(path, body.node.name.text, body.offset, node), node


def own_field(body: Body, reference: Reference) -> Binding | None:
    """Return the field beside it that a description of data reads; `reference` is relative."""
    if reference.kind not in ("field", "variable") or not isinstance(body.node, DECLARING):
        return None
    scope = innermost(body.facts.scopes, reference.span.start)
    found = scope.find(reference.name)
    return found if found is not None and found.kind == "field" else None


def field_target(path: str, schema: str, offset: int, node: ast.SchemaField) -> FieldTarget:
    """Return a field as a target; its places count from `offset` of the file at `path`."""
    span = name_span(node.name)
    return FieldTarget(path, schema, node.name.text, span.shift(offset), node.span.shift(offset))
