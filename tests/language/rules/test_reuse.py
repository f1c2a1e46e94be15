"""A body edit is local (architecture invariant 4): the rest is neither analyzed nor checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from msgspec import structs

from reqon_language import Tree, parse
from reqon_language.model.names import EMPTY
from reqon_language.rules import Report, checking, report
from reqon_language.syntax import ast
from reqon_language.syntax.incremental import edit

PROGRAMS = Path(__file__).parents[2]
TEXT = """mission Example {
  source Api { auth: none, base: "https://api.example.com" }
  store orders: file("orders")
  action Fetch {
    get "/orders"
    store response -> orders { key: .id }
  }
  action Send {
    for order in orders { post "/copy" { body: ordr } }
  }
  run Fetch then Send
}
"""


def edited(before: Tree, text: str) -> Tree:
    """Parse `text`, keeping the nodes of `before` that are equal, as a reparse does."""
    after = parse(text)
    known = {member.node: member.node for member in mission(before).members}
    members = tuple(
        structs.replace(member, node=known.get(member.node, member.node))
        for member in mission(after).members
    )
    placed = next(after.program.missions())
    item = ast.Placed(placed.offset, structs.replace(placed.node, members=members))
    return replace(after, program=ast.Program((item,)))


def mission(tree: Tree) -> ast.Mission:
    return next(tree.program.missions()).node


def kept(before: Report, after: Report) -> list[str]:
    """Return the members whose facts are the very same object in both reports."""
    old = {id(body.facts) for body in before.model.bodies}
    return [type(body.node).__name__ for body in after.model.bodies if id(body.facts) in old]


def test_editing_an_action_leaves_every_other_member_alone() -> None:
    """Facts move along with their declarations, and only the edited one gets new ones."""
    tree = parse(TEXT)
    before = report(tree)
    text = TEXT.replace('get "/orders"', 'get "/orders"\n    get "/more"')
    after = report(edited(tree, text), previous=before)
    assert kept(before, after) == ["Source", "Store", "Action", "Pipeline"]


def test_what_was_kept_equals_what_a_fresh_check_finds() -> None:
    """Diagnostics of moved declarations have moved along."""
    tree = parse(TEXT)
    before = report(tree)
    text = TEXT.replace('get "/orders"', 'get "/orders"\n    get "/more"')
    after = report(edited(tree, text), previous=before)
    assert after.diagnostics == report(parse(text)).diagnostics
    assert "RQ3001" in {found.code for found in after.diagnostics}


def test_a_new_declaration_is_seen_where_its_name_is_used() -> None:
    """Declaring the missing name removes the error in an action that was not edited, alone."""
    tree = parse(TEXT)
    before = report(tree)
    text = TEXT.replace("  run", "  let ordr = 1\n  run")
    after = report(edited(tree, text), previous=before)
    assert "RQ3001" not in {found.code for found in after.diagnostics}
    assert kept(before, after) == ["Source", "Store", "Action", "Pipeline"]


def test_a_name_that_goes_is_seen_by_those_who_go_by_it() -> None:
    """A store that is called something else changes those that name it, and no one else."""
    tree = parse(TEXT)
    before = report(tree)
    text = TEXT.replace("store orders:", "store invoices:")
    after = report(edited(tree, text), previous=before)
    assert kept(before, after) == ["Source", "Pipeline"]
    assert after.diagnostics == report(parse(text)).diagnostics
    assert "RQ3003" in {found.code for found in after.diagnostics}


def test_what_was_meant_goes_by_all_names() -> None:
    """A store that was declared with a like name is proposed where nothing else changed."""
    text = TEXT.replace("store orders:", "store other:")
    tree = parse(text)
    before = report(tree)
    text = text.replace("store other:", "store orderz:")
    after = report(edited(tree, text), previous=before)
    assert "Action" in kept(before, after)
    assert after.diagnostics == report(parse(text)).diagnostics
    assert "orderz" in {found.suggestion for found in after.diagnostics}


def test_typing_in_one_mission_leaves_the_other_missions_alone() -> None:
    """Sections, their types and their findings are the very same objects in the next version."""
    text = TEXT + TEXT.replace("Example", "Other") + TEXT.replace("Example", "Third")
    tree = parse(text)
    before = report(tree)
    place = text.index("ordr", len(TEXT))
    after = report(edit(tree, place, place + 4, "order"), previous=before)

    def same(of: Callable[[Report], Sequence[object]]) -> list[bool]:
        return [new is old for new, old in zip(of(after), of(before), strict=True)][:3]

    assert same(lambda found: [placed.node for placed in found.model.sections]) == [
        True, False, True,
    ]  # fmt: skip
    assert same(lambda found: found.model.types.sections) == [True, False, True]
    assert same(lambda found: found.sections) == [True, False, True]
    assert (
        after.diagnostics == report(parse(text[:place] + "order" + text[place + 4 :])).diagnostics
    )


def test_what_is_kept_of_a_declaration_goes_by_the_words_it_noted() -> None:
    """A rule that goes by all names around a declaration is one of those asked again for them."""
    for path in sorted(PROGRAMS.glob("**/*.vague")):
        text = path.read_text(encoding="utf-8")
        for body in report(parse(text)).model.bodies:
            alone = structs.replace(body, names=EMPTY)
            own = text[body.extent.start : body.extent.end]
            found = [*checking._body_findings(body, own)]
            assert found == [*checking._body_findings(alone, own)]
