"""`c ? a : b` as `if c then a else b`, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator

from reqon_language.edits import TextEdit
from reqon_language.features.code_actions.offer import Offer
from reqon_language.features.code_actions.selection import Selection
from reqon_language.syntax import ast


def rewrite_conditional(selection: Selection) -> Iterator[Offer]:
    """Offer it in front of and on a conditional with both ways; comments would get lost."""
    node = selection.around(ast.Conditional)
    if node is None or node.otherwise is None or selection.commented(selection.extent(node)):
        return
    parts = (node.condition, node.then, node.otherwise)
    if any(isinstance(part, ast.Conditional | ast.Filter | ast.Pipe) for part in parts):
        return
    condition, then, otherwise = (selection.written(part) for part in parts)
    worded = selection.written(node).startswith("if")
    text = (
        f"{condition} ? {then} : {otherwise}" if worded
        else f"if {condition} then {then} else {otherwise}"
    )  # fmt: skip
    if not worded and _inside_operator(selection, node):
        text = f"({text})"

    def make() -> tuple[TextEdit, ...]:
        return (selection.replace(node, text),)

    title = "Rewrite as `? :`" if worded else "Rewrite as `if then else`"
    yield Offer("rewrite conditional", title, "refactor.rewrite", make)


def _inside_operator(selection: Selection, node: ast.Conditional) -> bool:
    nodes = [*selection.nodes]
    around = nodes[nodes.index(node) - 1] if node in nodes and nodes.index(node) else None
    return isinstance(around, ast.Binary | ast.Unary | ast.Member | ast.Subscript | ast.Conditional)
