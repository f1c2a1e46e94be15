"""Statements that are left as they are: only the place where they begin may move."""

from __future__ import annotations

from reqon_language.features.formatting.document import Verbatim
from reqon_language.features.formatting.trivia import gaps
from reqon_language.syntax.green import Element, tokens


def verbatim(element: Element) -> Verbatim:
    """Return the exact text of an element, without what stands before its first token."""
    column: int | None = None
    lines: list[tuple[list[str], bool]] = []
    for token in tokens(element):
        if not lines:
            _, found, last = token.trivia.rpartition("\n")
            column = len(last) if found else None
            lines.append(([], False))
        else:
            for text, is_blank in gaps(token.trivia):
                _add(lines, text, free=is_blank)
        _add(lines, token.text, free=False)
    return Verbatim([("".join(parts), free) for parts, free in lines], column)


def _add(lines: list[tuple[list[str], bool]], text: str, *, free: bool) -> None:
    first, *rest = text.split("\n")
    lines[-1][0].append(first)
    lines.extend(([line], free) for line in rest)
