"""The documentation of every rule is true: its examples are checked as they are printed."""

from __future__ import annotations

import re

import pytest

from reqon_language import parse
from reqon_language.rules import RULES, Diagnostic, Rule, check
from reqon_language.rules.checking import FAMILIES

EVERY_RULE = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
MENDING = ("RQ1002", "RQ2003", "RQ2004", "RQ2005", "RQ3001", "RQ3002", "RQ3003", "RQ3004")


def checked(text: str) -> list[Diagnostic]:
    return check(parse(text))


@EVERY_RULE
def test_bad_example_is_reported_by_its_rule_and_no_other(rule: Rule) -> None:
    """A reader of the example sees exactly the mistake the page is about."""
    found = checked(rule.program(rule.bad))
    assert {diagnostic.code for diagnostic in found} == {rule.code}
    assert {diagnostic.severity for diagnostic in found} == {rule.severity}


@EVERY_RULE
def test_good_example_is_clean(rule: Rule) -> None:
    """The way out that a page shows leads to no other finding, not even a hint."""
    assert checked(rule.program(rule.good)) == []


@EVERY_RULE
def test_suggestion_put_in_place_removes_the_finding(rule: Rule) -> None:
    """Quick fixes mend: after the replacement the program is clean."""
    text = rule.program(rule.bad)
    found = [diagnostic for diagnostic in checked(text) if diagnostic.suggestion is not None]
    if rule.code in MENDING:
        assert found
    for diagnostic in found:
        span = diagnostic.span
        mended = text[: span.start] + str(diagnostic.suggestion) + text[span.end :]
        assert checked(mended) == []


@EVERY_RULE
def test_documentation_is_complete(rule: Rule) -> None:
    """Every rule says what it does, why, and how to mend it, in sentences."""
    assert re.fullmatch(r"RQ\d{4}", rule.code)
    assert rule.title
    assert not rule.title.endswith(".")
    for sentence in (rule.what, rule.why, rule.fix):
        assert re.fullmatch(r"[A-Z`].*\.", sentence, re.DOTALL)


@EVERY_RULE
def test_message_names_the_matter_and_ends_without_a_stop(rule: Rule) -> None:
    """Messages are phrases in lower case, as compilers write them; help is one, too."""
    for diagnostic in checked(rule.program(rule.bad)):
        assert not diagnostic.message[0].isupper()
        assert not diagnostic.message.endswith(".")
        assert diagnostic.help is None or not diagnostic.help.endswith(".")


def test_no_code_is_used_twice() -> None:
    """A code means one rule for ever."""
    assert len(RULES) == sum(len(family.RULES) for family in FAMILIES)
