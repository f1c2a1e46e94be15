"""Every program of the syntax specifications has exactly the errors it says, and no others."""

from __future__ import annotations

import pytest

from conformance.specs import Case, cases
from reqon_language import parse


@pytest.mark.parametrize("case", cases("seeds.md", "recovery.md"), ids=str)
def test_program_has_exactly_the_errors_its_specification_lists(case: Case) -> None:
    """Parsing keeps the text and reports each mistake once, where it is."""
    program = case.blocks["vague"]
    tree = parse(program)
    assert tree.text == program
    found = []
    for error in tree.errors:
        place = tree.lines.position(error.span.start)
        found.append(f"{place.line + 1}:{place.column + 1} {error.code} {error.message}")
    assert found == case.blocks.get("errors", "").splitlines()
