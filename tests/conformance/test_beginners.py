"""Programs of people who know other languages: each mistake is told once, with a way out.

The `findings` of a case are all there are: `line:column code message`, and behind an arrow what
to write instead or else what to do.
"""

from __future__ import annotations

import pytest

from conformance.specs import Case, cases
from fuzz.laws import assert_formats
from reqon_language import parse
from reqon_language.rules import Diagnostic, check


def told(text: str) -> list[tuple[Diagnostic, str]]:
    """Return what is found in a program, each with the line that a case has for it."""
    tree = parse(text)
    found = []
    for one in check(tree):
        place = tree.lines.position(one.span.start)
        way = one.suggestion if one.suggestion is not None else one.help
        way = "remove it" if way == "" else way
        line = f"{place.line + 1}:{place.column + 1} {one.code} {one.message}"
        found.append((one, line if way is None else f"{line} -> {way}"))
    return found


EVERY_CASE = pytest.mark.parametrize("case", cases("beginners.md"), ids=str)


@EVERY_CASE
def test_each_mistake_is_told_once_where_it_is(case: Case) -> None:
    """Nothing else is said: no mistake makes another one appear."""
    assert [line for _, line in told(case.blocks["vague"])] == case.blocks["findings"].splitlines()


@EVERY_CASE
def test_what_is_wrong_survives_formatting(case: Case) -> None:
    """The formatter neither mends nor worsens what it cannot read."""
    assert_formats(case.blocks["vague"])
