"""The documentation of every rule is true: its examples are checked as they are printed."""

from __future__ import annotations

import re

import pytest

from reqon_language import parse
from reqon_language.rules import RULES, Diagnostic, Rule, report
from reqon_language.rules.checking import FAMILIES

EVERY_RULE = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
MENDING = ("RQ1002", "RQ2003", "RQ2004", "RQ2005", "RQ3001", "RQ3002", "RQ3003", "RQ3004")


ERROR_HANDLING = "RQ8008"


def checked(rule: Rule, text: str) -> list[Diagnostic]:
    """Check an example; only the rule about it minds that errors of requests are not handled."""
    found = report(parse(text), surroundings=rule.surroundings).diagnostics
    aside = {ERROR_HANDLING} - {rule.code}
    of_frame = rule.code == ERROR_HANDLING and rule.frame == "steps"
    return [
        diagnostic
        for diagnostic in found
        if diagnostic.code not in aside and not (of_frame and "`Fetch`" in diagnostic.message)
    ]


@EVERY_RULE
def test_bad_example_is_reported_by_its_rule_and_no_other(rule: Rule) -> None:
    """A reader of the example sees exactly the mistake the page is about."""
    found = checked(rule, rule.program(rule.bad))
    assert {diagnostic.code for diagnostic in found} == {rule.code}
    assert {diagnostic.severity for diagnostic in found} == {rule.severity}


@EVERY_RULE
def test_good_example_is_clean(rule: Rule) -> None:
    """The way out that a page shows leads to no other finding, not even a hint."""
    assert checked(rule, rule.program(rule.good)) == []


@EVERY_RULE
def test_suggestion_put_in_place_removes_the_finding(rule: Rule) -> None:
    """Quick fixes mend: after the replacement the program is clean."""
    text = rule.program(rule.bad)
    found = [diagnostic for diagnostic in checked(rule, text) if diagnostic.suggestion is not None]
    if rule.code in MENDING:
        assert found
    for diagnostic in found:
        span = diagnostic.span
        mended = text[: span.start] + str(diagnostic.suggestion) + text[span.end :]
        assert checked(rule, mended) == []


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
    for diagnostic in checked(rule, rule.program(rule.bad)):
        assert not diagnostic.message[0].isupper()
        assert not diagnostic.message.endswith(".")
        assert diagnostic.help is None or not diagnostic.help.endswith(".")


def test_no_code_is_used_twice() -> None:
    """A code means one rule for ever."""
    assert len(RULES) == sum(len(family.RULES) for family in FAMILIES)
