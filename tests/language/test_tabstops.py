"""Edits with the places an editor leads through, as snippets."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from language.features.cursors import expanded
from language.test_edits import edits_of
from reqon_language.edits import TextEdit, apply_edits
from reqon_language.syntax.ast import Span
from reqon_language.tabstops import SnippetEdit, blanks, snippet_edits


def insert(at: int, text: str) -> TextEdit:
    return TextEdit(Span(at, at), text)


@given(st.data(), st.text("ab\n\r $}\\", max_size=15))
def test_snippets_write_what_the_edits_do(data: st.DataObject, text: str) -> None:
    """Wherever the places are; and those of several lines begin where a line does."""
    edits = data.draw(edits_of(text))
    after = apply_edits(text, edits)
    places = sorted(data.draw(st.lists(st.integers(0, len(after)), max_size=6, unique=True)))
    pairs = zip(places[::2], places[1::2], strict=False)
    stops = [(Span(*pair),) for pair in pairs]
    made = snippet_edits(text, edits, stops)
    assert expanded(text, made) == after
    if stops:
        for edit in made:
            written = edit.text if isinstance(edit, TextEdit) else edit.snippet
            start = edit.span.start
            assert not re.search(r"[\r\n]", written) or not start or text[start - 1] in "\r\n"


def test_places_of_one_stop_have_one_number() -> None:
    edits = [insert(0, "let x = 1\n"), insert(4, "x")]
    stops = [(Span(4, 5), Span(14, 15))]
    assert snippet_edits("get  {}", edits, stops) == (
        SnippetEdit(Span(0, 0), "let ${1:x} = 1\n"),
        SnippetEdit(Span(4, 4), "${1:x}"),
    )


def test_text_that_means_something_in_a_snippet_is_escaped() -> None:
    """What stays as it is is no snippet and needs no escape."""
    edits = [insert(0, "a ${X} \\ b"), insert(1, "{ $ }")]
    assert snippet_edits("- ", edits, [(Span(0, 1),)]) == (
        SnippetEdit(Span(0, 0), r"${1:a} \${X\} \\ b"),
        TextEdit(Span(1, 1), "{ $ }"),
    )


def test_without_a_stop_edits_stay_as_they_are() -> None:
    assert snippet_edits("  a", [insert(3, "\n  b")], []) == (insert(3, "\n  b"),)


def test_lines_that_are_added_behind_a_line_bring_it_with_them() -> None:
    """An editor would indent them like that line; so the edit begins where nothing is indented."""
    made = snippet_edits("  a\n", [insert(3, "\n  b")], [(Span(6, 7),)])
    assert made == (SnippetEdit(Span(0, 3), "  a\n  ${1:b}"),)


def test_two_edits_of_a_line_become_one_where_one_needs_the_whole_line() -> None:
    made = snippet_edits("  a b", [TextEdit(Span(2, 3), "x"), insert(5, "\n  c")], [(Span(8, 9),)])
    assert made == (SnippetEdit(Span(0, 5), "  x b\n  ${1:c}"),)


def test_a_blank_is_a_whole_word_a_value_or_what_quotes_enclose() -> None:
    text = 'anyone: any, url: "any", n ?? 0'
    [[word], [value], [default]] = blanks([insert(3, text)], ["anyone: any", '"any"', "?? 0"])
    after = f"123{text}"
    assert [after[one.start : one.end] for one in (word, value, default)] == ["any", "any", "0"]
    assert [word.start, value.start, default.start] == [11, 22, 33]
