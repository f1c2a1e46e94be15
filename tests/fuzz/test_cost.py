"""A text ten times as long costs at most fifteen times as much, however odd it is."""

from __future__ import annotations

import pytest

from fuzz.cost import MOST, TEXTS, WORK, calls, growth, random_unit
from reqon_language.rules import report
from reqon_language.syntax import parse

SIZE = 600
"""Characters of the shorter text."""


@pytest.mark.parametrize("work", WORK)
@pytest.mark.parametrize("kind", TEXTS)
def test_cost_grows_no_faster_than_the_text(kind: str, work: str) -> None:
    """Counted in function calls, which no machine is slow at."""
    assert growth(calls, TEXTS[kind], work, SIZE) <= MOST


@pytest.mark.parametrize("number", range(8))
def test_cost_of_repeated_words_grows_no_faster(number: int) -> None:
    """The same for words at random, over and over."""
    assert growth(calls, random_unit(number), "check", 3 * SIZE) <= MOST


@pytest.mark.parametrize("unit", ["a ", "x", "😀", "/* "])
def test_a_line_of_a_megabyte_is_parsed(unit: str) -> None:
    """Nothing is lost, and nothing gives up."""
    text = "let x = " + unit * 100_000 + "y" * 900_000
    assert parse(text).text == text


def test_a_long_broken_line_is_checked() -> None:
    """Findings on one line of a hundred thousand characters are all placed on it."""
    tree = parse("let x = " + "a b " * 25_000)
    assert {tree.lines.position(found.span.start).line for found in report(tree).diagnostics} == {0}
