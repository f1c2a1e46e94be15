"""Nothing of the language is without a case: what is missing is named."""

from __future__ import annotations

import tomllib
from functools import cache

from conformance.coverage import (
    alternatives,
    alternatives_used,
    functions_used,
    option_words,
    options,
    options_used,
    trees,
    words_of,
    words_used,
)
from conformance.specs import FOLDER, construct_cases
from reqon_language import Tree
from reqon_language.functions import FUNCTIONS
from reqon_language.syntax.tables import TABLES


@cache
def all_trees() -> list[Tree]:
    return trees(construct_cases())


def test_every_alternative_of_the_grammar_has_a_case() -> None:
    """Each right-hand side of each rule of `grammars/vague.lark` is used by a clean program."""
    used = set[int]().union(*(alternatives_used(t) for t in all_trees() if not t.errors))
    assert [text for number, text in alternatives().items() if number not in used] == []


def test_every_keyword_has_a_case() -> None:
    """Each word the grammar knows stands somewhere as what it is known for."""
    used = {word for tree in all_trees() for word in words_used(tree)}
    assert sorted(TABLES.words.keys() - used) == []


def test_every_option_has_a_case() -> None:
    """Each option of each block is written once at least."""
    used = {name for tree in all_trees() for name, _ in options_used(tree)}
    assert sorted(options().keys() - used) == []


def test_every_word_of_an_option_has_a_case() -> None:
    """Each word of each enumeration is written once at least, bare or quoted."""
    used = {
        f"{name}: {word}"
        for tree in all_trees()
        for name, entry in options_used(tree)
        for word in words_of(entry.value)
    }
    assert sorted(option_words() - used) == []


def test_every_function_has_a_case() -> None:
    """Each built-in function is called once at least."""
    used = {name for tree in all_trees() for name in functions_used(tree)}
    assert sorted(FUNCTIONS.keys() - used) == []


def test_every_part_of_the_grammar_s_specification_has_a_case() -> None:
    """Each production of sections 1 and 2, and each row of table 2.9, is named by a heading."""
    specified = tomllib.loads((FOLDER / "sections.toml").read_text(encoding="utf-8"))
    wanted = set(specified["lexical"])
    for section, names in specified["productions"].items():
        wanted |= {f"{section} {name}" for name in names}
    named = {
        part.strip()
        for case in construct_cases()
        for part in case.title.rpartition("(")[2].removesuffix(")").split(",")
    }
    assert sorted(wanted - named) == []
