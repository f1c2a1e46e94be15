"""The tree-sitter grammar reads programs as the language's own parser does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from conformance.specs import FOLDER, cases
from reqon_language.functions import FUNCTIONS
from reqon_language.generate.terminals import READS_AS, spellings, symbol
from reqon_language.rules import RULES
from reqon_language.syntax import parse
from reqon_language.syntax.green import Node, Token
from reqon_language.syntax.tables import TABLES

ROOT = Path(__file__).parents[3]
QUERIES = sorted((ROOT / "grammars/tree-sitter-vague/queries").glob("*.scm"))


def programs() -> dict[str, str]:
    """Return the examples, the conformance programs, the rules' and the functions' examples."""
    found = {path.name: path.read_text() for path in (ROOT / "examples").rglob("*.vague")}
    specifications = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.md"))
    for case in cases(*specifications):
        if "vague" in case.blocks:
            found[str(case)] = case.blocks["vague"]
    for code, rule in RULES.items():
        found[f"{code}, good"] = rule.program(rule.good)
        found[f"{code}, bad"] = rule.program(rule.bad)
    for name, function in FUNCTIONS.items():
        found[f"{name}()"] = f"action Check {{ let x = {function.example} }}"
    return {title: text for title, text in found.items() if not parse(text).errors}


PROGRAMS = programs()


@pytest.fixture(scope="module")
def parser(vague_language: Any) -> Any:
    from tree_sitter import Parser

    return Parser(vague_language)


def test_parses_without_errors(parser):
    """Proves that what the language's parser accepts gives a tree without ERROR nodes."""
    wrong = [
        title for title, text in PROGRAMS.items() if parser.parse(text.encode()).root_node.has_error
    ]
    assert not wrong


def test_tokens_are_the_same(parser):
    """Proves that both parsers cut and classify the tokens of a program alike."""
    for title, program in PROGRAMS.items():
        text = program.encode()
        theirs = [
            (leaf.type, text[leaf.start_byte : leaf.end_byte].decode())
            for leaf in _leaves(parser.parse(text).root_node)
            if leaf.type != "comment"
        ]
        assert theirs == _our_leaves(parse(program).root), title


def test_damage_is_reported(parser):
    """Proves that a missing bracket leaves an ERROR or MISSING node."""
    for path in (ROOT / "examples").rglob("*.vague"):
        damaged = path.read_text().replace("{", "", 1)
        assert parser.parse(damaged.encode()).root_node.has_error


def test_edit_gives_the_tree_of_a_fresh_parse(parser):
    """Proves that the scanner's state survives an incremental parse."""
    text = (ROOT / "examples/order_reconciliation.vague").read_text().encode()
    tree = parser.parse(text)
    place = text.index(b"store settled")
    edited = text[:place] + b"\n  // a line\n  " + text[place:]
    row = text[:place].count(b"\n")
    tree.edit(place, place, place + 16, (row, 2), (row, 2), (row + 2, 2))
    assert str(parser.parse(edited, tree).root_node) == str(parser.parse(edited).root_node)


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.name)
def test_queries_find_something(vague_language, parser, path):
    """Proves that every query is valid and matches in an example."""
    from tree_sitter import Query, QueryCursor

    example = (ROOT / "examples/order_reconciliation.vague").read_bytes()
    found = QueryCursor(Query(vague_language, path.read_text())).captures(
        parser.parse(example).root_node
    )
    assert found


def test_highlights_tell_a_keyword_from_a_field(vague_language, parser):
    """Proves that a contextual keyword is highlighted only where it is one."""
    from tree_sitter import Query, QueryCursor

    text = b"action A { for source in map { let x = source.store } }"
    query = Query(
        vague_language, (ROOT / "grammars/tree-sitter-vague/queries/highlights.scm").read_text()
    )
    found = QueryCursor(query).captures(parser.parse(text).root_node)
    words = {
        text[node.start_byte : node.end_byte].decode()
        for capture, nodes in found.items()
        if capture.startswith("keyword")
        for node in nodes
    }
    assert words == {"action", "for", "in", "let"}


def _leaves(node: Any) -> list[Any]:
    """Return the leaves that have text."""
    if not node.children:
        return [node] if node.end_byte > node.start_byte else []
    return [leaf for child in node.children for leaf in _leaves(child)]


def _our_leaves(node: Node) -> list[tuple[str, str]]:
    found = []
    for child in node.children:
        if isinstance(child, Token):
            if child.text:
                found.append((_their_name(TABLES.terminals[child.kind]), child.text))
        else:
            found += _our_leaves(child)
    return found


def _their_name(terminal: str) -> str:
    shown = READS_AS.get(terminal) or symbol(terminal, spellings())
    return shown.removeprefix("$.").strip('"')
