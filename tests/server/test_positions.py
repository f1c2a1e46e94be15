"""Offsets and the protocol's positions, and which encoding is agreed on."""

from __future__ import annotations

import pytest
from lsprotocol import types

from reqon_language.syntax.ast import Span
from reqon_language.text import Encoding, LineIndex
from reqon_server.client import choose_encoding
from reqon_server.positions import to_offset, to_range

TEXT = "a𝄞€b\r\nsecond\rthird\u2028still third"


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        ([], "utf-16"),
        (["utf-16", "utf-8"], "utf-8"),
        (["utf-8", "utf-16", "utf-32"], "utf-32"),
        ([types.PositionEncodingKind.Utf8], "utf-8"),
        (["ucs-2"], "utf-16"),
    ],
)
def test_the_cheapest_encoding_on_offer_is_taken(offered: list[str], chosen: str) -> None:
    """Code points first, since our text is made of them; utf-16 when nothing is said."""
    assert choose_encoding(offered) == chosen


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_every_offset_survives_the_way_to_a_position_and_back(encoding: Encoding) -> None:
    """Except between the two characters of one line end, which no position names."""
    lines = LineIndex(TEXT)
    for offset in range(len(TEXT) + 1):
        if TEXT[offset - 1 : offset + 1] != "\r\n":
            place = to_range(lines, Span(offset, offset), encoding).start
            assert to_offset(lines, place, encoding) == offset


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 8), ("utf-16", 4), ("utf-32", 3)])
def test_wide_characters_count_as_the_encoding_says(encoding: Encoding, column: int) -> None:
    """One clef is four, two or one."""
    place = to_range(LineIndex(TEXT), Span(3, 4), encoding)
    assert (place.start.line, place.start.character, place.end.character) == (0, column, column + 1)
