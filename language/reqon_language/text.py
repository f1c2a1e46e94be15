"""Places in a text: offsets, lines, columns and the three encodings editors count in.

An *offset* is a number of code points from the start. A *position* is a zero-based line and
a zero-based column. Lines end at `\\n`, `\\r\\n` or `\\r` and nowhere else: form feed, NEL and
U+2028 are ordinary characters, as the Language Server Protocol says.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal, TypeAlias

from msgspec import Struct

Encoding: TypeAlias = Literal["utf-8", "utf-16", "utf-32"]

_LINE_END = re.compile(r"\r\n|\n|\r")


def breaks_line(text: str) -> bool:
    """Whether a line ends in a text."""
    return "\n" in text or "\r" in text


def line_start(text: str, offset: int) -> int:
    """Return where the line of `offset` begins."""
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


class Position(Struct, frozen=True, order=True, gc=False):
    """A zero-based line and column; what a column counts depends on the encoding asked for."""

    line: int
    column: int


class LineIndex:
    """Where each line of one text begins; converts between offsets and positions."""

    __slots__ = ("_ends", "_starts", "text")

    def __init__(self, text: str, breaks: tuple[list[int], list[int]] | None = None) -> None:
        """Index `text`; `breaks` are the starts and ends of its lines, where they are known."""
        self.text = text
        self._starts, self._ends = _breaks(text) if breaks is None else breaks

    def edited(self, start: int, end: int, replacement: str) -> LineIndex:
        """Return the index of the text with `[start, end)` replaced, looking only around it."""
        text = self.text[:start] + replacement + self.text[end:]
        delta = len(text) - len(self.text)
        # A break may be cut in two, or completed, by a neighbour of the edit.
        first = bisect_right(self._starts, max(start - 1, 0)) - 1
        last = bisect_right(self._starts, min(end + 1, len(self.text)))
        stop = self._starts[last] + delta if last < len(self._starts) else len(text)
        starts, ends = self._starts[: first + 1], self._ends[:first]
        for match in _LINE_END.finditer(text, self._starts[first], stop):
            ends.append(match.start())
            starts.append(match.end())
        if last < len(self._starts):
            starts.pop()
            starts += [offset + delta for offset in self._starts[last:]]
            ends += [offset + delta for offset in self._ends[last:]]
        else:
            ends.append(len(text))
        return LineIndex(text, (starts, ends))

    def __eq__(self, other: object) -> bool:
        """Whether both index the same text."""
        if not isinstance(other, LineIndex):
            return NotImplemented
        mine = (self.text, self._starts, self._ends)
        return mine == (other.text, other._starts, other._ends)

    __hash__ = None  # type: ignore[assignment]

    @property
    def line_count(self) -> int:
        """The number of lines; a text that ends with a line break has an empty last one."""
        return len(self._starts)

    def line_text(self, line: int) -> str:
        """Return a line without its line break."""
        return self.text[self._starts[line] : self._ends[line]]

    def position(self, offset: int, encoding: Encoding = "utf-32") -> Position:
        """Return the position of `offset`; offsets outside the text are clamped."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self._starts, offset) - 1
        start = self._starts[line]
        if encoding == "utf-32":
            return Position(line, offset - start)
        return Position(line, width(self.text[start:offset], encoding))

    def offset(self, position: Position, encoding: Encoding = "utf-32") -> int:
        """Return the offset of `position`; places outside the text are clamped to it.

        A column inside a character (half a surrogate pair) means the start of that character.
        """
        if position.line < 0:
            return 0
        if position.line >= len(self._starts):
            return len(self.text)
        start, end = self._starts[position.line], self._ends[position.line]
        if position.column <= 0:
            return start
        line = self.text[start:end]
        if encoding == "utf-32" or line.isascii():
            return min(start + position.column, end)
        counted = 0
        for index, character in enumerate(line):
            counted += width(character, encoding)
            if counted > position.column:
                return start + index
        return end


def _breaks(text: str) -> tuple[list[int], list[int]]:
    starts, ends = [0], []
    for match in _LINE_END.finditer(text):
        ends.append(match.start())
        starts.append(match.end())
    ends.append(len(text))
    return starts, ends


def width(text: str, encoding: Encoding) -> int:
    """Return the length of `text` in code units of `encoding`."""
    if encoding == "utf-32" or text.isascii():
        return len(text)
    if encoding == "utf-8":
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
