"""`// reqon: ignore[…]`: which line a comment is about, and comments without effect."""

from __future__ import annotations

import pytest

from reqon_language import parse
from reqon_language.rules import RULES, check

FRAME = RULES["RQ3013"]


def codes(steps: str) -> set[str]:
    """Return what is reported for steps, hints aside."""
    found = check(parse(FRAME.program(steps)))
    return {item.code for item in found if item.severity != "hint"}


@pytest.mark.parametrize(
    "steps",
    [
        "let start = 1 // reqon: ignore[RQ3013]",
        "let start = 1 # reqon:ignore[RQ3013]  // why",
        "// reqon: ignore[RQ3013]\nlet start = 1",
        "// reqon: ignore[RQ3013]\n\n// another remark\nlet start = 1",
        "let start = '\\d' // reqon: ignore[RQ3013, RQ1003, RQ1006]",
        "let start = 1\nlet end = 2\n// reqon: ignore-file[RQ3013]",
        "// reqon: ignore-file[RQ3013] the caller reads them\nlet start = 1\nlet end = 2",
    ],
)
def test_a_comment_silences_its_own_line_or_the_next(steps: str) -> None:
    """Behind code about that line, alone about the next one with code; `-file` about all lines."""
    assert codes(steps) - {"RQ1005"} == set()


@pytest.mark.parametrize(
    ("steps", "reported"),
    [
        ("let start = 1\n// reqon: ignore[RQ3013]", {"RQ3013", "RQ8011"}),
        ("let start = 1 // reqon: ignore[RQ3014]", {"RQ3013", "RQ8011"}),
        ("let start = 1 // reqon: ignore[RQ3O13]", {"RQ3013", "RQ8011"}),
        ("let start = 1 // reqon: ignore", {"RQ3013", "RQ8011"}),
        ("let start = 1 // reqon: ignore-file", {"RQ3013", "RQ8011"}),
        ("let start = 1 // reqon: ignore-file[RQ3014]", {"RQ3013", "RQ8011"}),
        ("gett 1 // reqon: ignore-file[RQ2003]", {"RQ2003"}),
        ('let start = "// reqon: ignore[RQ3013]"', {"RQ3013"}),
        ("gett 1 // reqon: ignore[RQ2003]", {"RQ2003"}),
    ],
)
def test_a_comment_without_effect_is_reported(steps: str, reported: set[str]) -> None:
    """Wrong line, wrong code, no code, in a string; errors of syntax are never silenced."""
    assert codes(steps) >= reported
    assert ("RQ8011" in codes(steps)) == ("RQ8011" in reported)


def test_rules_the_caller_did_not_ask_for_are_not_called_idle() -> None:
    """Whether a time is over is known only with a clock, so the comment may have an effect."""
    text = RULES["RQ7005"].program('schedule: at "2020-01-01" // reqon: ignore[RQ7005]')
    assert [item for item in check(parse(text)) if item.severity != "hint"] == []
