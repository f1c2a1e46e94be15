"""Declarations that have a body in braces, and where it is."""

from __future__ import annotations

from typing import NamedTuple

from reqon_language.syntax.brackets import BRACES
from reqon_language.syntax.green import Element, Node, Token
from reqon_language.syntax.tables import TABLES

_NAMES = ("action", "source", "schema", "transform", "dataset", "context", "contract")
MEMBERS = frozenset(TABLES.kind(name) for name in _NAMES)
"""The kinds of the members of a mission that have a body."""
MISSION = TABLES.kind("mission")
_CLOSING = TABLES.terminal("RBRACE")


class Body(NamedTuple):
    """The offset behind the opening brace, that of the closing one, and the latter itself."""

    opened: int
    closed: int
    closing: Token


def body_of(node: Node, at: int) -> Body | None:
    """Return the body of a declaration that begins at `at`; None unless its own brace ends it."""
    if node.kind != MISSION and node.kind not in MEMBERS:
        return None
    children = _flat(node)
    last = children[-1]
    if not isinstance(last, Token) or last.kind != _CLOSING or not last.text:
        return None
    stop = at + node.width - len(last.text)
    for child in children:
        at += child.width
        if isinstance(child, Token) and child.kind in BRACES:
            return Body(at, stop, last)
    return None


def _flat(node: Node) -> list[Element]:
    """Return the children, with those of an option block or field list in its place."""
    last = node.children[-1]
    return [*node.children[:-1], *last.children] if isinstance(last, Node) else node.children
