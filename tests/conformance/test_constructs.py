"""Every construct is read, judged and laid out as its specification in `constructs/` says.

A case without a `diagnostics` block is clean; without a `formatted` block it is written in the
canonical style; a `tree` block is the outline of what the text is read as.
"""

from __future__ import annotations

import pytest

from conformance.frames import FRAMES, UNUSED, Framed, framed, unframed
from conformance.outline import outline_of
from conformance.specs import Case, construct_cases
from fuzz.laws import assert_formats
from reqon_language import parse
from reqon_language.features.formatting import format_text
from reqon_language.rules import check
from reqon_language.text import LineIndex

CASES = construct_cases()
EVERY_CASE = pytest.mark.parametrize("case", CASES, ids=str)


def findings(case: Case) -> str:
    """Return the findings inside a case's program: `line severity code` and the marked text.

    Lines count from the first of the fragment. Line breaks in the text are shown as `\\n`.
    """
    program = framed(case.frame, case.blocks["vague"])
    tree = parse(program.text)
    first = LineIndex(program.text).position(program.start).line
    lines = []
    for found in check(tree):
        span = found.span
        fragment = case.frame != "file"
        if not program.holds(span.start, span.end) or (fragment and found.code in UNUSED):
            continue
        line = tree.lines.position(span.start).line - first + 1
        marked = program.text[span.start : span.end].replace("\n", "\\n")
        lines.append(f"{line} {found.severity} {found.code} {marked}".rstrip() + "\n")
    return "".join(lines)


@EVERY_CASE
def test_construct_is_judged_as_specified(case: Case) -> None:
    """Exactly the findings listed, hints included, in source order."""
    assert findings(case) == case.blocks.get("diagnostics", "")


@EVERY_CASE
def test_construct_is_laid_out_as_specified(case: Case) -> None:
    """The formatter makes the `formatted` block of it, or leaves it as it is."""
    program = framed(case.frame, case.blocks["vague"])
    expected = case.blocks.get("formatted", case.blocks["vague"])
    assert unframed(case.frame, format_text(program.text)) == expected


@EVERY_CASE
def test_construct_survives_formatting(case: Case) -> None:
    """Its meaning and its comments stay, and nothing changes the second time."""
    assert_formats(framed(case.frame, case.blocks["vague"]).text)


@pytest.mark.parametrize("case", [c for c in CASES if "tree" in c.blocks], ids=str)
def test_construct_is_read_as_specified(case: Case) -> None:
    """The typed tree has the shape listed, and its tokens are the text."""
    program = framed(case.frame, case.blocks["vague"])
    tree = parse(program.text)
    assert tree.text == program.text
    assert outline_of(tree, program) == case.blocks["tree"]


@pytest.mark.parametrize("frame", FRAMES)
def test_frames_are_sound(frame: str) -> None:
    """An empty frame has no errors, and is in the canonical style."""
    empty: Framed = framed(frame, "")
    errors = [found.code for found in check(parse(empty.text)) if found.severity == "error"]
    assert errors == []
