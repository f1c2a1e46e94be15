"""The rules are those of the specification: each code exists, with its severity and its page."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from reqon_language.rules import RULES

ROOT = Path(__file__).parents[3]
_TABLES = tomllib.loads(Path(__file__).with_name("catalogue.toml").read_text(encoding="utf-8"))
CATALOGUE = {
    code: severity
    for family in _TABLES.values()
    for code, severity in family.items()
    if code.startswith("RQ")
}
ADDED = {"RQ8011": "a `reqon: ignore` comment without effect, which only our suppression can have"}


def test_the_catalogue_is_whole() -> None:
    """146 codes of section 3.4, and the one durability asks for, each in its family's table."""
    assert len(CATALOGUE) == 147
    for number, family in _TABLES.items():
        codes = set(family) - {"family"}
        assert all(code.startswith(f"RQ{number}") for code in codes)


def test_every_code_of_the_catalogue_has_a_rule_and_no_other_code_has() -> None:
    """Neither is a code forgotten, nor one made up without a reason."""
    assert CATALOGUE.keys() <= RULES.keys()
    assert RULES.keys() - CATALOGUE.keys() == ADDED.keys()


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_rule_is_as_severe_as_the_catalogue_says(code: str) -> None:
    """What is an error, and what only a hint, is part of the specification."""
    assert RULES[code].severity == CATALOGUE[code]


@pytest.mark.parametrize("code", RULES)
def test_rule_has_a_page(code: str) -> None:
    """The page an editor links to exists and shows both examples."""
    page = (ROOT / "docs" / "diagnostics" / f"{code}.md").read_text(encoding="utf-8")
    assert page.count("```vague") >= 2
