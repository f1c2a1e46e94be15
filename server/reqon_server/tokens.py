"""Semantic tokens in the numbers of the protocol, and what changed since they were last sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from typing import Final, TypeAlias

from reqon_language.features.semantic_tokens import TOKEN_MODIFIERS, TOKEN_TYPES, SemanticToken
from reqon_language.text import Encoding, LineIndex, Position, width
from reqon_server.positions import after

Numbers: TypeAlias = list[int]

_TYPES: Final = {name: number for number, name in enumerate(TOKEN_TYPES)}
_BITS: Final = {name: 1 << number for number, name in enumerate(TOKEN_MODIFIERS)}
_MOST: Final = 32
"""Files whose latest tokens are remembered; of others everything is sent again."""


class TokenMemory:
    """The tokens last sent of each file, with the id they went out under."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, Numbers]] = {}
        self._numbers = count(1)

    def keep(self, uri: str, data: Numbers) -> str:
        """Remember what is sent of a file and return its id."""
        self._kept.pop(uri, None)
        number = str(next(self._numbers))
        self._kept[uri] = (number, data)
        while len(self._kept) > _MOST:
            del self._kept[next(iter(self._kept))]
        return number

    def get(self, uri: str, number: str) -> Numbers | None:
        """Return what was sent of a file under an id, None where something else was since."""
        kept = self._kept.get(uri)
        return kept[1] if kept is not None and kept[0] == number else None


@dataclass(frozen=True, slots=True)
class Encoded:
    """The tokens of a piece of text, the first of them relative to where the piece begins.

    `last` is the place of the last token, `end` that of the end of the piece, likewise.
    """

    numbers: Numbers
    last: Position
    end: Position


def encode(tokens: Iterable[SemanticToken], lines: LineIndex, encoding: Encoding) -> Numbers:
    """Return five numbers for each token, its place relative to the token before it."""
    return _encode(tokens, lines, encoding)[0]


def encode_piece(tokens: Iterable[SemanticToken], text: str, encoding: Encoding) -> Encoded:
    """Return the numbers of the tokens of a piece, whose places count from it."""
    lines = LineIndex(text)
    numbers, last = _encode(tokens, lines, encoding)
    return Encoded(numbers, last, lines.position(len(text), encoding))


def _encode(
    tokens: Iterable[SemanticToken], lines: LineIndex, encoding: Encoding
) -> tuple[Numbers, Position]:
    data: Numbers = []
    before = Position(0, 0)
    for token in tokens:
        start = lines.position(token.span.start, encoding)
        length = width(lines.text[token.span.start : token.span.end], encoding)
        modifiers = sum(_BITS[name] for name in token.modifiers)
        data += (*_between(before, start), length, _TYPES[token.type], modifiers)
        before = start
    return data, before


def joined(pieces: Iterable[Encoded]) -> Numbers:
    """Return the numbers of a text from those of its pieces, which follow each other."""
    data: Numbers = []
    begin = before = Position(0, 0)
    for piece in pieces:
        if piece.numbers:
            line, column, *_ = piece.numbers
            first = len(data)
            data += piece.numbers
            data[first : first + 2] = _between(before, after(begin, Position(line, column)))
            before = after(begin, piece.last)
        begin = after(begin, piece.end)
    return data


def _between(before: Position, after: Position) -> tuple[int, int]:
    """Return the lines from one place to the next, and the columns, from the line's start."""
    lines = after.line - before.line
    return lines, after.column if lines else after.column - before.column


def changes(before: Numbers, after: Numbers) -> list[dict[str, object]]:
    """Return the one edit that makes `after` of `before`, none where they are equal.

    It begins and ends between tokens: some clients cannot do with less.
    """
    first = _common(before, after) // 5 * 5
    last = _common(before[first:][::-1], after[first:][::-1]) // 5 * 5
    removed, added = len(before) - last - first, after[first : len(after) - last]
    if not removed and not added:
        return []
    return [{"start": first, "deleteCount": removed, "data": added}]


def _common(one: Numbers, other: Numbers) -> int:
    """Return how many numbers both begin with; lists compare faster than their numbers do."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
