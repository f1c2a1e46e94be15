"""Architecture invariant 7: the shipped tables are those of `grammars/vague.lark`."""

from __future__ import annotations

from reqon_language.syntax import compile as grammar


def test_shipped_tables_are_those_of_the_grammar() -> None:
    """A change of the grammar that was not compiled (`make grammar`) fails here."""
    assert grammar.TABLES.read_text(encoding="utf-8") == grammar.render(grammar.compile_tables())
