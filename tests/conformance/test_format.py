"""Every program of the formatting specification is formatted as it says."""

from __future__ import annotations

import pytest

from conformance.specs import Case, cases, construct_cases
from reqon_language.features.formatting import format_text
from reqon_language.syntax import parse
from reqon_language.syntax.green import Node
from reqon_language.syntax.tables import TABLES

CASES = cases("format.md")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_program_is_formatted_as_its_specification_says(case: Case) -> None:
    """The `vague` block becomes the `formatted` block, which stays as it is."""
    assert format_text(case.blocks["vague"]) == case.blocks["formatted"]
    assert format_text(case.blocks["formatted"]) == case.blocks["formatted"]


def test_every_construct_of_the_grammar_has_a_case() -> None:
    """No kind of node can be added to the grammar without saying how it is laid out."""
    met: set[int] = set()
    everywhere = (*CASES, *construct_cases())
    stack: list[Node] = [parse(case.blocks["vague"]).root for case in everywhere]
    while stack:
        node = stack.pop()
        met.add(node.kind)
        stack += [child for child in node.children if isinstance(child, Node)]
    built = {rule[2] for rule in TABLES.rules if rule[2] >= 0 and not rule[3]}
    missing = {TABLES.kinds[kind] for kind in built - met}
    assert missing - {"steps", "expression"} == set()
