"""Growing selections. `$0` is the cursor; a case lists what is selected, step by step."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.features.cursors import at, steps
from reqon_language.features.selection_ranges import selection_ranges
from reqon_language.syntax import parse

MISSION = 'mission M { action A { get "/x/{id}" { timeout: 1s } let x = a.b + c } }'
CASES = {
    "a word of an expression": (
        MISSION.replace("a.b", "a.$0b"),
        ["b", "a.b", "a.b + c", "let x = a.b + c"],
    ),
    "an operand": (MISSION.replace("+ c", "+ $0c"), ["c", "a.b + c", "let x = a.b + c"]),
    "a placeholder": (
        MISSION.replace("{id}", "{$0id}"),
        ["id", "{id}", "/x/{id}", '"/x/{id}"', 'get "/x/{id}" { timeout: 1s }'],
    ),
    "an option": (
        MISSION.replace("timeout", "$0timeout"),
        ["timeout", "timeout: 1s", " timeout: 1s ", "{ timeout: 1s }",
         'get "/x/{id}" { timeout: 1s }', 'get "/x/{id}" { timeout: 1s } let x = a.b + c'],
    ),
    "a keyword": (
        MISSION.replace("get", "$0get"),
        ["get", 'get "/x/{id}" { timeout: 1s }'],
    ),
    "an action": (
        MISSION.replace("action", "$0action"),
        ["action", 'action A { get "/x/{id}" { timeout: 1s } let x = a.b + c }'],
    ),
    "an argument": ("let x = f(a, $0b)", ["b", "a, b", "f(a, b)", "let x = f(a, b)"]),
    "a comment": ("// one\n// t$0wo\nlet x = 1", ["// two", "// one\n// two"]),
    "a comment between others": (
        "// one\n// t$0wo\n// three\nlet x = 1",
        ["// two", "// one\n// two", "// one\n// two\n// three"],
    ),
    "a parenthesis": ("let x = (1 + $02) * 3", ["2", "1 + 2", "(1 + 2)", "(1 + 2) * 3"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_the_selection_grows_by_what_belongs_together(text: str, expected: list[str]) -> None:
    """Word, expression, statement, block, member, mission; the file is last."""
    place = at(text)
    found = selection_ranges(place.tree, place.offset)
    texts = [place.text[span.start : span.end] for span in found]
    assert texts[: len(expected)] == expected
    assert texts[-1] == place.text


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_each_selection_lies_in_the_next(data: st.DataObject) -> None:
    """Anywhere in any text; clients take a chain that does not nest for an error."""
    text = steps("// note\n    match response { Order -> store response -> orders { key: .id } }")
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    noise = data.draw(st.sampled_from(["", "{", "}", "(", '"', "[", "\n", "/*", "//"]))
    text = text[:start] + noise + text[end:]
    offset = data.draw(st.integers(0, len(text)))
    found = selection_ranges(parse(text), offset)
    assert found[0].start <= offset <= found[0].end
    for inner, outer in pairwise(found):
        assert outer.start <= inner.start <= inner.end <= outer.end
        assert inner != outer
