"""Between our offsets and the protocol's positions, in the encoding agreed on with the client.

Of the encodings a client offers, `utf-32` is taken first: its columns are our code points, so
a place costs one addition on any line. The other two must walk lines that are not ASCII;
`utf-8` is preferred of them, and `utf-16` is what every client speaks.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lsprotocol import types

from reqon_language.syntax.ast import Span
from reqon_language.text import Encoding, LineIndex, Position

_PREFERRED: Final[tuple[Encoding, ...]] = ("utf-32", "utf-8", "utf-16")


def choose_encoding(offered: Iterable[str]) -> Encoding:
    """Return the encoding to use with a client; one that offers none speaks utf-16."""
    known = {str(getattr(encoding, "value", encoding)) for encoding in offered}
    return next((encoding for encoding in _PREFERRED if encoding in known), "utf-16")


def to_position(position: types.Position) -> Position:
    """Take over a place as the client sent it."""
    return Position(position.line, position.character)


def to_offset(lines: LineIndex, position: types.Position, encoding: Encoding) -> int:
    """Return the offset of a place; one outside the text means its nearest end."""
    return lines.offset(to_position(position), encoding)


def to_range(lines: LineIndex, span: Span, encoding: Encoding) -> types.Range:
    """Return a span as the client counts."""
    start = lines.position(span.start, encoding)
    end = lines.position(span.end, encoding)
    return types.Range(
        types.Position(start.line, start.column), types.Position(end.line, end.column)
    )
