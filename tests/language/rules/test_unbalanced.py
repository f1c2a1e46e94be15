"""Where braces do not add up, the one that indentation speaks against is named."""

from __future__ import annotations

import pytest

from reqon_language.rules import check
from reqon_language.syntax import parse


@pytest.mark.parametrize(
    "program",
    [
        "mission M @{\n  action A {\n    for x in xs %{\n      skip\n  }\n  run A\n}\n",
        "mission M @{\n  action A %{\n    for x in xs {\n      skip\n    }\n  run A\n}\n",
        "mission M {\n  action A @{\n    if a %{\n      skip\n  }\n  action B {\n  }\n}\n",
        "mission M {\n  action A {\n    skip\n  }\n  %}\n  run A\n@}\n",
        "mission M @{\n  action A {\n    skip\n  }\n  run A\n",
        "mission M {\n  source A { auth: none }\n} @}\n",
    ],
    ids=["of a loop", "of an action", "next action", "one too much", "the last one", "on a line"],
)
def test_the_brace_that_is_indented_otherwise_is_named(program: str) -> None:
    """`@` is before what is reported, `%` before what is named: nothing where no brace is odd."""
    text = program.translate({ord(mark): None for mark in "@%"})
    found = [one for one in check(parse(text)) if one.code in ("RQ2001", "RQ2002")]
    assert [one.span.start for one in found] == [_place(program, "@")]
    named = [related.span.start for one in found for related in one.related]
    assert named == ([_place(program, "%")] if "%" in program else [])


def _place(program: str, mark: str) -> int:
    before = program[: program.index(mark)]
    return sum(character not in "@%" for character in before)
