"""The reference pages are complete and their examples are programs."""

from __future__ import annotations

import re

import pytest

from reqon_language.functions import FUNCTIONS
from reqon_language.generate import reference
from reqon_language.generate.__main__ import sources
from reqon_language.generate.rule_pages import page, pages
from reqon_language.rules import RULES, check
from reqon_language.syntax import parse
from reqon_language.syntax.tables import TABLES
from reqon_language.vocabulary.blocks import BLOCKS

LANGUAGE = reference.language(sources().language_template)
EXAMPLES = re.findall(r"^```vague\n(.*?)^```$", LANGUAGE, re.MULTILINE | re.DOTALL)
OPTIONS = reference.options()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.splitlines()[0])
def test_examples_parse(example):
    """Proves that no example of the language page has a syntax error."""
    assert not parse(example).errors


def test_first_program_is_flawless():
    """Proves that a newcomer's first program has nothing to report."""
    assert check(parse(EXAMPLES[0])) == []


def test_every_keyword_is_listed():
    """Proves that the language page names every keyword of the grammar."""
    assert [word for word in TABLES.words if f"`{word}`" not in LANGUAGE] == []


def test_no_marker_is_left():
    """Proves that every `{{…}}` of the template was replaced."""
    assert "{{" not in LANGUAGE


def test_every_option_is_listed():
    """Proves that the options page names every block, and each of its options."""
    for name, block in BLOCKS.items():
        section = OPTIONS.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        assert [key for key in block.options if f"| `{key}`" not in section] == []


def test_every_function_is_listed():
    """Proves that the functions page has a section for every built-in."""
    text = reference.functions()
    assert [name for name in FUNCTIONS if f"\n### {name}\n" not in text] == []


@pytest.mark.parametrize(
    "text", [LANGUAGE, OPTIONS, pages()["index.md"]], ids=["language", "options", "index"]
)
def test_tables_are_even(text):
    """Proves that every row of a table has as many cells as its head."""
    for block in re.findall(r"(?:^\|.*\|$\n?)+", text, re.MULTILINE):
        counts = {len(re.findall(r"(?<!\\)\|", row)) for row in block.splitlines()}
        assert len(counts) == 1


def test_links_lead_somewhere():
    """Proves that links between the generated pages name pages and headings there are."""
    headings = {name.lower().replace(" ", "-") for name in BLOCKS}
    for anchor in re.findall(r"options\.md#([\w-]+)", LANGUAGE + OPTIONS):
        assert anchor in headings
    for code in re.findall(r"diagnostics/(RQ\d+)\.md", LANGUAGE + OPTIONS):
        assert code in RULES


def test_every_rule_has_a_page():
    """Proves that a page says what its rule reports, why, and what to do, with both examples."""
    index = pages()["index.md"]
    for code, rule in RULES.items():
        text = page(rule)
        for part in (rule.title, rule.what, rule.why, rule.fix):
            assert part in text
        assert text.count("vague\n") >= 2
        assert f"[{code}]({code}.md)" in index
