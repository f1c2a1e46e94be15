"""Tokens per second: our driver against stock `lark.parse`, on the same grammar and tables.

A contextual keyword cannot be lexed without the parser, so lark gets its tokens from us: once
ready-made, which leaves its parser and tree builder alone, and once made by our lexer and
classifier while it parses. Ours includes lexing, classifying and the lossless tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lark import Lark, Token
from lark.lexer import Lexer

from benchmarks.measure import best
from reqon_language import parse
from reqon_language.syntax import compile as grammar
from reqon_language.syntax.green import tokens
from reqon_language.syntax.lexer import lex
from reqon_language.syntax.tables import TABLES
from reqon_language.syntax.tree import Tree, read
from reqon_language.syntax.words import candidates

EXAMPLE = Path(__file__).parents[1] / "examples" / "customer_sync.vague"


def report() -> None:
    """Print the comparison for a file of some ten thousand lines."""
    text = EXAMPLE.read_text(encoding="utf-8")
    program = "\n".join(
        text.replace("CustomerSync", f"Sync{number}")
        for number in range(10_000 // text.count("\n"))
    )
    tree = parse(program)
    ready = ready_made(tree)
    count = len(ready)
    replayed, lexed = stock(replaying(ready)), stock(_Lexing)
    placed = stock(_Lexing, propagate_positions=True)
    reference = best("lark.parse, a tree with positions", lambda: placed.parse(program), count)
    bare = best("lark.parse, without positions", lambda: lexed.parse(program), count)
    given = best("lark.parse, tokens given", lambda: replayed.parse(""), count)
    ours = best("our driver, from text to lossless tree", lambda: read(program), count)
    full = best("parse(), typed tree included", lambda: parse(program), count)
    print(f"parser: {program.count(chr(10)):,} lines, {count:,} tokens")
    for rate in (reference, bare, given, ours, full):
        print(rate.against(reference))


def stock(lexer: type[Lexer], *, propagate_positions: bool = False) -> Lark:
    """Return lark's own parser for the grammar."""
    return Lark(
        grammar.GRAMMAR.read_text(encoding="utf-8"),
        parser="lalr",
        start="program",
        lexer=lexer,
        keep_all_tokens=True,
        propagate_positions=propagate_positions,
    )


class _Lexing(Lexer):
    """Cuts and classifies tokens as the parser asks for them, as a contextual lexer does."""

    __future_interface__ = 1

    def __init__(self, _configuration: object) -> None: ...

    def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[Token]:
        lexed = lex(lexer_state.text.text)
        states = parser_state.parse_conf.parse_table.states
        for index, text in enumerate(lexed.texts[:-1]):
            row = states[parser_state.position]
            options = [TABLES.terminals[kind] for kind in candidates(lexed, index)]
            name = next((option for option in options if option in row), options[-1])
            start = lexed.starts[index]
            yield Token(name, text, start, end_pos=start + len(text))


def ready_made(tree: Tree) -> list[Token]:
    """Return the tokens of a tree as lark's."""
    return [Token(TABLES.terminals[t.kind], t.text) for t in tokens(tree.root)][:-1]


def replaying(ready: list[Token]) -> type[Lexer]:
    """Return a lexer that gives out tokens made before."""

    class Replay(Lexer):
        __future_interface__ = 1

        def __init__(self, _configuration: object) -> None: ...

        def lex(self, _lexer_state: object, _parser_state: object) -> Iterator[Token]:
            return iter(ready)

    return Replay
