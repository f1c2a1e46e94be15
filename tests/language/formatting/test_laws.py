"""The laws of the formatter, over programs, mutated programs and random words."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.specs import cases
from fuzz.laws import assert_formats
from reqon_language import parse
from reqon_language.edits import apply_edits
from reqon_language.features.formatting import format_edits, format_text
from reqon_language.syntax.tables import TABLES

ROOT = Path(__file__).parents[3]
DATA = ROOT / "tests" / "language" / "shop_data.vague"
EXAMPLES = [
    path.read_text(encoding="utf-8") for path in [*sorted(ROOT.glob("examples/**/*.vague")), DATA]
]
PROGRAMS = EXAMPLES + [
    case.blocks["vague"] for case in cases("seeds.md", "recovery.md", "runs.md", "format.md")
    if "vague" in case.blocks
]  # fmt: skip

GOES_ON = "where .total >\n"

_WORDS = [*TABLES.words, *TABLES.signs, "a", "response", ".x", '"/x"', "'y'", "'y", "42", "7 days"]
_LAYOUT = ["\n", "\n\n\n", "\n  ", "\r\n", "\t", "// c\n", "/* c */", "/* c\n d */", "# e\n"]
_STRAY = ["\u2028", "\x85", "😀", "@", "\ufeff", "/*", "\r"]
_soup = st.lists(st.sampled_from([*_WORDS, *_LAYOUT, *_STRAY]), max_size=40).map(" ".join)
_steps = st.lists(st.sampled_from([*_WORDS, *_LAYOUT]), max_size=30).map(
    lambda words: "action A {\n" + " ".join(words) + "\n}\n"
)


@st.composite
def _mutated(draw: st.DrawFn) -> str:
    """Return a program with a few pieces taken out, put in, or moved."""
    text = draw(st.sampled_from(PROGRAMS))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 1, 2, 8, 40])))
        piece = draw(st.sampled_from(["", " ", *_WORDS, *_LAYOUT, *_STRAY, "{", "}", ")", '"']))
        text = text[:start] + piece + text[end:]
    return text


_texts = st.one_of(_mutated(), _soup, _steps, st.text(max_size=60))


@pytest.mark.parametrize("text", PROGRAMS)
def test_programs_are_formatted_lawfully(text: str) -> None:
    """Meaning, comments and errors stay, and the second time nothing changes."""
    assert_formats(text)


@settings(max_examples=300, deadline=None)
@given(_texts)
def test_any_text_is_formatted_lawfully(text: str) -> None:
    """The same holds for broken programs and for what is no program at all."""
    assert_formats(text)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PROGRAMS), st.randoms(use_true_random=False))
def test_layout_does_not_depend_on_blanks(text: str, random: Random) -> None:
    """A program whose lines are indented at random is formatted like the original.

    All but one: only where it is indented, the next line can go on with the guard of an arm.
    """
    if parse(text).errors or "/*" in text or "\ufeff" in text or GOES_ON in text:
        return
    lines = [" " * random.randrange(12) + line.strip() for line in text.splitlines()]
    assert format_text("\n".join(lines)) == format_text(text)


@settings(max_examples=200, deadline=None)
@given(_texts)
def test_edits_lead_to_the_formatted_text(text: str) -> None:
    """The edits do not overlap, and applying all of them is formatting the text."""
    assert apply_edits(text, format_edits(text)) == format_text(text)


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_examples_are_formatted(text: str) -> None:
    """The shipped examples are in the canonical style."""
    assert format_text(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "(" * 20_000,
        "mission M { action A { let x = " + "(" * 20_000,
        "action A {" + "\n  if x {" * 5_000,
        ";" * 50_000,
        "let x = a" + " + a" * 5_000,
        "let x = a" + ".b" * 5_000,
        "let x = " + "[" * 300 + "]" * 300,
        "let x = " + "[" * 90 + "]" * 90,
        "let x = " + "- " * 300 + "1",
        "action A " + "{ if x " * 90 + "{}" + "}" * 90,
        "action A " + "{ if x " * 300 + "}" * 300,
        "action A { if x {}" + " else if x {}" * 300 + "}",
        "x" * 100_000,
    ],
    ids=["parens", "value", "steps", "stray", "sum", "chain", "arrays", "fair-arrays", "signs",
         "fair-blocks", "blocks", "else-if", "long-word"],
)  # fmt: skip
def test_extreme_texts_are_formatted_or_left_alone(text: str) -> None:
    """Depth and length break nothing."""
    formatted = format_text(text)
    assert format_text(formatted) == formatted
