"""The brackets of the grammar: one that begins a line or a type is a terminal of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from reqon_language.syntax.tables import TABLES


def _kinds(name: str) -> frozenset[int]:
    numbers = TABLES.terminal_numbers
    return frozenset(
        numbers[f"{prefix}{name}"]
        for prefix in ("", "NL_", "TYPE_")
        if f"{prefix}{name}" in numbers
    )


BRACES: Final = _kinds("LBRACE")
SQUARE_BRACKETS: Final = _kinds("LSQB")
PARENTHESES: Final = _kinds("LPAR")
OPENING: Final = BRACES | SQUARE_BRACKETS | PARENTHESES
CLOSER_OF: Final = {
    opening: TABLES.terminal(closing)
    for kinds, closing in ((BRACES, "RBRACE"), (SQUARE_BRACKETS, "RSQB"), (PARENTHESES, "RPAR"))
    for opening in kinds
}
"""The closing bracket of each opening one."""
CLOSING: Final = frozenset(CLOSER_OF.values())


def names(kinds: Iterable[int]) -> frozenset[str]:
    """Return the grammar's names of terminals."""
    return frozenset(TABLES.terminals[kind] for kind in kinds)
