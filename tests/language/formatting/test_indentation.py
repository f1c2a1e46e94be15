"""Indenting a line while it is typed, in texts that are rarely whole."""

from __future__ import annotations

import pytest

from reqon_language.edits import apply_edits
from reqon_language.features.formatting.indentation import indentation_edits
from reqon_language.syntax import parse


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("mission A {\n$0", "mission A {\n  "),
        ("mission A {\n$0\n}", "mission A {\n  \n}"),
        ("mission A {\n  action B {\n$0", "mission A {\n  action B {\n    "),
        ("mission A {\n  action B {\n    }$0", "mission A {\n  action B {\n  }"),
        ("mission A {\n  action B {\n  }\n$0\n}", "mission A {\n  action B {\n  }\n  \n}"),
        ("mission A {\n    }$0", "mission A {\n}"),
        ("  mission A {\n$0", "  mission A {\n    "),
        ('action A {\n  abort "{"\n$0\n}', 'action A {\n  abort "{"\n  \n}'),
        ("action A { // {\n$0\n}", "action A { // {\n  \n}"),
        (
            "mission A {\n  schema S { a: int, to: { b: int } }\n$0\n}",
            "mission A {\n  schema S { a: int, to: { b: int } }\n  \n}",
        ),
        ("schema S {\n  to: {\n$0", "schema S {\n  to: {\n    "),
        (
            "mission A {\n  action B {\n    let x = f(\n  }\n$0\n}",
            "mission A {\n  action B {\n    let x = f(\n  }\n  \n}",
        ),
        ("action A {\r\n$0\r\n}", "action A {\r\n  \r\n}"),
        ("let x = [\n$0", "let x = [\n  "),
        ("let x = [\n  1,\n    ]$0", "let x = [\n  1,\n]"),
        ("$0", ""),
        ("}\n   $0", "}\n"),
        ("action A {\n  get $0", "action A {\n  get "),
        ("action A {\n      get {}$0", "action A {\n      get {}"),
    ],
)
def test_a_line_is_one_step_deeper_than_the_bracket_around_it(before: str, after: str) -> None:
    """Whether or not that bracket is closed yet; a line that is being written is left alone."""
    offset = before.index("$0")
    text = before.replace("$0", "")
    edits = indentation_edits(parse(text), offset)
    assert apply_edits(text, edits) == after
    again = parse(after)
    assert indentation_edits(again, len(after) - len(text) + offset) == ()
