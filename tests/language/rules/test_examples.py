"""The example missions and a file of data are clean; no half-typed version upsets the checker."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reqon_language import parse
from reqon_language.rules import Diagnostic, check

EXAMPLES = [
    *sorted((Path(__file__).parents[3] / "examples").rglob("*.vague")),
    Path(__file__).parents[1] / "shop_data.vague",
]
TEXTS = [path.read_text(encoding="utf-8") for path in EXAMPLES]


def assert_sound(text: str, found: list[Diagnostic]) -> None:
    """Check what holds for the diagnostics of any text."""
    starts = [diagnostic.span.start for diagnostic in found]
    assert starts == sorted(starts)
    for diagnostic in found:
        assert 0 <= diagnostic.span.start <= diagnostic.span.end <= len(text)
        for related in diagnostic.related:
            assert 0 <= related.span.start <= related.span.end <= len(text)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_are_clean(path: Path) -> None:
    """What we show as good style has no finding at all, hints included."""
    assert check(parse(path.read_text(encoding="utf-8"))) == []


@given(text=st.sampled_from(TEXTS), share=st.floats(0, 1))
@settings(max_examples=150, deadline=None)
def test_any_prefix_can_be_checked(text: str, share: float) -> None:
    """A file is typed from its beginning; every state on the way has sound diagnostics."""
    prefix = text[: int(len(text) * share)]
    assert_sound(prefix, check(parse(prefix)))


@given(text=st.sampled_from(TEXTS), cut=st.integers(0, 4000), length=st.integers(1, 40))
@settings(max_examples=150, deadline=None)
def test_any_gap_can_be_checked(text: str, cut: int, length: int) -> None:
    """Something deleted in the middle, mid-word and mid-string included, upsets nothing."""
    damaged = text[:cut] + text[cut + length :]
    tree = parse(damaged)
    found = check(tree)
    assert_sound(damaged, found)
    assert check(tree) == found


@given(
    words=st.lists(
        st.sampled_from(
            'mission M { } [ ] ( ) : , . -> => ... "x" "{y}" 1 2s source store schema transform '
            "action run then get post for in where map match _ let = if else try catch pause "
            "wait queue retry jump store -> each response paginate page ( p , 100 ) until since "
            "lastSync params body key x y Z a.b .c | ?? not and or is any of every 3 hours".split()
        ),
        max_size=40,
    )
)
@settings(max_examples=300, deadline=None)
def test_any_words_can_be_checked(words: list[str]) -> None:
    """Well-formed or not, a text of the language's own words has sound diagnostics."""
    text = " ".join(words)
    assert_sound(text, check(parse(text)))


def test_deep_and_long_expressions_cost_no_stack() -> None:
    """Nesting up to the parser's limit, and chains within it, are walked without overflow."""
    chain = " + ".join(['env("A").b.c'] * 90)
    text = f"mission M {{ action A {{ let _x = {'(' * 30}{chain}{')' * 30} }} run A }}"
    assert check(parse(text)) == []
