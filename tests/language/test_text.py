"""Offsets, lines and columns agree with what editors count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqon_language.text import Encoding, LineIndex, Position

ENCODINGS: list[Encoding] = ["utf-8", "utf-16", "utf-32"]
texts = st.text(alphabet=st.sampled_from("ab é😀\n\r\x0b\x0c\x85\u2028{}"), max_size=40)


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=texts, data=st.data())
def test_position_and_offset_are_inverse(
    encoding: Encoding, text: str, data: st.DataObject
) -> None:
    """Every offset that is not inside a line break comes back from its position."""
    index = LineIndex(text)
    offset = data.draw(st.integers(0, len(text)))
    inside_break = 0 < offset < len(text) and text[offset - 1 : offset + 1] == "\r\n"
    if not inside_break:
        assert index.offset(index.position(offset, encoding), encoding) == offset


def test_only_line_feeds_and_carriage_returns_end_lines() -> None:
    """Form feed, NEL and U+2028 are characters of a line, as the protocol says."""
    assert LineIndex("a\x0cb\x85c\u2028d\ne\r\nf\rg").line_count == 4


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 6), ("utf-16", 4), ("utf-32", 3)])
def test_an_astral_character_is_one_two_or_four_units_wide(encoding: Encoding, column: int) -> None:
    """`a😀b` ends at a column that depends on the encoding alone."""
    assert LineIndex("a😀b").position(3, encoding) == Position(0, column)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_places_outside_the_text_are_clamped(encoding: Encoding) -> None:
    """A past-end column means the end of its line, a past-end line the end of the text."""
    index = LineIndex("ab\ncd")
    assert index.offset(Position(0, 99), encoding) == 2
    assert index.offset(Position(1, 99), encoding) == 5
    assert index.offset(Position(9, 0), encoding) == 5
    assert index.offset(Position(-1, 3), encoding) == 0


def test_a_column_inside_a_surrogate_pair_means_the_start_of_its_character() -> None:
    """An edit never cuts a character in half."""
    assert LineIndex("a😀b").offset(Position(0, 2), "utf-16") == 1
