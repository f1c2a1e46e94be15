"""Compile `grammars/vague.lark` into the parse tables that are shipped.

lark owns the grammar and the LALR(1) construction; this module only turns its tables into
plain lists of integers. It runs when the grammar changes (`make grammar`), never at start-up,
and by its path: importing the package would read the tables that are about to be replaced.
A test holds that the shipped tables are those of the grammar.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lark import Lark, Token

GRAMMAR = Path(__file__).parents[3] / "grammars" / "vague.lark"
TABLES = Path(__file__).with_name("tables.json")
STARTS = ("program", "steps", "member", "expression")


def load_grammar() -> Lark:
    """Return the grammar as lark sees it, with a lexer that is never asked."""
    from lark import Lark
    from lark.lexer import Lexer

    class NoLexer(Lexer):
        __future_interface__ = 1

        def __init__(self, _configuration: object) -> None: ...

        def lex(self, _lexer_state: object, _parser_state: object) -> Iterator[Token]:
            return iter(())

    return Lark(
        GRAMMAR.read_text(encoding="utf-8"),
        parser="lalr",
        start=list(STARTS),
        lexer=NoLexer,
        keep_all_tokens=True,
    )


def compile_tables() -> dict[str, Any]:
    """Return the tables as JSON-able lists; `Tables` in tables.py says what each means."""
    from lark.parsers.lalr_analysis import Shift

    grammar = load_grammar()
    parse_table = grammar.parser.parser._parse_table  # noqa: SLF001  lark has no public access
    symbols = {symbol for rule in grammar.rules for symbol in rule.expansion}
    terminals = ["$END", *sorted(symbol.name for symbol in symbols if symbol.is_term)]
    nonterminals = sorted({rule.origin.name for rule in grammar.rules})
    kinds = sorted(
        {
            rule.alias or rule.origin.name
            for rule in grammar.rules
            if rule.alias or not rule.origin.name.startswith("_")
        }
    )
    rules = sorted(grammar.rules, key=lambda rule: (rule.origin.name, rule.order, rule.alias or ""))
    rule_index = {rule: number for number, rule in enumerate(rules)}
    runs = _runs(rules)
    actions: list[dict[int, int]] = []
    gotos: list[dict[int, int]] = []
    states = _in_reading_order(parse_table)
    number_of = {state: number for number, state in enumerate(states)}
    for state in states:
        action_row: dict[int, int] = {}
        goto_row: dict[int, int] = {}
        for symbol, (action, target) in parse_table.states[state].items():
            if symbol in nonterminals:
                goto_row[nonterminals.index(symbol)] = number_of[target]
            elif action is Shift:
                action_row[terminals.index(symbol)] = number_of[target] + 1
            else:
                action_row[terminals.index(symbol)] = -1 - rule_index[target]
        actions.append(dict(sorted(action_row.items())))
        gotos.append(dict(sorted(goto_row.items())))
    words, signs = _spellings(grammar)
    return {
        "terminals": terminals,
        "kinds": kinds,
        "words": {word: terminals.index(name) for word, name in sorted(words.items())},
        "signs": {sign: terminals.index(name) for sign, name in sorted(signs.items())},
        "rules": [
            [
                nonterminals.index(rule.origin.name),
                len(rule.expansion),
                _kind(rule, kinds),
                int(_is_transparent(rule)),
                int(any(symbol in runs for symbol in rule.expansion)),
            ]
            for rule in rules
        ],
        "actions": [_flatten(row) for row in actions],
        "gotos": [_flatten(row) for row in gotos],
        "starts": {name: number_of[parse_table.start_states[name]] for name in STARTS},
        "ends": {name: number_of[parse_table.end_states[name]] for name in STARTS},
    }


def _in_reading_order(parse_table: Any) -> list[Any]:
    """Return the states breadth first, so that equal grammars give equal files."""
    from lark.parsers.lalr_analysis import Reduce

    found = dict.fromkeys(parse_table.start_states[name] for name in STARTS)
    queue = list(found)
    for state in queue:
        for _, (action, target) in sorted(parse_table.states[state].items(), key=lambda e: e[0]):
            if action is not Reduce and target not in found:
                found[target] = None
                queue.append(target)
    return queue


def _kind(rule: Any, kinds: list[str]) -> int:
    """Return the kind of node the rule builds, or -1 when its children join the parent."""
    if rule.alias:
        return kinds.index(rule.alias)
    return -1 if rule.origin.name.startswith("_") else kinds.index(rule.origin.name)


def _is_transparent(rule: Any) -> bool:
    """Whether reducing the rule leaves its one child as it is."""
    if rule.alias or len(rule.expansion) != 1:
        return False
    return bool(rule.options.expand1) or rule.origin.name.startswith("_")


def _runs(rules: list[Any]) -> set[Any]:
    """Return the non-terminals that may stand for several children of a node, or for none."""
    hidden = [rule for rule in rules if not rule.alias and rule.origin.name.startswith("_")]
    found = {rule.origin for rule in hidden if len(rule.expansion) != 1}
    while True:
        more = {rule.origin for rule in hidden if rule.expansion[0] in found}
        if more <= found:
            return found
        found |= more


def _spellings(grammar: Lark) -> tuple[dict[str, str], dict[str, str]]:
    """Return the words and the signs of the grammar, each with its terminal's name."""
    words: dict[str, str] = {}
    signs: dict[str, str] = {}
    pattern_terminals = {"NAME", "NUMBER", "PERCENTAGE", "DURATION", "STRING"}
    for terminal in grammar.terminals:
        if terminal.pattern is None or terminal.name in pattern_terminals:
            continue
        for text in _alternatives(terminal.pattern):
            (words if text.isalpha() else signs)[text] = terminal.name
    return words, signs


def _alternatives(pattern: Any) -> list[str]:
    if pattern.type == "str":
        return [pattern.value]
    return [part.replace("\\", "") for part in pattern.value.removeprefix("(?:")[:-1].split("|")]


def _flatten(row: dict[int, int]) -> list[int]:
    return [number for pair in row.items() for number in pair]


def render(tables: dict[str, Any]) -> str:
    """Return the tables as the text that is shipped."""
    return json.dumps(tables, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    TABLES.write_text(render(compile_tables()), encoding="utf-8")
