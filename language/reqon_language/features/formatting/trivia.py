"""What stands between two tokens: blanks, comments and characters no token could use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reqon_language.syntax.comments import COMMENT
from reqon_language.syntax.green import Element, Node, Token

BLANKS = " \t\r\n\f\v\u00a0\ufeff"
"""The characters the lexer takes for blanks."""

_PIECE = re.compile(rf"([{BLANKS}]*)({COMMENT}|(?:(?!//|#|/\*)[^{BLANKS}])+)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A comment, or a run of characters that are none.

    `lines` counts the line ends before it; `text` is in its canonical form. `to_end` marks what
    takes the rest of its line.
    """

    lines: int
    text: str
    to_end: bool


def _found(trivia: str) -> Iterator[re.Match[str]]:
    """Find the pieces; behind the last one there is none, however far the blanks go on."""
    return _PIECE.finditer(trivia, 0, len(trivia.rstrip(BLANKS)))


def pieces(trivia: str) -> tuple[list[Piece], int]:
    """Return what is in `trivia` besides blanks, and the number of line ends after it."""
    found: list[Piece] = []
    end = 0
    for match in _found(trivia):
        text = match[2]
        to_end = text.startswith(("//", "#"))
        lines = match[1].count("\n")
        found.append(Piece(lines, canonical(text), to_end))
        end = match.end()
    return found, trivia.count("\n", end)


def canonical(comment: str) -> str:
    """Return a comment as it is written out: `//` for `#`, no blanks at the end of the line."""
    if comment.startswith("//"):
        return comment.rstrip()
    if comment.startswith("#") and not comment.startswith("#!"):
        return f"//{comment[1:]}".rstrip()
    return comment.rstrip(BLANKS)


def gaps(trivia: str) -> list[tuple[str, bool]]:
    """Split `trivia` into runs, each with whether it is nothing but blanks."""
    parts: list[tuple[str, bool]] = []
    end = 0
    for match in _found(trivia):
        parts += [(match[1], True), (match[2], False)]
        end = match.end()
    return [*parts, (trivia[end:], True)]


def first_token(element: Element) -> Token | None:
    """Return the leftmost token of an element; None if it has none."""
    while isinstance(element, Node):
        for child in element.children:
            if child.width or isinstance(child, Token):
                element = child
                break
        else:
            return None
    return element
