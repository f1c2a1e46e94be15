"""A mission of many members, edited: what is kept of each gives what a fresh check finds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reqon_language import parse
from reqon_language.model import analysis
from reqon_language.model.body import facts_of
from reqon_language.rules import Report, report
from reqon_language.syntax.incremental import edit

TEXT = (Path(__file__).parents[1] / "many_actions.vague").read_text(encoding="utf-8")
ACROSS = {
    "RQ3013", "RQ3017", "RQ3020", "RQ3021", "RQ3022", "RQ4011", "RQ5205", "RQ5301", "RQ5302",
    "RQ5304", "RQ6010", "RQ7014",
}  # fmt: skip
"""Findings of rules that look at a mission as a whole; all of them are in the text."""


class Editing:
    """A text and the report on it, made anew or from that of the text before."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tree = parse(text)
        self.report: Report = report(self.tree)

    def put(self, start: int, end: int, words: str) -> None:
        """Replace `[start, end)`, and compare with what a fresh check finds."""
        self.text = self.text[:start] + words + self.text[end:]
        self.tree = edit(self.tree, start, end, words)
        self.report = report(self.tree, previous=self.report)
        fresh = report(parse(self.text))
        assert self.report.diagnostics == fresh.diagnostics
        assert self.report.model.declarations() == fresh.model.declarations()
        own = [(body.names, body.facts.names) for body in self.report.model.bodies]
        assert own == [(body.names, body.facts.names) for body in fresh.model.bodies]


def test_the_text_has_something_for_the_rules_about_whole_missions() -> None:
    """Otherwise nothing here would prove anything."""
    assert {found.code for found in report(parse(TEXT)).diagnostics} >= ACROSS


@pytest.mark.parametrize("line", [n for n, line in enumerate(TEXT.split("\n")) if line.strip()])
def test_a_line_that_goes_and_comes_back(line: int) -> None:
    """Each line of the mission, taken out at once and put back in pieces."""
    lines = TEXT.splitlines(keepends=True)
    start = sum(map(len, lines[:line]))
    end = start + len(lines[line])
    editing = Editing(TEXT)
    editing.put(start, end, "")
    middle = (start + end) // 2
    editing.put(start, start, TEXT[start:middle])
    editing.put(middle, middle, TEXT[middle:end])
    assert editing.text == TEXT


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ('get "/orders"\n', "    run Idle\n"),
        ('put "/round" ', "match response { _ -> skip } "),
        ("let total = length(page) * factor", " + unread"),
        ("action Idle { ", "let factor = 4 for order in copies { skip } "),
        ("schema NotFound { ", "code: string, "),
        ("source Spare { ", 'idempotency: { header: "Key" }, '),
    ],
)
def test_words_typed_into_a_member(before: str, words: str) -> None:
    """Letter by letter, and taken back by letters: every state on the way is checked."""
    editing = Editing(TEXT)
    at = TEXT.index(before) + len(before)
    for place, letter in enumerate(words, at):
        editing.put(place, place, letter)
    for place in range(at + len(words) - 1, at - 1, -1):
        editing.put(place, place + 1, "")
    assert editing.text == TEXT


_MEMBERS = [*re.finditer(r"^  \w[^\n]*\n(?:    [^\n]*\n)*(?:  \}\n)?", TEXT, re.MULTILINE)]
_NAMED = re.compile(r"\b(?:source|store|schema|transform|action|let) [A-Za-z]\w*")


@pytest.mark.parametrize("place", [m.end() for m in _NAMED.finditer(TEXT)])
def test_a_declaration_that_is_called_something_else(place: int) -> None:
    """Letter by letter, so that its name is for a while one that nobody declares or another has."""
    editing = Editing(TEXT)
    for letter in "12":
        editing.put(place, place, letter)
    for _ in "12":
        editing.put(place, place + 1, "")
    editing.put(place - 1, place, "")
    editing.put(place - 1, place - 1, TEXT[place - 1])
    assert editing.text == TEXT


@pytest.mark.parametrize("member", range(len(_MEMBERS)))
def test_a_member_that_goes_and_comes_back_elsewhere(member: int) -> None:
    """Whole members, taken out at once, put in behind the last one, and back into their place."""
    found = _MEMBERS[member]
    editing, words = Editing(TEXT), found[0]
    end = _MEMBERS[-1].end()
    editing.put(end, end, words)
    editing.put(found.start(), found.end(), "")
    editing.put(found.start(), found.start(), words + words)
    editing.put(found.start(), found.end(), "")
    editing.put(end, end + len(words), "")
    assert editing.text == TEXT


@pytest.mark.parametrize("kind", ["file", "memory", "sql"])
def test_a_store_that_is_kept_elsewhere(kind: str) -> None:
    """Another adapter is a name around every declaration, and few go by it."""
    editing = Editing(TEXT)
    for found in reversed([*re.finditer(r"store \w+: (\w+)", TEXT)]):
        editing.put(found.start(1), found.end(1), kind)


def test_a_report_that_was_settled_serves_as_well() -> None:
    """What was let go of is worked out again; it is only never kept for files nobody edits."""
    editing = Editing(TEXT)
    editing.report.settle()
    at = TEXT.index("factor = 2")
    editing.put(at, at + 6, "other")


def test_a_keystroke_looks_at_one_member(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the member that was typed into gets new facts; those before it stay where they are."""
    seen: list[str] = []

    def counting(node: object, names: object) -> object:
        seen.append(type(node).__name__)
        return facts_of(node, names)  # type: ignore[arg-type]

    monkeypatch.setattr(analysis, "facts_of", counting)
    editing = Editing(TEXT)
    seen.clear()
    at = TEXT.index("/orders/1") + 1
    tree = edit(editing.tree, at, at, "x")
    after = report(tree, previous=editing.report)
    assert seen == ["Action"]
    before = editing.report.model.sections[0].node.bodies
    now = after.model.sections[0].node.bodies
    kept = [one is other for one, other in zip(before, now, strict=True)]
    assert kept.index(False) == next(
        index for index, body in enumerate(before) if body.extent.start <= at < body.extent.end
    )
