"""Which edits of a mission keep an execution of it from being resumed."""

from __future__ import annotations

import pytest

from reqon_language import parse
from reqon_language.model import Project
from reqon_language.model.identity import Completed, identities
from reqon_language.rules import Diagnostic, report, report_in
from reqon_language.rules.surroundings import Surroundings, Waiting
from reqon_language.syntax import ast

MISSION = """mission Close {
  source Api { auth: none, base: "https://api.example.com" }
  store orders: file("orders")
  action Fetch {
    get "/orders" { allow: [404] }
    store response -> orders { key: .id }
  }
  action Send {
    for order in orders {
      put "/copy/{order.id}" { body: order }
    }
    clear orders
  }
  run Fetch then Send
}
"""
BOUND = (("Fetch.0", True), ("Fetch.1", True), ("Send.0", False), ("Send.0.0", True))


def waiting(*texts: str) -> Surroundings:
    """An execution that fetched, is in its loop, and has sent some orders."""
    actions = {
        node.name.text: node
        for text in texts
        for mission in parse(text).program.items
        for node in _members(mission.node)
        if isinstance(node, ast.Action)
    }
    completed = Completed((("Fetch",), ("Send",)), identities(actions), BOUND)
    return Surroundings(waiting=(Waiting("exec_1", "Close", "failed", "record.json", completed),))


def _members(node: object) -> list[object]:
    return [member.node for member in node.members] if isinstance(node, ast.Mission) else [node]


def edited(found: tuple[Diagnostic, ...], text: str) -> list[str]:
    """The first line of what the rule underlines."""
    return [text[d.span.start : d.span.end].splitlines()[0] for d in found if d.code == "RQ7020"]


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("", "", []),
        ("    get", "\n    // why\n    get", []),
        ("allow: [404]", "allow:   [ 404 ]", []),
        ("clear orders", "", []),
        ("clear orders", "put \"/done\"", []),
        ("allow: [404]", "allow: [404, 410]", ['get "/orders" { allow: [404, 410] }']),
        ("    get", "    let x = 1\n    get", ["let x = 1"]),
        ("    store response -> orders { key: .id }\n", "", ["Fetch"]),
        ("in orders {", "in orders where .open {", ["for order in orders where .open {"]),
        ("body: order", "body: order.id", ['put "/copy/{order.id}" { body: order.id }']),
        ("run Fetch then Send", "run Send then Fetch", ["Send"]),
        ("run Fetch then Send", "run Fetch", ["run Fetch"]),
        ("run Fetch then Send", "run Fetch then Send then Fetch", []),
    ],
)  # fmt: skip
def test_the_edited_step_is_marked(old: str, new: str, marked: list[str]) -> None:
    """Steps that ran and the header of the loop in progress; what comes later may be mended."""
    text = MISSION.replace(old, new, 1) if old else MISSION
    found = report(parse(text), surroundings=waiting(MISSION)).diagnostics
    assert edited(found, text) == marked
    for diagnostic in found:
        if diagnostic.code == "RQ7020":
            assert diagnostic.related[0].path == "record.json"
            assert "exec_1" in diagnostic.message


def test_a_statement_being_typed_is_not_an_edit_yet() -> None:
    """While a declaration cannot be read, nothing is said about it."""
    text = MISSION.replace("allow: [404] }", "allow: [404")
    assert edited(report(parse(text), surroundings=waiting(MISSION)).diagnostics, text) == []


def test_an_edit_is_marked_in_the_part_of_the_folder_it_is_made_in() -> None:
    """The root and other parts stay quiet."""
    start = MISSION.index("  action Fetch")
    end = MISSION.index("  action Send")
    root, part = MISSION[:start] + MISSION[end:], MISSION[start:end]
    surroundings = waiting(root, part)
    project = Project("mission.vague").with_file("mission.vague", parse(root))
    changed = part.replace("404", "410")
    for text, marked in ((part, []), (changed, ['get "/orders" { allow: [410] }'])):
        project = project.with_file("fetch.vague", parse(text))
        found = report_in(project, "fetch.vague", surroundings=surroundings).diagnostics
        assert edited(found, text) == marked
        found = report_in(project, "mission.vague", surroundings=surroundings).diagnostics
        assert edited(found, root) == []


def test_imported_actions_are_part_of_the_mission() -> None:
    """Neither are they taken for removed, nor do they hide an edit."""
    shared = "action Fetch { clear orders }\nstore orders: memory"
    text = (
        'import { Fetch } from "shared.vague"\nmission Close { action Send { run Fetch } run Send }'
    )
    bodies = "action Send { run Fetch }"
    completed = waiting(shared, bodies).waiting[0].completed
    steps = Completed((("Send",),), completed.steps, (("Send.0", True), ("Fetch.0", True)))
    execution = Waiting("exec_1", "Close", "failed", "record.json", steps)
    project = Project().with_file("a.vague", parse(text)).with_file("shared.vague", parse(shared))
    for lent, marked in ((shared, []), (shared.replace("clear", "delete"), ["run Fetch"])):
        project = project.with_file("shared.vague", parse(lent))
        surroundings = Surroundings(waiting=(execution,))
        found = report_in(project, "a.vague", surroundings=surroundings).diagnostics
        assert edited(found, text) == marked
