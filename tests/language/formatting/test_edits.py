"""The edits an editor gets: small, and for a selection only its statements."""

from __future__ import annotations

import pytest

from reqon_language.edits import TextEdit, apply_edits
from reqon_language.features.formatting import format_edits, format_text
from reqon_language.syntax.ast import Span

TEXT = """action A {
  get   "/x"
  for x in xs {
    let a=1
    let b=2
    let c=3 // last
  }
}
action  B { skip }
"""


def test_a_formatted_text_needs_no_edits() -> None:
    """Nothing is sent when nothing changes."""
    assert format_edits('action A { get "/x" }\n') == ()


def test_edits_touch_only_what_changes() -> None:
    """Blanks and words are replaced one by one, so that the cursor stays where it is."""
    assert format_edits("let a  = 'x'\n") == (
        TextEdit(Span(5, 7), " "),
        TextEdit(Span(9, 12), '"x"'),
    )


@pytest.mark.parametrize(
    ("selected", "changed"),
    [
        ("b=2", {"let b=2": "let b = 2"}),
        ("a=1\n    let b=2", {"let a=1": "let a = 1", "let b=2": "let b = 2"}),
        ("get", {"get   ": "get "}),
        ("c=3 // last", {"let c=3": "let c = 3"}),
        ("B", {"}\naction  B": "}\n\naction B"}),
    ],
)
def test_a_selection_formats_the_statements_it_touches(
    selected: str, changed: dict[str, str]
) -> None:
    """They are those of the innermost block around the selection, with the blanks before them."""
    start = TEXT.index(selected)
    edits = format_edits(TEXT, Span(start, start + len(selected)))
    expected = TEXT
    for old, new in changed.items():
        expected = expected.replace(old, new)
    assert apply_edits(TEXT, edits) == expected


def test_a_selection_of_everything_is_the_whole_text() -> None:
    """Selecting all is formatting the document."""
    assert apply_edits(TEXT, format_edits(TEXT, Span(0, len(TEXT)))) == format_text(TEXT)


@pytest.mark.parametrize("offset", range(len(TEXT)))
def test_a_selection_anywhere_keeps_the_program(offset: int) -> None:
    """Formatting a part leads to a text that is formatted as a whole like the original."""
    part = apply_edits(TEXT, format_edits(TEXT, Span(offset, offset)))
    assert format_text(part) == format_text(TEXT)
