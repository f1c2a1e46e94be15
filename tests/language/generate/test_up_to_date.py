"""What is generated is what the grammar and the tables say now."""

from __future__ import annotations

from pathlib import Path

import pytest

from reqon_language.generate.__main__ import ROOT, sources
from reqon_language.generate.outputs import PARSER_HASH, TREE_SITTER, grammar_hash, render

OUTPUTS = render(sources())


@pytest.mark.parametrize("name", sorted({str(Path(name).parent) for name in OUTPUTS}))
def test_committed_files_are_fresh(name):
    """Proves that no generated file differs from what `make generate` writes."""
    stale = [
        path
        for path, text in OUTPUTS.items()
        if str(Path(path).parent) == name
        and (not (ROOT / path).exists() or (ROOT / path).read_text(encoding="utf-8") != text)
    ]
    assert not stale, "run `make generate`"


def test_no_page_is_left_of_a_rule_that_is_gone():
    """Proves that docs/diagnostics holds the pages of today's rules and nothing else."""
    found = {f"docs/diagnostics/{path.name}" for path in (ROOT / "docs/diagnostics").iterdir()}
    assert found == {path for path in OUTPUTS if path.startswith("docs/diagnostics/")}


def test_parser_was_made_from_the_grammar():
    """Proves that parser.c belongs to the grammar.js beside it."""
    grammar = OUTPUTS[f"{TREE_SITTER}/grammar.js"]
    made_from = (ROOT / PARSER_HASH).read_text(encoding="utf-8")
    assert made_from == grammar_hash(grammar), "run `TREE_SITTER=… make generate`"
