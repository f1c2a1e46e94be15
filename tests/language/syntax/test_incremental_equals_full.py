"""Architecture invariants 2 and 3: an edited tree is the tree of the edited text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reqon_language.syntax import Tree, parse
from reqon_language.syntax.ast import Action, Mission
from reqon_language.syntax.green import Element, Token
from reqon_language.syntax.incremental import edit
from reqon_language.syntax.tables import TABLES

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.vague"))
TEXTS = [path.read_text(encoding="utf-8") for path in EXAMPLES]
TEXTS.append('action A {\n  get "/x"\n}\naction B {\n  skip\n}\nmission M {\n  run A then B\n}\n')

_PIECES = [
    *TABLES.words, *TABLES.signs, '"', "'", '"/x"', "// c", "/*", "*/", "#", "\n", "\r\n", "\r",
    "  ", "name", "7", "30s", "😀", "\u2028", "\x85", "\n  store response -> items { key: .id }\n",
]  # fmt: skip
edits = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(["", *_PIECES])),
    min_size=1,
    max_size=8,
)


def shape(element: Element) -> Any:
    """Return a green tree as nested values."""
    if isinstance(element, Token):
        return (element.kind, element.text, element.trivia)
    return (element.kind, element.width, element.lead, [shape(c) for c in element.children])


def assert_equal(edited: Tree, full: Tree) -> None:
    assert edited.text == full.text
    assert shape(edited.root) == shape(full.root)
    assert edited.program == full.program
    assert edited.errors == full.errors
    assert edited.lines == full.lines


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(TEXTS), edits)
@example(TEXTS[-1], [(0.2, 0, '"')])
@example(TEXTS[-1], [(0.2, 0, "}")])
def test_any_sequence_of_edits_gives_the_tree_of_the_final_text(
    text: str, script: list[tuple[float, int, str]]
) -> None:
    """After every edit tree, errors and lines equal those of a fresh parse."""
    tree = parse(text)
    for where, length, piece in script:
        start = int(where * len(text))
        end = min(start + length, len(text))
        text = text[:start] + piece + text[end:]
        tree = edit(tree, start, end, piece)
        assert_equal(tree, parse(text))


@pytest.mark.parametrize("text", TEXTS, ids=[*(path.stem for path in EXAMPLES), "two-actions"])
def test_typing_in_one_action_keeps_the_nodes_of_the_others(text: str) -> None:
    """The declarations that did not change are the same objects, wherever they moved."""
    tree = parse(text)
    start = text.index("{", text.index("action ")) + 1
    edited = edit(tree, start, start, "\n  skip\n")
    assert_equal(edited, parse(edited.text))
    before, after = _members(tree), _members(edited)
    changed = [new for old, new in zip(before, after, strict=True) if old is not new]
    assert [type(node) for node in changed] == [Action]


def _members(tree: Tree) -> list[object]:
    found: list[object] = []
    for placed in tree.program.items:
        if isinstance(placed.node, Mission):
            found += [member.node for member in placed.node.members]
        else:
            found.append(placed.node)
    return found
