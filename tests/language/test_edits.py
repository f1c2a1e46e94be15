"""Edits of a text as values: applied, and put together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reqon_language.edits import TextEdit, apply_edits, composed
from reqon_language.syntax.ast import Span


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> list[TextEdit]:
    """Draw edits of a text that do not overlap."""
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    pairs = zip(places[::2], places[1::2], strict=False)
    return [TextEdit(Span(*pair), draw(st.text("xy\n", max_size=3))) for pair in pairs]


@given(st.data(), st.text("abc\n", max_size=12))
def test_composed_edits_do_what_both_do_one_after_the_other(data: st.DataObject, text: str) -> None:
    """They are edits of the first text, do not overlap, and none leaves what it replaces."""
    first = data.draw(edits_of(text))
    middle = apply_edits(text, first)
    second = data.draw(edits_of(middle))
    both = composed(text, first, second)
    assert apply_edits(text, both) == apply_edits(middle, second)
    assert all(text[edit.span.start : edit.span.end] != edit.text for edit in both)


def test_what_no_edit_touches_stays_out_of_the_composition() -> None:
    first = [TextEdit(Span(0, 1), "A"), TextEdit(Span(8, 9), "I")]
    second = [TextEdit(Span(4, 5), "E")]
    assert composed("abcdefghi", first, second) == (
        TextEdit(Span(0, 1), "A"),
        TextEdit(Span(4, 5), "E"),
        TextEdit(Span(8, 9), "I"),
    )


def test_an_edit_that_is_taken_back_is_none() -> None:
    assert composed("abc", [TextEdit(Span(1, 2), "x")], [TextEdit(Span(1, 2), "b")]) == ()
