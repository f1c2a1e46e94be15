"""Architecture invariants 2 and 3: an edited tree is the tree of the edited text."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz.edits import Edit
from fuzz.laws import assert_incremental_is_full, assert_same_tree, edited, opened
from reqon_language.syntax import Tree, parse
from reqon_language.syntax.ast import Action, Mission
from reqon_language.syntax.incremental import edit

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.vague"))
TEXTS = [path.read_text(encoding="utf-8") for path in EXAMPLES]
TEXTS.append('action A {\n  get "/x"\n}\naction B {\n  skip\n}\nmission M {\n  run A then B\n}\n')


@pytest.mark.parametrize("text", TEXTS, ids=[*(path.stem for path in EXAMPLES), "two-actions"])
def test_typing_in_one_action_keeps_the_nodes_of_the_others(text: str) -> None:
    """The declarations that did not change are the same objects, wherever they moved."""
    tree = parse(text)
    start = text.index("{", text.index("action ")) + 1
    after_edit = edit(tree, start, start, "\n  skip\n")
    assert_same_tree(after_edit, after_edit.text)
    before, after = _members(tree), _members(after_edit)
    changed = [new for old, new in zip(before, after, strict=True) if old is not new]
    assert [type(node) for node in changed] == [Action]


@pytest.mark.parametrize(
    ("text", "put"),
    [
        ("action A{\n action d{|{}{[]}}C{(}", ""),
        ("n{[]\nsource B{|}C{", ")"),
        ('e:""[\nschema m{|}', ""),
        ("action A{(}|}t{\n i", "\n "),
        ('let a = "\naction B {\n skip\n|}\n', ' let x = " x"'),
        ("mission M {\n action A {\n let x = [ ( ; |}\n action B { skip }\n}\n", "}"),
    ],
)
def test_what_is_wrong_around_a_declaration_is_considered(text: str, put: str) -> None:
    """An error may have looked into a declaration, or out of it, when it was recovered from."""
    place = text.index("|")
    before = opened(text.replace("|", ""))
    assert_incremental_is_full(edited(before, Edit(place, place, put)))


def _members(tree: Tree) -> list[object]:
    found: list[object] = []
    for placed in tree.program.items:
        if isinstance(placed.node, Mission):
            found += [member.node for member in placed.node.members]
        else:
            found.append(placed.node)
    return found
