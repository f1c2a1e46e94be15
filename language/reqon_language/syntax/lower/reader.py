"""Read the children of a green node one after the other, knowing where each begins."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reqon_language.syntax import ast
from reqon_language.syntax.foreign_signs import QUOTES
from reqon_language.syntax.green import Element, Node, Token
from reqon_language.syntax.tables import TABLES

MAX_DEPTH = 100
"""How deep expressions and blocks may nest; beyond it a program is refused, not crashed on."""

_STRING = TABLES.terminal("STRING")


class TooDeepError(Exception):
    """A construct nests deeper than `MAX_DEPTH`; `span` is where that begins."""

    def __init__(self, span: ast.Span) -> None:
        super().__init__(span)
        self.span = span


class Reader:
    """The children of one node, left to right. `at` is where the next one's trivia begins.

    The driver invents what is missing, so a node always has the shape its rule says; only
    lists may hold error nodes.
    """

    __slots__ = ("at", "depth", "index", "node", "span")

    def __init__(self, node: Node, at: int, depth: int) -> None:
        self.node = node
        self.at = at
        self.depth = depth + 1
        self.index = 0
        self.span = ast.Span(at + node.lead, at + node.width)
        if depth > MAX_DEPTH:
            raise TooDeepError(self.span)

    def peek(self) -> Element | None:
        """Return the next child, or None at the end."""
        children = self.node.children
        return children[self.index] if self.index < len(children) else None

    def take(self) -> tuple[Element, int]:
        """Return the next child and where it begins."""
        child, at = self.node.children[self.index], self.at
        self.index += 1
        self.at = at + child.width
        return child, at

    def rest(self) -> Iterator[tuple[Element, int]]:
        """Take all remaining children."""
        while self.index < len(self.node.children):
            yield self.take()

    def at_token(self, *names: str) -> bool:
        """Whether the next child is a token of one of these kinds."""
        child = self.peek()
        return isinstance(child, Token) and TABLES.terminals[child.kind] in names

    def accept(self, *names: str) -> Token | None:
        """Take the next child if it is a token of one of these kinds."""
        if not self.at_token(*names):
            return None
        child, _ = self.take()
        return child if isinstance(child, Token) else None

    def at_node(self, kind: str) -> bool:
        """Whether the next child is a node of this kind."""
        child = self.peek()
        return isinstance(child, Node) and kind_of(child) == kind

    def identifier(self) -> ast.Identifier:
        """Take a token as a name; the quotes of a string key are dropped."""
        child, at = self.take()
        return identifier(child, at)

    def node_of(self, kind: str) -> tuple[Node, int] | None:
        """Take the next child if it is a node of this kind."""
        if not self.at_node(kind):
            return None
        child, at = self.take()
        return (child, at) if isinstance(child, Node) else None


def kind_of(node: Node) -> str:
    """Return the grammar's name for a node; error nodes are `error`."""
    return TABLES.kinds[node.kind] if node.kind < len(TABLES.kinds) else "error"


def span_of(element: Element, at: int) -> ast.Span:
    """Return the span of an element whose trivia begins at `at`."""
    return ast.Span(at + element.lead, at + element.width)


def identifier(element: Element, at: int) -> ast.Identifier:
    """Return a token as a name, with the span of its text."""
    if not isinstance(element, Token):
        message = f"a name cannot be a {kind_of(element)}"
        raise TypeError(message)
    text = element.text
    if element.kind == _STRING:
        text = unquote(text)
    return ast.Identifier(span_of(element, at), text)


_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([\s\S]))")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def unquote(text: str) -> str:
    """Return what a string literal stands for; an unclosed one ends with its text.

    Two `\\u` escapes may make one character beyond U+FFFF, as in JSON; half of such a pair
    stands for U+FFFD, so that every value can be written as UTF-8.
    """
    closed = len(text) > 1 and (text[-1] in "\"'" or text[0] in QUOTES)
    body = text[1:-1] if closed else text[1:]
    if "\\" not in body:
        return body
    units = _ESCAPE.sub(_unescaped, body).encode("utf-16-le", "surrogatepass")
    return units.decode("utf-16-le", "replace")


def _unescaped(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16)) if escape[1] else _ESCAPES.get(escape[2], escape[2])
