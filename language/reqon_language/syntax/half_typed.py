"""What is still to be typed above a line that begins something else ends with its own line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reqon_language.syntax.ast import Span
from reqon_language.syntax.beginnings import ARROWS, BEFORE_RECORDS, begins_arm, is_below_method
from reqon_language.syntax.brackets import CLOSING
from reqon_language.syntax.errors import ParseError
from reqon_language.syntax.expected import shortened
from reqon_language.syntax.foreign_words import shift
from reqon_language.syntax.green import Token, node_of
from reqon_language.syntax.layout import begins_line, is_level
from reqon_language.syntax.synchronizing import OpenBracket, open_brackets
from reqon_language.syntax.tables import TABLES
from reqon_language.syntax.words import awaits_value, candidates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reqon_language.syntax.driver import Driver

_T = TABLES.terminal
_ERROR, _METHOD, _MISSING = _T("ERROR"), _T("METHOD"), _T("MISSING")
_NAME, _NUMBER, _ARROW = _T("NAME"), _T("NUMBER"), _T("ARROW")
ERROR_NODE: Final = len(TABLES.kinds)
"""The kind of a node that holds what could not be read."""
_CALLED: Final = {_ARROW: "`->`", _NAME: "a name", _MISSING: "a value"}


def leave_arm_empty(driver: Driver) -> bool:
    """End an arm that is still to be typed, where the next arm fits behind it."""
    lexed, index = driver.lexed, driver.index
    if not index:
        return False
    for invented in _lacking(driver):
        option = fitting(driver, driver.states, *invented, _ERROR)
        if option is None:
            continue
        if lexed.kinds[index] not in CLOSING and not begins_arm(lexed, index):
            return False
        report_missing(driver, _CALLED[invented[0]] if invented else "a step")
        put_in(driver, *invented)
        driver.feed(_ERROR, node_of(ERROR_NODE, [], 0), lexed.begins[index])
        return shift(driver, option)
    return False


def _lacking(driver: Driver) -> Iterator[tuple[int, ...]]:
    """Yield what may be missing in front of the token at hand, behind which an arm would end."""
    lexed, index = driver.lexed, driver.index
    behind_arrow = lexed.kinds[index - 1] in ARROWS
    if behind_arrow and driver.accepts(_METHOD):
        yield ()
    if lexed.kinds[index] in CLOSING:
        return
    if behind_arrow:
        yield (_MISSING,)
        yield (_NAME,)
    elif awaits_value(lexed, index - 1) and driver.accepts(_MISSING):
        yield (_MISSING,)
        yield (_MISSING, _ARROW)
    elif lexed.texts[index - 1] in BEFORE_RECORDS:
        yield (_MISSING, _ARROW, _NAME)
    else:
        yield (_ARROW,)
        yield (_ARROW, _NAME)


def leave_line(driver: Driver) -> bool:
    """Close what the line before opened and left open, if a line that is no deeper fits then."""
    lexed, index = driver.lexed, driver.index
    if not index or not begins_line(lexed, index) or not is_level(lexed, index):
        return False
    lacks = awaits_value(lexed, index - 1)
    if not driver.accepts(_MISSING) if lacks else driver.accepts(_NUMBER):
        return False  # no value is missing, or it stands among arms
    states = driver.after(driver.states, _MISSING) if lacks else driver.states
    left: list[OpenBracket] = []
    for opener in open_brackets(driver):
        above = range(opener.place + 1, index)
        if not above or any(begins_line(lexed, place) for place in above):
            return False
        left.append(opener)
        states = driver.after(states, opener.closing) if states is not None else None
        if states is None:
            return False
        fits = fitting(driver, states) is not None
        if not fits and begins_arm(lexed, index):
            fits = fitting(driver, states, _ARROW, _ERROR) is not None
        if fits:
            if lacks:
                leave_value_empty(driver)
            for bracket in left:
                close_bracket(driver, bracket)
            return True
    return False


def fitting(driver: Driver, states: list[int], *before: int) -> int | None:
    """Return what the token at hand could be in `states`, behind what is missing before it."""
    then: list[int] | None = states
    for terminal in before:
        then = driver.after(then, terminal) if then is not None else None
    if then is None:
        return None
    options = candidates(driver.lexed, driver.index)
    return next((option for option in options if driver.after(then, option)), None)


def close_bracket(driver: Driver, opener: OpenBracket) -> None:
    """Put in the bracket that is missing, and report the one it closes."""
    if opener.token.text not in ("", ":"):
        start = driver.lexed.starts[opener.place]
        message = f"`{opener.token.text}` is not closed"
        driver.errors.append(ParseError("RQ2002", message, Span(start, start + 1)))
    put_in(driver, opener.closing)


def put_in(driver: Driver, *terminals: int) -> None:
    """Shift tokens that are not there in front of the one at hand."""
    for terminal in terminals:
        driver.feed(terminal, Token(terminal, "", ""), driver.lexed.begins[driver.index])


def leave_path_empty(driver: Driver) -> bool:
    """End a request whose path is still to be typed above the next step."""
    if not is_below_method(driver.lexed, driver.index) or not driver.accepts(_MISSING):
        return False
    leave_value_empty(driver, "a path")
    return True


def leave_value_empty(driver: Driver, called: str = "a value") -> None:
    """Put in the value that is still to be typed in front of the token at hand."""
    report_missing(driver, called)
    put_in(driver, _MISSING)


def report_missing(driver: Driver, missing: str) -> None:
    """Report what is missing behind the token before the one at hand."""
    start, before = driver.lexed.starts[driver.index - 1], driver.lexed.texts[driver.index - 1]
    message = f"expected {missing} after `{shortened(before)}`"
    driver.errors.append(ParseError("RQ2001", message, Span(start, start + len(before))))
