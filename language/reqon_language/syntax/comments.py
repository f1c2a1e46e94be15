"""Comments: where they stand in the trivia between tokens, and what they document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reqon_language.syntax.ast import Span
from reqon_language.text import LineIndex, Position

COMMENT: Final = r"//[^\r\n]*|#[^\r\n]*|/\*[^*]*\*+(?:[^/*][^*]*\*+)*/|/\*[\s\S]*"
"""One comment; a block comment that is not closed goes to the end."""

_COMMENT: Final = re.compile(COMMENT)
_TO_THE_CHECKER: Final = re.compile(r"\s*reqon:")


def comments(trivia: str, at: int) -> Iterator[Span]:
    """Yield the comments in `trivia`, which begins at `at`."""
    if "/" in trivia or "#" in trivia:
        for match in _COMMENT.finditer(trivia):
            yield Span(at + match.start(), at + match.end())


def doc_comment(lines: LineIndex, start: int) -> str:
    """Return the text of the `//` lines directly above what begins at `start`, "" for none.

    What is said to the checker (`// reqon: ignore[…]`) documents nothing.
    """
    number = lines.position(start).line
    if lines.text[lines.offset(Position(number, 0)) : start].strip():
        return ""
    found: list[str] = []
    while number:
        number -= 1
        text = lines.line_text(number).strip()
        if not text.startswith("//"):
            break
        if not _TO_THE_CHECKER.match(text[2:]):
            found.append(text[2:].removeprefix(" "))
    return "\n".join(reversed(found)).strip()
