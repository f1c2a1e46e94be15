"""Folding: `⟦` and `⟧` enclose what is hidden character by character."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.features.cursors import steps
from reqon_language.features.folding import Fold, folds
from reqon_language.syntax import parse

CASES = {
    "a block": ("mission M {⟦\n  skip\n⟧}", [(0, 1, "block")]),
    "blocks in blocks": (
        "mission M {⟦\n  action A {⟦\n    skip\n  ⟧}\n⟧}",
        [(0, 3, "block"), (1, 2, "block")],
    ),
    "the outermost of a line": (
        'mission M {⟦ action A { get "/x" {\n  timeout: 1s } }\n⟧}',
        [(0, 1, "block")],
    ),
    "a list": ("run [⟦\n  A,\n  B\n⟧]", [(0, 2, "block")]),
    "options": ('get "/x" {⟦\n  timeout: 1s\n⟧}', [(0, 1, "block")]),
    "a block that is not closed": ("mission M {⟦\n  action A { skip }⟧\n", [(0, 1, "block")]),
    "lines of comments": ("// a⟦\n// b\n// c⟧\nlet x = 1", [(0, 2, "comment")]),
    "two runs of comments": (
        "// a⟦\n// b⟧\n\n// c⟦\n// d⟧\nlet x = 1",
        [(0, 1, "comment"), (3, 4, "comment")],
    ),
    "one comment": ("// a\nlet x = 1", []),
    "comments behind code": ("let x = 1 // a\nlet y = 2 // b", []),
    "a block comment": ("/* a⟦\n b */⟧\nlet x = 1", [(0, 1, "comment")]),
    "imports": (
        'import⟦ A from "./a"\nimport B from "./b"⟧\nlet x = 1',
        [(0, 1, "imports")],
    ),
    "one import": ('import A from "./a"\nlet x = 1', []),
    "a block on one line": ("mission M { skip }", []),
    "an object": ("let x = {⟦\n  a: 1\n⟧}", [(0, 1, "block")]),
    "comments with old line ends": ("// a⟦\r// b⟧\rlet x = 1", [(0, 1, "comment")]),
    "windows' line ends": ("mission M {⟦\r\n  skip\r\n⟧}", [(0, 1, "block")]),
}


def of(text: str) -> list[Fold]:
    return folds(parse(text))


@pytest.mark.parametrize(("marked", "expected"), CASES.values(), ids=CASES)
def test_what_spans_lines_can_be_folded(marked: str, expected: list[tuple[int, int, str]]) -> None:
    """By lines the closing bracket stays visible; by characters both do."""
    text = marked.replace("⟦", "").replace("⟧", "")
    found = of(text)
    assert [(one.first_line, one.last_line, one.kind) for one in found] == expected
    for fold in reversed(found):
        text = f"{text[: fold.span.end]}⟧{text[fold.span.end :]}"
        text = f"{text[: fold.span.start]}⟦{text[fold.span.start :]}"
    if len(found) == 1:
        assert text == marked


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_folds_lie_in_the_text_and_nest(data: st.DataObject) -> None:
    """Whatever is left of a mission."""
    text = steps("match response {\n Order -> {\n store response -> orders {\n key: .id } } }")
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    noise = data.draw(st.sampled_from(["", "{", "}", "(", '"', "[", "\n", "/*", "//"]))
    text = text[:start] + noise + text[end:]
    found = of(text)
    for one in found:
        assert 0 <= one.span.start <= one.span.end <= len(text)
        assert one.first_line < one.last_line <= text.count("\n")
    assert len({one.first_line for one in found}) == len(found)
