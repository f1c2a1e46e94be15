"""The TextMate grammar is well formed and knows the words of the tables."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from reqon_language.functions import FUNCTIONS
from reqon_language.generate.textmate import render
from reqon_language.syntax.tables import TABLES
from reqon_language.vocabulary.blocks import BLOCKS

GRAMMAR = json.loads(render())


def rules(value: Any = GRAMMAR) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from rules(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from rules(inner)


def scope_of(line: str, word: str) -> str:
    """Return the scope the first rule on the way gives to `word` in `line`."""
    start = line.index(word)
    place = 0
    while place <= start:
        matches = [
            (found.start(), number, found, rule)
            for number, rule in enumerate(_top())
            if (found := re.compile(rule.get("match") or rule["begin"]).search(line, place))
        ]
        if not matches:
            return ""
        _, _, found, rule = min(matches, key=lambda match: match[:2])
        if found.end() > start:
            captures = rule.get("captures") or rule.get("beginCaptures") or {}
            for group, scope in captures.items():
                if found.start(int(group)) == start:
                    return scope["name"]
            return rule.get("name", "") if found.start() <= start else ""
        place = max(found.end(), place + 1)
    return ""


def _top() -> list[dict[str, Any]]:
    names = [pattern["include"][1:] for pattern in GRAMMAR["patterns"]]
    return [rule for name in names for rule in GRAMMAR["repository"][name]["patterns"]]


def test_every_pattern_compiles():
    """Proves that no pattern is malformed; all of them are within the subset `re` shares."""
    for rule in rules():
        for key in ("match", "begin", "end"):
            if isinstance(rule.get(key), str):
                re.compile(rule[key])


def test_scopes_follow_the_naming_convention():
    """Proves that scopes are lower-case, dotted, of a standard root and end in the language."""
    roots = {"comment", "constant", "entity", "keyword", "meta", "punctuation", "string"}
    roots |= {"support", "variable"}
    for rule in rules():
        scope = rule.get("name")
        if isinstance(scope, str) and rule is not GRAMMAR:
            assert re.fullmatch(r"[a-z-]+(\.[a-z-]+)*\.vague", scope)
            assert scope.split(".")[0] in roots


def test_includes_exist():
    """Proves that every include names an entry of the repository, and every entry is included."""
    included = {rule["include"][1:] for rule in rules() if isinstance(rule.get("include"), str)}
    assert included == set(GRAMMAR["repository"])


def test_keywords_are_coloured():
    """Proves that every keyword of the grammar has a scope, and is a plain field behind a dot."""
    for word in TABLES.words:
        assert re.match(r"keyword\.|constant\.language", scope_of(f"{word} ", word)), word
        assert scope_of(f"x.{word} ", word) == "variable.other.member.vague"


def test_option_keys_are_coloured():
    """Proves that every option of the vocabulary is shown as an option."""
    for key in {key for block in BLOCKS.values() for key in block.options}:
        assert scope_of(f"{key}: x", key) == "support.type.property-name.option.vague", key


def test_functions_are_coloured():
    """Proves that every built-in function is shown as one where it is called."""
    for name in FUNCTIONS:
        assert scope_of(f"{name}(x)", name) == "support.function.vague", name


@pytest.mark.parametrize(
    ("line", "word", "scope"),
    [
        ("mission Orders {", "Orders", "entity.name.namespace.mission.vague"),
        ('store orders: file("x")', "orders", "entity.name.namespace.store.vague"),
        ("store response -> orders", "response", "variable.language.vague"),
        ('get Shop "/orders"', "Shop", "entity.name.namespace.source.vague"),
        ("auth: bearer,", "bearer", "constant.language.option.vague"),
        ("total: 1", "total", "variable.other.property.vague"),
        ("7 days", "days", "keyword.other.unit.vague"),
        ("timeout: 30s", "30s", "constant.numeric.duration.vague"),
        ("# note", "note", "comment.line.number-sign.vague"),
        ("// note", "note", "comment.line.double-slash.vague"),
        ("map x -> Order {", "Order", "entity.name.type.target.vague"),
        (".status == 1", "status", "variable.other.member.vague"),
    ],
)
def test_words_are_told_apart(line, word, scope):
    """Proves that a word's surroundings on the line decide its scope."""
    assert scope_of(line, word) == scope


def test_paths_are_interpolated():
    """Proves that `{…}` is an expression in a path and plain text elsewhere."""
    repository = GRAMMAR["repository"]
    includes = {
        name: {
            include["include"]
            for rule in repository[name]["patterns"]
            for include in rule["patterns"]
        }
        for name in ("path", "strings")
    }
    assert "#placeholder" in includes["path"]
    assert "#placeholder" not in includes["strings"]
