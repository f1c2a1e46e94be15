"""The lossless tree: tokens with their leading trivia, and nodes that know only their width.

Nothing here has an absolute place, so a subtree stays valid, and the same object, when text
above it changes (architecture invariant 3). Joining the tokens of a tree gives its text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias


class Token:
    """A terminal: its kind (an index into `Tables.terminals`), its text and what precedes it.

    `trivia` holds blanks, comments and characters the lexer could not use. A token the parser
    had to invent has no text and no trivia.
    """

    __slots__ = ("kind", "text", "trivia")

    def __init__(self, kind: int, text: str, trivia: str) -> None:
        self.kind = kind
        self.text = text
        self.trivia = trivia

    @property
    def width(self) -> int:
        """The number of code points, trivia included."""
        return len(self.trivia) + len(self.text)

    @property
    def lead(self) -> int:
        """The number of code points of the leading trivia."""
        return len(self.trivia)


class Node:
    """A non-terminal: its kind (an index into `Tables.kinds`), its children and its width.

    `width` counts code points, leading trivia included; `lead` is the width of that trivia.
    """

    __slots__ = ("children", "kind", "lead", "width")

    def __init__(self, kind: int, children: list[Element], width: int) -> None:
        self.kind = kind
        self.children = children
        self.width = width
        self.lead: int
        if not children:
            self.lead = 0
        elif type(first := children[0]) is Token:
            self.lead = len(first.trivia)
        else:
            self.lead = first.lead


Element: TypeAlias = Token | Node


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
