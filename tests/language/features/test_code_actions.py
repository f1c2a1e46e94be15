"""Refactorings, drawn before and after.

The cases are in `code_actions/*.md`: in `vague` `«` and `»` enclose the selection, or `$0` is the
cursor; `title` is what is offered and `after` what becomes of it, `${1:…}` being the places that
an editor leads through afterwards. Without `after` nothing that
begins with `title` may be offered. Programs without a mission are the steps of an action.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from conformance.specs import Case, cases
from language.features.cursors import expanded, with_stops
from language.features.projects import project_of
from reqon_language.edits import apply_edits
from reqon_language.features.code_actions import Offer, edits_of, refactorings, stops_of
from reqon_language.features.formatting import format_text
from reqon_language.rules import RULES
from reqon_language.rules.checking import report_in
from reqon_language.syntax import parse
from reqon_language.syntax.ast import Span
from reqon_language.tabstops import snippet_edits

FOLDER = Path(__file__).parent / "code_actions"
CASES = cases(*(str(path) for path in sorted(FOLDER.glob("*.md"))))
EXAMPLES = sorted((Path(__file__).parents[3] / "examples").rglob("*.vague"))
FRAME = """\
mission Example {
  source Api { auth: none, base: "https://api.example.com" }
  source Crm from "./crm.yaml" { auth: none }
  store orders: file("orders")
  store lines: memory("lines")

  schema Order {
    id: string,
    total: number?,
    lines: array<Line>
  }

  schema Line {
    sku: string,
    count: int
  }

  action Work {
    STEPS
  }

  run Work
}
"""


def whole(text: str) -> str:
    """Return a program as it is, steps inside of the frame."""
    if "mission " in text:
        return text
    return FRAME.replace(
        "STEPS", text.rstrip("\n").replace("\n", "\n    ").replace("\n    \n", "\n\n")
    )


def selected(marked: str) -> tuple[str, Span]:
    """Return a program without its marks and what they enclose."""
    text = re.sub(r"[«»]|\$0", "", marked)
    places = [found.start() for found in re.finditer(r"[«»]|\$0", marked)]
    start = places[0]
    end = places[1] - 1 if marked[start] == "«" else start
    return text, Span(start, end)


def offers(text: str, span: Span) -> dict[str, Offer]:
    found = refactorings(project_of({"a.vague": text}), "a.vague", span)
    assert len({offer.name for offer in found}) == len(found)
    return {offer.title: offer for offer in found}


def refactored(text: str, offer: Offer) -> tuple[str, str]:
    """Return what becomes of a text, and the same with the places an editor leads through."""
    project = project_of({"a.vague": text})
    edits = edits_of(project, "a.vague", offer)
    stops, after = stops_of(project, "a.vague", offer, edits), apply_edits(text, edits)
    assert expanded(text, snippet_edits(text, edits, stops)) == after
    return after, with_stops(after, stops)


def errors(text: str) -> list[str]:
    """Return the codes of the errors and warnings of a program."""
    found = report_in(project_of({"a.vague": text}), "a.vague").diagnostics
    return sorted(one.code for one in found if one.severity in ("error", "warning"))


def test_there_are_cases() -> None:
    assert len(CASES) > 30


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_refactoring_does_what_is_drawn(case: Case) -> None:
    """Nothing else changes, nothing gets wrong, and what was formatted stays formatted."""
    text, span = selected(whole(case.blocks["vague"]))
    title = case.blocks["title"].strip()
    found = offers(text, span)
    if "after" not in case.blocks:
        assert not [one for one in found if one.startswith(title)]
        return
    assert title in found
    after, drawn = refactored(text, found[title])
    assert drawn == whole(case.blocks["after"])
    assert parse(after).errors == ()
    assert set(errors(after)) <= set(errors(text))
    if format_text(text) == text:
        assert format_text(after) == after


@pytest.mark.parametrize("case", [c for c in CASES if "after" in c.blocks], ids=str)
def test_lines_end_as_in_the_rest_of_the_file(case: Case) -> None:
    """With carriage returns the same happens, with carriage returns."""
    marked = whole(case.blocks["vague"]).replace("\n", "\r\n")
    text, span = selected(marked)
    found = offers(text, span)
    title = case.blocks["title"].strip()
    _, drawn = refactored(text, found[title])
    assert drawn == whole(case.blocks["after"]).replace("\n", "\r\n")


PROGRAMS = {path.name: path.read_text(encoding="utf-8") for path in EXAMPLES}
PROGRAMS |= {code: rule.program(rule.good) for code, rule in RULES.items()}


@pytest.mark.parametrize("text", PROGRAMS.values(), ids=PROGRAMS)
def test_whatever_is_offered_anywhere_is_sound(text: str) -> None:
    """At words and for lines of real missions: no new finding, whatever is chosen."""
    project = project_of({"a.vague": text})
    before = Counter(errors(text))
    step = 1 + len(text) // 800
    spans = [Span(match.start(), match.start()) for match in re.finditer(r"\b\w+", text)][::step]
    lines = [*re.finditer(r"^ *(\S.*)$", text, re.MULTILINE)]
    spans += [
        Span(first.start(1), last.end(1))
        for number, first in enumerate(lines)
        for last in lines[number : number + 4]
    ][::step]
    seen: set[str] = set()
    for span in spans:
        for offer in refactorings(project, "a.vague", span):
            after = apply_edits(text, edits_of(project, "a.vague", offer))
            if after not in seen:
                seen.add(after)
                assert len(parse(after).errors) <= len(parse(text).errors), (offer.title, span)
                assert Counter(errors(after)) <= before, (offer.title, span, after)
