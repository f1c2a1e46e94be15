"""Tokens per second: our driver against stock `lark.parse`, on the same grammar and tables.

lark is given ready-made tokens, already told from keywords, so its figure is its parser and
tree builder alone; ours includes lexing, classifying and the lossless tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lark import Lark, Token
from lark.lexer import Lexer

from benchmarks.measure import best
from reqon_language import parse
from reqon_language.syntax import compile as grammar
from reqon_language.syntax.driver import Driver
from reqon_language.syntax.green import tokens
from reqon_language.syntax.lexer import lex
from reqon_language.syntax.tables import TABLES

EXAMPLE = Path(__file__).parents[1] / "examples" / "customer_sync.vague"


def report() -> None:
    """Print the comparison for a file of some ten thousand lines."""
    text = EXAMPLE.read_text(encoding="utf-8")
    program = "\n".join(
        text.replace("CustomerSync", f"Sync{number}")
        for number in range(10_000 // text.count("\n"))
    )
    tree = parse(program)
    ready = [Token(TABLES.terminals[t.kind], t.text) for t in tokens(tree.root)][:-1]
    stock = Lark(
        grammar.GRAMMAR.read_text(encoding="utf-8"),
        parser="lalr",
        start="program",
        lexer=_replaying(ready),
        keep_all_tokens=True,
    )
    count = len(ready)
    reference = best("lark.parse, tokens given", lambda: stock.parse(""), count)
    ours = best("our driver, from text to lossless tree", lambda: _drive(program), count)
    full = best("parse(), typed tree included", lambda: parse(program), count)
    print(f"parser: {program.count(chr(10)):,} lines, {count:,} tokens")
    for rate in (reference, ours, full):
        print(rate.against(reference))


def _drive(text: str) -> None:
    Driver(lex(text), "program").run()


def _replaying(ready: list[Token]) -> type[Lexer]:
    class Replay(Lexer):
        __future_interface__ = 1

        def __init__(self, _configuration: object) -> None: ...

        def lex(self, _lexer_state: object, _parser_state: object) -> Iterator[Token]:
            return iter(ready)

    return Replay
