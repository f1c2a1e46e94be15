"""The terminals of the tree-sitter grammar: its external tokens, and the C header naming them.

The scanner (`grammars/tree-sitter-vague/src/scanner.c`) includes the header, so the words and
their numbers are those of the parse tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reqon_language.syntax.tables import TABLES
from reqon_language.syntax.words import _INFIX, _LITERALS, _STATEMENTS, UNITS

MADE_UP: Final = {"ERROR", "MISSING"}
# Terminals that are the same text for a reader, told apart by where they stand.
READS_AS: Final[Mapping[str, str]] = {
    "ABORT_BARE": '"abort"',
    "QUEUE_BARE": '"queue"',
    "STAGE_IF": '"if"',
    "STORE_DELETE": '"delete"',
    "CATCH_ARMS": '"catch"',
    "TYPE_LBRACE": '"{"',
    "TYPE_LSQB": '"["',
    "OPTIONAL": '"?"',
    "META": "$.key",
    "NL_LBRACE": '"{"',
    "NL_LPAR": '"("',
    "NL_LSQB": '"["',
    "NL_DOT": '"."',
    "ARM_ACTION": "$.name",
    "CUSTOM": "$.name",
    "SHORTHAND": "$.name",
    "SOURCE_PREFIX": "$.name",
    "TAG": "$.name",
}
EXTRA: Final = ("comment", "_expression_end", "_chain", "_ask", "_recovering")
"""Tokens only the scanner knows, behind the terminals."""


def terminals() -> list[str]:
    """Return the terminals a text can hold, in the order of the parse tables."""
    return [name for name in TABLES.terminals if name not in MADE_UP and name != "$END"]


def spellings() -> dict[str, list[str]]:
    """Return the texts of each terminal that has any."""
    found: dict[str, list[str]] = {}
    for text, number in (*TABLES.words.items(), *TABLES.signs.items()):
        found.setdefault(TABLES.terminals[number], []).append(text)
    return found


def symbol(terminal: str, spelled: Mapping[str, list[str]]) -> str:
    """Return how grammar.js writes a terminal: its one text, or its name."""
    texts = spelled.get(terminal, [])
    if len(texts) == 1:
        return f'"{texts[0]}"'
    return f"$._{terminal.lower()}" if terminal in READS_AS else f"$.{terminal.lower()}"


def header() -> str:
    """Return the C header with the terminals, in the order of `externals`, and the words."""
    names = [*terminals(), *(name.strip("_").upper() for name in EXTRA)]
    signs = sorted(TABLES.signs.items(), key=lambda sign: (-len(sign[0]), sign[0]))
    rows = [
        f'  {{"{word}", T_{TABLES.terminals[terminal]}, {_flags(word)}}},'
        for word, terminal in sorted(TABLES.words.items())
    ]
    rows += [f'  {{"{unit}", -1, {_flags(unit)}}},' for unit in UNITS if unit not in TABLES.words]
    return "\n".join(
        [
            "// Generated from grammars/vague.lark by `make generate`; do not edit.",
            "",
            "enum Terminal {",
            *(f"  T_{name}," for name in names),
            "};",
            "",
            "enum { IS_UNIT = 1, IS_STATEMENT = 2, IS_INFIX = 4, IS_LITERAL = 8 };",
            "",
            "typedef struct {",
            "  const char *text;",
            "  int terminal;",
            "  int flags;",
            "} Word;",
            "",
            "static const Word WORDS[] = {",
            *rows,
            "  {0, -1, 0},",
            "};",
            "",
            "// Longest first.",
            "static const struct {",
            "  const char *text;",
            "  int terminal;",
            "} SIGNS[] = {",
            *(f'  {{"{sign}", T_{TABLES.terminals[terminal]}}},' for sign, terminal in signs),
            "  {0, -1},",
            "};",
            "",
        ]
    )


def _flags(word: str) -> str:
    sets = {
        "IS_UNIT": UNITS,
        "IS_STATEMENT": _STATEMENTS,
        "IS_INFIX": _INFIX,
        "IS_LITERAL": _LITERALS,
    }
    return " | ".join(flag for flag, members in sets.items() if word in members) or "0"
