"""Which whole statements a selection touches: the smallest stretch that formats on its own."""

from __future__ import annotations

from reqon_language.syntax import Tree
from reqon_language.syntax.ast import Span
from reqon_language.syntax.brackets import BRACES
from reqon_language.syntax.green import Node, Token
from reqon_language.syntax.tables import TABLES


def statements_around(tree: Tree, selection: Span) -> Span:
    """Return the stretch of the statements that `selection` touches.

    They are those of the innermost list of statements that holds it. The blanks and comments
    before the first one and after the last one belong to the stretch.
    """
    node, at = tree.root, 0
    stretch = Span(0, tree.root.width)
    while True:
        touched = [
            (child, begin)
            for child, begin in _children(node, at)
            if begin + child.lead <= selection.end and selection.start <= begin + child.width
        ]
        statements = [(child, begin) for child, begin in touched if isinstance(child, Node)]
        if not statements or len(statements) < len(touched):
            return stretch
        first, last = statements[0], statements[-1]
        if _lists(node):
            after = last[1] + last[0].width
            stretch = Span(first[1], after + _lead_at(node, at, after))
        if len(statements) > 1:
            return stretch
        node, at = first


def _lists(node: Node) -> bool:
    is_file = TABLES.kinds[node.kind] == "program" if node.kind < len(TABLES.kinds) else False
    return is_file or any(
        isinstance(child, Token) and child.kind in BRACES for child in node.children
    )


def _children(node: Node, at: int) -> list[tuple[Node | Token, int]]:
    found: list[tuple[Node | Token, int]] = []
    for child in node.children:
        found.append((child, at))
        at += child.width
    return found


def _lead_at(node: Node, at: int, offset: int) -> int:
    """Return the width of the blanks and comments that begin at `offset`."""
    for child, begin in _children(node, at):
        if begin == offset:
            return child.lead
    return 0
