"""Quick fixes mend what they are offered for, and nothing else changes."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.specs import Case, cases
from language.features.cursors import expanded, with_stops
from language.rules.test_rules import checked
from reqon_language import parse
from reqon_language.features.formatting import format_text
from reqon_language.rules import RULES, Diagnostic, Fix, Rule, apply, report
from reqon_language.rules.fixes import FIXERS, applicable, fixes
from reqon_language.tabstops import snippet_edits

FOLDER = Path(__file__).parent / "fixes"
CASES = cases(*(str(path) for path in sorted(FOLDER.glob("*.md"))))
EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.vague"))
PROGRAMS = [
    *(path.read_text(encoding="utf-8") for path in EXAMPLES),
    *(case.blocks["vague"] for case in CASES),
]


def offered(rule: Rule, text: str) -> tuple[Fix, ...]:
    """Return the fixes of the first finding of a rule in a text."""
    tree = parse(text)
    model = report(tree, surroundings=rule.surroundings).model
    found = (one for one in checked(rule, text) if one.code == rule.code)
    first = next(found, None)
    return fixes(model, tree, first) if first else ()


FIXABLE = {
    code: rule
    for code, rule in RULES.items()
    if code in FIXERS or offered(rule, rule.program(rule.bad))
}
UNFIXABLE = {
    "RQ1007", "RQ1008", "RQ2007", "RQ2009", "RQ3012", "RQ3020", "RQ3022", "RQ4009", "RQ4019",
    "RQ4020", "RQ5004", "RQ5005", "RQ5102", "RQ5106", "RQ5203", "RQ5205", "RQ6008", "RQ6015",
    "RQ6018", "RQ6019", "RQ7001", "RQ7002", "RQ7004", "RQ7005", "RQ7006", "RQ7011", "RQ7014",
    "RQ7015", "RQ7016", "RQ7017", "RQ7020", "RQ8007", "RQ8009",
}  # fmt: skip
"""Codes whose way out only the author knows: the catalogue names no fix for them."""
BEYOND_THE_FILE = {
    "RQ3005": "the nearest transform, of which the example has none",
    "RQ5402": "a request for many items at once, which the API has to offer",
    "RQ8002": "a move into another file",
    "RQ8006": "another name of the file",
}
"""Codes whose fix is no edit of the example."""
EVERY_FIXABLE_RULE = pytest.mark.parametrize("rule", FIXABLE.values(), ids=FIXABLE)


def test_every_rule_has_a_fix_unless_the_catalogue_names_none() -> None:
    """A rule that loses its fix, or gets one, has to say so here."""
    assert RULES.keys() - FIXABLE.keys() == UNFIXABLE | BEYOND_THE_FILE.keys()


@EVERY_FIXABLE_RULE
def test_every_fix_of_the_example_removes_the_finding_and_breaks_nothing(rule: Rule) -> None:
    """The mended program parses, lacks the finding and has no error that it did not have."""
    text = rule.program(rule.bad)
    before = checked(rule, text)
    found = offered(rule, text)
    assert found
    for fix in found:
        mended = apply(text, [fix])
        after = checked(rule, mended)
        assert parse(mended).errors == ()
        assert count(rule.code, after) < count(rule.code, before)
        errors = {diagnostic.code for diagnostic in after if diagnostic.severity == "error"}
        assert errors <= {diagnostic.code for diagnostic in before}


@EVERY_FIXABLE_RULE
def test_every_blank_of_a_fix_is_found_in_what_it_writes(rule: Rule) -> None:
    """And with the places marked it writes the same."""
    text = rule.program(rule.bad)
    for fix in offered(rule, text):
        assert len(fix.stops) == len(fix.blanks)
        assert expanded(text, snippet_edits(text, fix.edits, fix.stops)) == apply(text, [fix])


@EVERY_FIXABLE_RULE
def test_a_formatted_example_stays_formatted(rule: Rule) -> None:
    """A fix writes as the formatter does, so that saving does not change it once more.

    What has a syntax error is not formatted at all before it is mended.
    """
    text = format_text(rule.program(rule.bad))
    if parse(text).errors:
        return
    for fix in offered(rule, text):
        mended = apply(text, [fix])
        assert format_text(mended) == mended


@EVERY_FIXABLE_RULE
def test_line_ends_are_kept(rule: Rule) -> None:
    """In a file with Windows line ends every new line has one."""
    text = rule.program(rule.bad)
    unix = [apply(text, [fix]) for fix in offered(rule, text)]
    windows = text.replace("\n", "\r\n")
    found = [apply(windows, [fix]) for fix in offered(rule, windows)]
    assert found == [mended.replace("\n", "\r\n") for mended in unix]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_fixes_are_those_their_specification_shows(case: Case) -> None:
    """All fixes of a finding, the preferred one first, and what each changes.

    `${1:…}` are the places that an editor leads through, for their author to write.
    """
    assert shown(case) == case.blocks["fixes"]


@given(text=st.sampled_from(PROGRAMS), cut=st.integers(0, 4000), length=st.integers(1, 40))
@settings(max_examples=150, deadline=None)
def test_fixes_of_a_damaged_program_are_sound(text: str, cut: int, length: int) -> None:
    """Whatever is missing, making fixes fails nowhere, and those made together do not collide."""
    damaged = text[: cut % len(text)] + text[cut % len(text) + length :]
    tree = parse(damaged)
    found = report(tree)
    for diagnostic in found.diagnostics:
        for fix in fixes(found.model, tree, diagnostic):
            assert fix.edits
            assert all(0 <= e.span.start <= e.span.end <= len(damaged) for e in fix.edits)
            assert apply(damaged, [fix]) != damaged
    apply(damaged, applicable(found.model, tree, found.diagnostics, unsafe=True))


WHOLE_ONLY = {"RQ3013", "RQ8008"}
"""What is said of declarations without syntax errors only, and so, perhaps, after a fix."""


@pytest.mark.parametrize("text", PROGRAMS)
def test_safe_fixes_do_not_change_what_a_program_means(text: str) -> None:
    """After all safe fixes, one round after the other, the same is reported but for them."""
    before = report(parse(text)).diagnostics
    mended, fixed = text, set[str]()
    for _ in range(20):
        tree = parse(mended)
        found = report(tree)
        chosen = applicable(found.model, tree, found.diagnostics)
        if not chosen:
            break
        mended = apply(mended, chosen)
        fixed |= {fix.code for fix in chosen}
    left = {(d.code, d.message) for d in report(parse(mended)).diagnostics}
    kept = {(d.code, d.message) for d in before if d.code not in fixed}
    assert kept <= left
    assert {code for code, _ in left - kept} <= WHOLE_ONLY


def shown(case: Case) -> str:
    """Return the fixes of a case as its specification shows them."""
    text = case.blocks["vague"]
    parts = []
    for fix in offered(RULES[case.title.split(":")[0]], text):
        mended = apply(text, [fix])
        assert format_text(mended) == mended or parse(text).errors or format_text(text) != text
        drawn = with_stops(mended, fix.stops)
        lines = difflib.unified_diff(text.splitlines(), drawn.splitlines(), lineterm="", n=1)
        changes = [line.rstrip() for line in [*lines][2:] if not line.startswith("@@")]
        parts.append("\n".join([f"{fix.title} ({fix.safety})", "\n".join(changes).strip("\n")]))
    return "\n\n".join(parts) + "\n"


def count(code: str, found: list[Diagnostic]) -> int:
    """Return how often a code is reported."""
    return sum(diagnostic.code == code for diagnostic in found)
