"""The literate specifications of this folder: programs with all their diagnostics."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.specs import Case, cases
from reqon_language import parse
from reqon_language.rules import check

FILES = sorted(path.name for path in Path(__file__).parent.glob("*.md"))
ERROR_HANDLING = "RQ8008"
"""Programs about something else need not handle the errors of their requests."""
# The template words the seed pages use where a real mission has a name (ruling D35).
PLACEHOLDERS = {"RQ6003": "`type`", "RQ6009": "`adapter`"}


@pytest.mark.parametrize("case", cases(*(f"../language/rules/{name}" for name in FILES)), ids=str)
def test_program_has_exactly_the_diagnostics_its_specification_lists(case: Case) -> None:
    """Hints included, in source order, each `line:column severity code message`."""
    tree = parse(case.blocks["vague"])
    found = []
    for diagnostic in check(tree):
        if diagnostic.code == ERROR_HANDLING:
            continue
        place = tree.lines.position(diagnostic.span.start)
        where = f"{place.line + 1}:{place.column + 1}"
        found.append(f"{where} {diagnostic.severity} {diagnostic.code} {diagnostic.message}")
    assert found == case.blocks.get("diagnostics", "").splitlines()


@pytest.mark.parametrize("case", cases("seeds.md"), ids=str)
def test_seed_programs_lack_declarations_and_nothing_else(case: Case) -> None:
    """Their only errors are undeclared sources, stores and actions, and template words."""
    for diagnostic in check(parse(case.blocks["vague"])):
        if diagnostic.severity != "error" or diagnostic.code.startswith("RQ3"):
            continue
        assert PLACEHOLDERS[diagnostic.code] in diagnostic.message
