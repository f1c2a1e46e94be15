"""Between our offsets and the protocol's positions, in the encoding agreed on with the client."""

from __future__ import annotations

from lsprotocol import types

from reqon_language.syntax.ast import Span
from reqon_language.text import Encoding, LineIndex, Position


def to_position(position: types.Position) -> Position:
    """Take over a place as the client sent it."""
    return Position(position.line, position.character)


def to_offset(lines: LineIndex, position: types.Position, encoding: Encoding) -> int:
    """Return the offset of a place; one outside the text means its nearest end."""
    return lines.offset(to_position(position), encoding)


def after(begin: Position, place: Position) -> Position:
    """Return where a place is that counts from `begin`, both in one encoding."""
    if place.line:
        return Position(begin.line + place.line, place.column)
    return Position(begin.line, begin.column + place.column)


def plain_range(begin: Position, places: tuple[Position, Position]) -> dict[str, object]:
    """Return the JSON value of a range whose places count from `begin`."""
    start, end = after(begin, places[0]), after(begin, places[1])
    return {
        "start": {"line": start.line, "character": start.column},
        "end": {"line": end.line, "character": end.column},
    }


def to_range(lines: LineIndex, span: Span, encoding: Encoding) -> types.Range:
    """Return a span as the client counts."""
    start = lines.position(span.start, encoding)
    end = lines.position(span.end, encoding)
    return types.Range(
        types.Position(start.line, start.column), types.Position(end.line, end.column)
    )
