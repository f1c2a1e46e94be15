"""Architecture invariant 1: any text gives a tree, and joining its tokens gives the text back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reqon_language import parse
from reqon_language.syntax import parse_expression, recovery
from reqon_language.syntax.tables import TABLES

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").rglob("*.vague"))

_WORDS = [*TABLES.words, *TABLES.signs, "response", "items", '"/x"', "'y", "42", "7", "days", "30s"]
_LAYOUT = [" ", "\n", "\n  ", "\r\n", "\t", "// c\n", "/* c */", "# c\n", "\u2028", "\x85", "😀"]
token_soup = st.lists(st.sampled_from([*_WORDS, *_LAYOUT]), max_size=60).map(" ".join)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=200), token_soup))
def test_any_text_gives_a_tree_that_holds_it(text: str) -> None:
    """Neither random characters nor random words make the parser fail or lose one."""
    tree = parse(text)
    assert tree.text == text
    assert all(0 <= e.span.start <= e.span.end <= len(text) for e in tree.errors)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_prefix_of_an_example_gives_a_tree(path: Path) -> None:
    """Typing an example from its first character to its last never breaks the parser."""
    text = path.read_text(encoding="utf-8")
    for end in range(0, len(text), 7):
        assert parse(text[:end]).text == text[:end]


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000,
        "{" * 100_000,
        "mission M { action A { let x = " + "(" * 100_000,
        "action A {" + "\n  if x {" * 20_000,
        ";" * 200_000,
        "a" + " + a" * 5_000,
        "let x = " + "[" * 300 + "]" * 300,
        "action A " + "{ if x " * 300 + "}" * 300,
        "x" * 1_000_000,
        '"' + "x" * 1_000_000,
        "\x00" * 1_000,
        "action A {, [] x",
        "action A {\n    let x = match y { _ => 1, 2 => e z -> t { k: .i }\n =  }\n  run A\n}",
        'e: match a { b -> skip }\nr - e2"\n a", "b#"{,h: d\n  i: tags contains ',
    ],
    ids=[
        "parens",
        "braces",
        "deep-value",
        "deep-steps",
        "stray",
        "sum",
        "arrays",
        "blocks",
        "long-word",
        "long-string",
        "nul",
        "comma-first",
        "closed-pair-in-damage",
        "damage-up-to-the-end",
    ],
)
def test_extreme_texts_give_errors_not_exceptions(text: str) -> None:
    """Depth and length are bounded by an error message, never by a crash."""
    tree = parse(text)
    assert tree.text == text
    assert tree.errors


@given(st.text(max_size=60))
def test_any_text_can_be_read_as_an_expression(text: str) -> None:
    """A placeholder of a path is user input like any other."""
    parse_expression(text)


@pytest.mark.parametrize("text", ["action A { ] skip }", "mission M { ]", "]", "action A {\n  ]\n"])
def test_recovery_that_leads_nowhere_is_given_up(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor must not hang, whatever mistake recovery makes."""
    monkeypatch.setattr(recovery, "read_key", lambda _driver: True)
    assert parse(text).text == text


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("cut", [0, 5, 9], ids=["whole", "a fifth", "a ninth"])
def test_any_line_end_is_one(path: Path, cut: int) -> None:
    """A lone carriage return, too, even where indentation decides: in a text without its braces."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    text = "".join(line for number, line in enumerate(lines, 1) if not cut or number % cut)
    tree = parse(text)
    other = parse(text.replace("\n", "\r"))
    assert (other.program, other.errors) == (tree.program, tree.errors)
