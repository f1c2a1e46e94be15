"""Every answer keeps the laws of `fuzz.answers`: at every token of whole texts, and in odd ones.

`make fuzz` goes on for longer.
"""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.answers import (
    assert_answers_at,
    assert_answers_for_a_file,
    assert_fixes,
    assert_refactorings,
)
from fuzz.edits import random_edit
from fuzz.texts import programs
from language.features.cursors import HEAD, steps
from reqon_language.syntax.ast import Span

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").rglob("*.vague"))
TEXTS = {
    **{path.name: path.read_text(encoding="utf-8") for path in EXAMPLES},
    "names that are no words": HEAD
    + """\
  schema Person { "full name": string, id: string, "🛒": int }
  action Odd {
    map response -> Person { "full name": .name, id }
    notify { channel: "x", "full name": response["full name"] }
    store { id: .id, "é": 1 } -> orders { key: .id }
  }
  run Fetch then Odd
}
""",
    "a path whose quotes are not closed": 'import d from"',
    "everything on one line": steps(
        "for o in orders { if o.total > 1 { skip } else { abort 'x' } }"
    ),
}
EVERY_TEXT = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
randoms = st.integers(0, 2**32).map(Random)
LAWFUL = settings(max_examples=100, deadline=None)


def tokens(text: str) -> list[Span]:
    return [Span(*found.span()) for found in re.finditer(r"\w+|[^\w\s]|\Z", text)]


def text_of(random: Random) -> str:
    """Return a program, cut short, damaged, with other line ends, or as it is."""
    text = random.choice([*TEXTS.values(), *programs()])
    chance = random.random()
    if chance < 0.3:
        text = text[: random.randrange(len(text) + 1)]
    elif chance < 0.8:
        text = random_edit(random, text).of(text)
    if random.random() < 0.15:
        text = text.replace("\n", random.choice(["\r\n", "\r"]))
    return text[:6_000]


@EVERY_TEXT
def test_a_whole_text_is_answered_well_at_every_token(text: str) -> None:
    """A twentieth of the tokens, and the place behind each of them."""
    assert_answers_for_a_file(text)
    assert_fixes(text)
    for span in Random(text).sample(tokens(text), len(tokens(text)) // 20 + 1):
        assert_answers_at(text, span.start)
        assert_answers_at(text, span.end)


@EVERY_TEXT
def test_refactorings_of_a_whole_text_bring_no_error(text: str) -> None:
    """With a cursor, and with selections of several lengths."""
    random, places = Random(text), tokens(text)
    for _ in range(40):
        first = random.randrange(len(places))
        last = min(first + random.choice([0, 0, 1, 3, 8, 20]), len(places) - 1)
        end = random.choice([places[first].start, places[last].end])
        assert_refactorings(text, Span(places[first].start, end))


@given(random=randoms)
@LAWFUL
def test_damaged_texts_are_answered_well(random: Random) -> None:
    """About the file, and at some places of it."""
    text = text_of(random)
    assert_answers_for_a_file(text)
    for _ in range(4):
        assert_answers_at(text, random.randrange(len(text) + 1))


@given(random=randoms)
@LAWFUL
def test_fixes_and_refactorings_of_damaged_texts_break_nothing(random: Random) -> None:
    """Whatever else is wrong with a text."""
    text = text_of(random)
    assert_fixes(text)
    start = random.randrange(len(text) + 1)
    assert_refactorings(text, Span(start, min(len(text), start + random.choice([0, 5, 40]))))
