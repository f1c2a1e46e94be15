"""The type of a list, `array<Line`, whose `>` is still to be typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reqon_language.syntax.brackets import CLOSING, OPENING
from reqon_language.syntax.green import Token
from reqon_language.syntax.half_typed import fitting, put_in, report_missing
from reqon_language.syntax.layout import begins_line
from reqon_language.syntax.lexer import END
from reqon_language.syntax.tables import TABLES

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
    if fitting(driver, driver.states, *invented) is None:
        return False
    report_missing(driver, "`>`" if whole else "a type")
    put_in(driver, *invented)
    return True


def _is_open(driver: Driver) -> bool:
    """Whether the `<` of an `array<…>` is the last that was opened."""
    for value in reversed(driver.values):
        if isinstance(value, Token) and value.kind in OPENING:
            return False
        if isinstance(value, Token) and value.kind == _ARRAY:
            return True
    return False
