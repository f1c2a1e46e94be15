"""Architecture invariants 2 and 3: an edited tree is the tree of the edited text."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz.edits import Edit
from fuzz.laws import assert_incremental_is_full, assert_same_tree, edited, opened
from reqon_language.syntax import Tree, parse
from reqon_language.syntax.ast import Action, Mission, Schema, Source
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


BETWEEN = """

  // Every order, with its lines.
  store lines: file("lines") { key: .id }
  action Extra {
    for order in orders where .total > 10 {
      get "/orders/{order.id}" { retry: { maxAttempts: 3 } }
    }
  }"""


@pytest.mark.parametrize("text", TEXTS, ids=[*(path.stem for path in EXAMPLES), "two-actions"])
def test_typing_between_declarations_keeps_all_of_them(text: str) -> None:
    """A new action is begun key by key, brackets closed by the editor: nothing else is read."""
    tree = parse(text)
    start = text.rindex("\n", 0, text.rindex("action "))
    kept = _bodied(tree)
    for place, character in enumerate(BETWEEN, start):
        typed_over = character in '})"' and tree.text[place : place + 1] == character
        closing = "" if typed_over else {"{": "}", "(": ")", '"': '"'}.get(character, "")
        tree = edit(tree, place, place + typed_over, character + closing)
        assert_same_tree(tree, tree.text)
        now = {id(node) for node in _bodied(tree)}
        assert all(id(node) in now for node in kept), tree.text[start : place + 1]
    assert tree.text == text[:start] + BETWEEN + text[start:]


@pytest.mark.parametrize("text", TEXTS, ids=[*(path.stem for path in EXAMPLES), "two-actions"])
def test_typing_between_declarations_is_read_as_all_of_it(text: str) -> None:
    """Key by key, while brackets and strings are still open."""
    tree = parse(text)
    start = text.rindex("\n", 0, text.rindex("action "))
    for place, character in enumerate(BETWEEN, start):
        tree = edit(tree, place, place, character)
        assert_same_tree(tree, tree.text)


@pytest.mark.parametrize(
    ("text", "put"),
    [
        ("|\ntransform m->w{}'", "'"),
        ('"\naction y{}|', '"'),
        ("e{\n |{}\nt\naction d{} ", "mission Z{"),
        ('mission e{s:("") |}', "SELECT"),
        ("e{\n source i{{}\nschema a{}|", " "),
        ("action{}|", " "),
        ("mission M {|\n  source A skip\n}\n{ auth: none }\n", ""),
        ('mission M {\n  let a = "x\n  action A {\n  }\n|  action B {\n  }\n}\n', 'let b = "'),
        ('mission M {\n  action A {\n  }\n|  action B {\n    get "/x"\n  }\n}\n', 'let b = "'),
        ('mission M {\n  action A {\n  }\n|  action B {\n    let a = "\n "\n  }\n}\n', '"'),
        ("mission M {\n  action A {\n  }\n|  action B {\n  /* */\n  }\n}\n", "/*"),
        ("mission M {\n  action A {\n  }\n  st|\n  action B {\n  }\n}\n", "ore a {"),
        ("schema A {\n}\n|\nschema B {\n}\n", "refine {\n}"),
        ("schema A {\n} refine {\n}\n|\nschema B {\n}\n", "refine {\n}"),
        ("mission M {\n  action A {\n  }|\n  action B {\n  }\n}\n", " for x in xs:\n      skip"),
        ("mission M {\n  action A {\n  }\n  run A\n|}\n", "then"),
        ("mission M {\n  action A {\n  }\n  run A\n|}\nmission N {\n}\n", "{"),
        ("|mission M {\n  action A {\n  }\n}\n", '// ours\nimport B from "b"\n'),
        ("action A {\n}\n|action B {\n}\n", "  "),
        ("action A {\n}|\naction B {\n}\n", "}"),
    ],
)
def test_what_stands_between_declarations_is_read_where_it_stands(text: str, put: str) -> None:
    """Whether it is read by itself or with everything else makes no difference."""
    place = text.index("|")
    before = opened(text.replace("|", ""))
    after = edited(before, Edit(place, place, put))
    assert_incremental_is_full(after)
    assert_incremental_is_full(edited(after, Edit(place, place + len(put), "")))


@pytest.mark.parametrize(
    ("text", "put"),
    [
        ("schema W\n }e:a\ntransform w{|}\n", ""),
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


def _bodied(tree: Tree) -> list[object]:
    """Return the typed declarations that have a body, those of missions instead of these."""
    return [node for node in _members(tree) if isinstance(node, Action | Source | Schema)]
