"""Semantic tokens in the numbers of the protocol, and what changed since they were last sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count
from typing import Final, TypeAlias

from reqon_language.features.semantic_tokens import TOKEN_MODIFIERS, TOKEN_TYPES, SemanticToken
from reqon_language.text import Encoding, LineIndex, width

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


def encode(tokens: Iterable[SemanticToken], lines: LineIndex, encoding: Encoding) -> Numbers:
    """Return five numbers for each token, its place relative to the token before it."""
    data: Numbers = []
    line = column = 0
    for token in tokens:
        start = lines.position(token.span.start, encoding)
        if start.line != line:
            column = 0
        length = width(lines.text[token.span.start : token.span.end], encoding)
        modifiers = sum(_BITS[name] for name in token.modifiers)
        data += (start.line - line, start.column - column, length, _TYPES[token.type], modifiers)
        line, column = start.line, start.column
    return data


def changes(before: Sequence[int], after: Sequence[int]) -> list[dict[str, object]]:
    """Return the one edit that makes `after` of `before`, none where they are equal.

    It begins and ends between tokens: some clients cannot do with less.
    """
    size = min(len(before), len(after))
    first = next((at for at in range(size) if before[at] != after[at]), size) // 5 * 5
    rest = (size - first) // 5 * 5
    last = next((at for at in range(rest) if before[-1 - at] != after[-1 - at]), rest) // 5 * 5
    removed, added = len(before) - last - first, list(after[first : len(after) - last])
    if not removed and not added:
        return []
    return [{"start": first, "deleteCount": removed, "data": added}]
