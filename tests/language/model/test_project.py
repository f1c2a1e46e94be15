"""Files of a mission folder know each other's declarations."""

from __future__ import annotations

from reqon_language import parse
from reqon_language.model import analyze, merge, summarize

ROOT = 'mission M { source Api { auth: none, base: "https://a.example" } store s: memory run A }'
PART = 'action A { get "/x" store response -> s { key: .id } }'
PROJECT = merge({"root": summarize(parse(ROOT).program), "part": summarize(parse(PART).program)})


def test_a_part_sees_the_members_of_the_mission() -> None:
    """Without them its source and its store would be unknown."""
    alone = analyze(parse(PART))
    together = analyze(parse(PART), around=PROJECT.around("part"))
    assert [r.name for r in alone.references() if r.problem] == ["s"]
    assert [r.name for r in together.references() if r.problem] == []


def test_the_mission_sees_the_actions_of_its_parts() -> None:
    """`run` names them."""
    model = analyze(parse(ROOT), around=PROJECT.around("root"))
    assert [r.name for r in model.references() if r.problem] == []


def test_declarations_are_found_with_their_files() -> None:
    """Definition and rename go from file to file."""
    assert [path for path, _ in PROJECT.declarations("action", "A")] == ["part"]
    assert [path for path, _ in PROJECT.declarations("store")] == ["root"]
