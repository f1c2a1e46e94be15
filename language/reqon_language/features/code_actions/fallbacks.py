"""`a or b` as `a ?? b` and back, where `a` cannot be false, 0 or "" and so both mean the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.edits import TextEdit
from reqon_language.features.code_actions.offer import Offer
from reqon_language.features.code_actions.selection import Selection
from reqon_language.model.shapes import kinds
from reqon_language.syntax import ast

_NEVER_FALSE: Final = frozenset({"object", "array", "null"})


def rewrite_fallback(selection: Selection) -> Iterator[Offer]:
    """Offer it on the operator and its operands."""
    node = selection.around(ast.Binary)
    if node is None or node.operator not in ("or", "??"):
        return
    if isinstance(node.left, ast.Binary) or isinstance(node.right, ast.Binary):
        return  # the two bind differently
    of = selection.model.type_of(selection.extent(node.left))
    shapes = selection.model.declared_at(selection.span.start).shapes
    found = kinds(of, shapes) if of is not None else frozenset()
    if not found or not found <= _NEVER_FALSE or _operand(selection, node):
        return
    left, right = selection.extent(node.left), selection.extent(node.right)
    between = selection.text[left.end : right.start]
    old = next((sign for sign in ("??", "||", "or") if sign in between), None)
    new = "or" if node.operator == "??" else "??"
    if old is None or between.strip() != old:
        return

    def make() -> tuple[TextEdit, ...]:
        start = left.end + between.index(old)
        return (TextEdit(ast.Span(start, start + len(old)), new),)

    title = f"Replace `{old}` by `{new}`"
    yield Offer("rewrite fallback", title, "refactor.rewrite", make)


def _operand(selection: Selection, node: ast.Binary) -> bool:
    """Whether it stands in another operator, which could take an operand of it."""
    nodes = [*selection.nodes]
    around = nodes[nodes.index(node) - 1] if node in nodes and nodes.index(node) else None
    return isinstance(around, ast.Binary | ast.Unary)
