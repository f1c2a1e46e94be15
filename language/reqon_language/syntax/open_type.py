"""The type of a list, `array<Line`, whose `>` is still to be typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reqon_language.syntax.ast import Span
from reqon_language.syntax.brackets import CLOSING, OPENING
from reqon_language.syntax.errors import ParseError
from reqon_language.syntax.expected import shortened
from reqon_language.syntax.green import Token
from reqon_language.syntax.layout import begins_line
from reqon_language.syntax.lexer import END
from reqon_language.syntax.tables import TABLES
from reqon_language.syntax.words import candidates

if TYPE_CHECKING:
    from reqon_language.syntax.driver import Driver

_T = TABLES.terminal
_ARRAY, _MORE, _COMMA, _MISSING = map(_T, ("ARRAY", "MORE", "COMMA", "MISSING"))


def close_type(driver: Driver) -> bool:
    """Close `array<Line`, where the type must end, and put in what it holds if that is missing."""
    lexed, index = driver.lexed, driver.index
    ends = lexed.kinds[index] in {*CLOSING, _COMMA, END} or begins_line(lexed, index)
    if not ends or not _is_open(driver):
        return False
    whole = driver.accepts(_MORE)
    invented = (_MORE,) if whole else (_MISSING, _MORE)
    states: list[int] | None = driver.states
    for terminal in invented:
        states = driver.after(states, terminal) if states is not None else None
    if states is None or not any(driver.after(states, one) for one in candidates(lexed, index)):
        return False
    start, before = lexed.starts[index - 1], lexed.texts[index - 1]
    message = f"expected {'`>`' if whole else 'a type'} after `{shortened(before)}`"
    driver.errors.append(ParseError("RQ2001", message, Span(start, start + len(before))))
    for terminal in invented:
        driver.feed(terminal, Token(terminal, "", ""), lexed.begins[index])
    return True


def _is_open(driver: Driver) -> bool:
    """Whether the `<` of an `array<…>` is the last that was opened."""
    for value in reversed(driver.values):
        if isinstance(value, Token) and value.kind in OPENING:
            return False
        if isinstance(value, Token) and value.kind == _ARRAY:
            return True
    return False
