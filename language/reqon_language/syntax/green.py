"""The lossless tree: tokens with their leading trivia, and nodes that know only their width.

Nothing here has an absolute place, so a subtree stays valid, and the same object, when text
above it changes (architecture invariant 3). Joining the tokens of a tree gives its text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct


class Token(Struct, eq=False, gc=False):
    """A terminal: its kind (an index into `Tables.terminals`), its text and what precedes it.

    `trivia` holds blanks, comments and characters the lexer could not use. A token the parser
    had to invent has no text and no trivia.
    """

    kind: int
    text: str
    trivia: str

    @property
    def width(self) -> int:
        """The number of code points, trivia included."""
        return len(self.trivia) + len(self.text)

    @property
    def lead(self) -> int:
        """The number of code points of the leading trivia."""
        return len(self.trivia)


class Node(Struct, eq=False):
    """A non-terminal: its kind (an index into `Tables.kinds`), its children and its width.

    `width` counts code points, leading trivia included; `lead` is the width of that trivia.
    """

    kind: int
    children: list[Element]
    width: int
    lead: int


Element: TypeAlias = Token | Node


def node_of(kind: int, children: list[Element], width: int) -> Node:
    """Return a node; its leading trivia is that of its first child."""
    return Node(kind, children, width, children[0].lead if children else 0)


def tokens(element: Element) -> Iterator[Token]:
    """Yield the tokens below `element` in reading order, without recursion."""
    stack = [element]
    while stack:
        top = stack.pop()
        if isinstance(top, Token):
            yield top
        else:
            stack.extend(reversed(top.children))


def text_of(element: Element) -> str:
    """Return the exact text `element` was parsed from."""
    return "".join(part for token in tokens(element) for part in (token.trivia, token.text))
