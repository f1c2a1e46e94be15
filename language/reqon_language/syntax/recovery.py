"""What the driver does when no action is left. One mistake, one error; structure is kept.

In this order: read the word differently; close a block that the indentation says is over; read
what another language writes there (`foreign_words`), or a key without its colon; invent a missing
token when what follows then fits; set the half-read statement aside as an error node and go on at
the next statement or closing bracket.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from reqon_language.syntax.ast import Span
from reqon_language.syntax.brackets import BRACES, CLOSING, OPENING
from reqon_language.syntax.errors import ParseError
from reqon_language.syntax.expected import describe, shortened
from reqon_language.syntax.foreign_words import drop, read_foreign, shift
from reqon_language.syntax.green import Element, Node, Token, node_of
from reqon_language.syntax.half_typed import (
    ERROR_NODE,
    close_bracket,
    leave_arm_empty,
    leave_line,
    leave_path_empty,
)
from reqon_language.syntax.layout import (
    begins_line,
    close_by_margin,
    column,
    is_needless,
    line_indent,
)
from reqon_language.syntax.lexer import END, NAME
from reqon_language.syntax.missing_colon import read_key
from reqon_language.syntax.open_type import close_type
from reqon_language.syntax.synchronizing import OpenBracket, open_brackets, resume_at
from reqon_language.syntax.tables import TABLES
from reqon_language.syntax.words import DOUBTFUL, candidates
from reqon_language.text import breaks_line

if TYPE_CHECKING:
    from reqon_language.syntax.driver import Driver

_T = TABLES.terminal
_ERROR, _COMMA, _NAME, _WHERE = _T("ERROR"), _T("COMMA"), _T("NAME"), _T("WHERE")
_OUTERMOST = 2  # the start state and the list of the file's items
# Tokens worth inventing, most telling first, when the token at hand fits behind them.
_INVENTIONS = [_T(name) for name in ("MISSING", "NAME", "COLON", "ARROW", "TO", "IN", "EQUALS")]


def recover(driver: Driver, terminal: int) -> None:
    """Change the driver's stack or place so that it can go on. Always makes progress."""
    if driver.is_stuck():
        _give_up(driver)
        return
    if is_needless(driver.lexed, driver.index):
        drop(driver)
        return
    if terminal == DOUBTFUL:
        if _settle(driver):
            return
        terminal = candidates(driver.lexed, driver.index)[0]
    if _innermost_open(driver) is None:
        driver.escaped = True
    if _reread(driver, terminal):
        return
    if _close_by_indentation(driver) or read_foreign(driver, terminal):
        return
    if read_key(driver) or leave_arm_empty(driver) or _open_by_indentation(driver, terminal):
        return
    if close_type(driver):
        return
    if _invent(driver, terminal):
        return
    _set_aside(driver, terminal)


def _give_up(driver: Driver) -> None:
    """Set the token at hand aside, and at the end of the text all that could not be read."""
    last = len(driver.lexed.kinds) - 1
    depths = range(len(driver.states), 0, -1) if driver.index < last else (1,)
    for depth in depths:
        if driver.after(driver.states[:depth], _ERROR) is not None:
            _skip_to(driver, depth, min(driver.index + 1, last))
            return


def leave_depth(driver: Driver) -> None:
    """Set a whole declaration aside because it nests too deeply to be read."""
    lexed, index = driver.lexed, driver.index
    start = lexed.starts[index]
    span = Span(start, start + len(lexed.texts[index]))
    driver.errors.append(ParseError("RQ2001", "nested too deeply", span))
    driver.too_deep = True
    for depth in range(_OUTERMOST, 0, -1):
        then = driver.after(driver.states[:depth], _ERROR)
        if then is not None:
            stop = resume_at(driver, then, index, popped=False)
            _skip_to(driver, depth, len(lexed.kinds) - 1 if stop is None else stop)
            return


def _settle(driver: Driver) -> bool:
    """Read a sign as itself or as what it is meant to be, a word the other way round.

    Where it begins a line, what is half typed above that ends before.
    """
    lexed, index = driver.lexed, driver.index
    kind = lexed.kinds[index]
    if lexed.texts[index] == "where" and shift(driver, _WHERE):
        return True
    if begins_line(lexed, index) and _leave_above(driver):
        return True
    if kind != NAME and any(shift(driver, option) for option in candidates(lexed, index)):
        return True
    if read_foreign(driver, kind):
        driver.escaped = driver.escaped or _innermost_open(driver) is None
        return True
    return kind == NAME and _reread(driver, DOUBTFUL)


def _leave_above(driver: Driver) -> bool:
    """End what is half typed above the line that the token at hand begins."""
    outside = _innermost_open(driver) is None
    if leave_arm_empty(driver) or leave_path_empty(driver):
        driver.escaped = driver.escaped or outside
        return True
    if leave_line(driver):
        driver.escaped = driver.escaped or _innermost_open(driver) is None
        return True
    return False


def _reread(driver: Driver, terminal: int) -> bool:
    """Take a word as another of its candidates, if the whole stack agrees."""
    index = driver.index
    for other in candidates(driver.lexed, index):
        if other != terminal and shift(driver, other):
            return True
    return False


def _close_by_indentation(driver: Driver) -> bool:
    """Close the innermost open bracket if the next line is not indented below its line."""
    lexed, index = driver.lexed, driver.index
    opener = _innermost_open(driver)
    if opener is None or not (lexed.kinds[index] == END or begins_line(lexed, index)):
        return False
    closing = opener.closing
    if lexed.kinds[index] == closing:
        return False
    indent = -1 if lexed.kinds[index] == END else column(lexed, index)
    if indent > line_indent(lexed, opener.place):
        return False
    if not driver.accepts(closing):
        _pop_to_error(driver, opener.depth + 1)
        if not driver.accepts(closing):
            return False
    close_bracket(driver, opener)
    return True


def _invent(driver: Driver, terminal: int) -> bool:
    """Shift a token that is not there, when the one at hand then fits."""
    lexed, index = driver.lexed, driver.index
    apart = terminal in CLOSING or terminal in {_COMMA, END} or begins_line(lexed, index)
    for invention in _INVENTIONS:
        # A block may follow a name that is still to be typed: `action {`.
        names_block = invention == _NAME and terminal in BRACES
        if invention in _INVENTIONS[:2] and not (apart or names_block):
            continue
        then = driver.after(driver.states, invention)
        if then is None:
            continue
        if any(driver.after(then, option) for option in candidates(lexed, index)):
            _report(driver, terminal)
            driver.feed(invention, Token(invention, "", ""), _here(driver))
            return True
    return False


def _open_by_indentation(driver: Driver, terminal: int) -> bool:
    """Shift the brace that is missing before lines that are indented as if it were there."""
    lexed, index = driver.lexed, driver.index
    if not index or not begins_line(lexed, index) or terminal == END:
        return False
    if column(lexed, index) <= line_indent(lexed, index - 1):
        return False
    for brace in BRACES:
        then = driver.after(driver.states, brace)
        if then and any(driver.after(then, option) for option in candidates(lexed, index)):
            before = lexed.texts[index - 1]
            place = Span(lexed.starts[index - 1], lexed.starts[index - 1] + len(before))
            message = f"expected `{{` after `{shortened(before)}`"
            driver.errors.append(ParseError("RQ2001", message, place))
            close_by_margin(driver, index, line_indent(lexed, index - 1))
            driver.feed(brace, Token(brace, "", ""), _here(driver))
            return True
    return False


def _set_aside(driver: Driver, terminal: int) -> None:
    """Wrap the unfinished statement, and what follows it on its way, in an error node."""
    lexed, index = driver.lexed, driver.index
    _report(driver, terminal)
    brackets = [*open_brackets(driver)]
    for depth in range(len(driver.states), 0, -1):
        states = driver.states[:depth]
        then = driver.after(states, _ERROR)
        if then is None:
            continue
        left = sum(bracket.depth >= depth - 1 for bracket in brackets)
        stop = resume_at(
            driver,
            then,
            index,
            popped=depth < len(driver.states),
            left=brackets[:left],
            around=brackets[left:],
        )
        if depth > 1 and (stop is None or (stop == index and _is_error(driver, depth))):
            continue
        _skip_to(driver, depth, len(lexed.kinds) - 1 if stop is None else stop)
        return
    message = "every start rule of the grammar must accept ERROR"
    raise AssertionError(message)


def _is_error(driver: Driver, depth: int) -> bool:
    """Whether only an error node is above `depth` states: to wrap it again leads nowhere."""
    top = driver.values[-1] if driver.values else None
    return depth == len(driver.states) - 1 and isinstance(top, Node) and top.kind == ERROR_NODE


def _skip_to(driver: Driver, depth: int, stop: int) -> None:
    """Put what is above the lowest `depth` states, and all tokens up to `stop`, into an error."""
    lexed = driver.lexed
    skipped: list[Element] = [
        Token(lexed.kinds[i], lexed.texts[i], lexed.trivia[i]) for i in range(driver.index, stop)
    ]
    _replace_by_error(driver, depth - 1, skipped)
    driver.index = stop


def _pop_to_error(driver: Driver, depth: int) -> None:
    """Put the values above the innermost state that takes an error node into one.

    At least the lowest `depth` values are kept, and a bracket that is closed goes whole.
    """
    keep, closed = len(driver.values), 0
    while keep >= depth and (closed or driver.after(driver.states[: keep + 1], _ERROR) is None):
        keep -= 1
        value = driver.values[keep]
        if isinstance(value, Token):
            closed += (value.kind in CLOSING) - (closed > 0 and value.kind in OPENING)
    if depth <= keep < len(driver.values):
        _replace_by_error(driver, keep, [])


def _replace_by_error(driver: Driver, keep: int, skipped: list[Element]) -> None:
    begin = driver.begins[keep] if keep < len(driver.begins) else _here(driver)
    children: list[Element] = []
    for value in driver.values[keep:]:
        children.extend(value) if isinstance(value, list) else children.append(value)
    children.extend(skipped)
    del driver.states[keep + 1 :], driver.values[keep:], driver.begins[keep:]
    width = sum(child.width for child in children)
    driver.feed(_ERROR, node_of(ERROR_NODE, children, width), begin)


def _innermost_open(driver: Driver) -> OpenBracket | None:
    return next(open_brackets(driver), None)


def _here(driver: Driver) -> int:
    return driver.lexed.starts[driver.index] - len(driver.lexed.trivia[driver.index])


def _report(driver: Driver, terminal: int) -> None:
    """Report the token at hand, unless characters before it on its line have been reported.

    One place is reported once: what stands open at the end of a text is set aside in turns.
    """
    lexed, index = driver.lexed, driver.index
    begin, errors = lexed.begins[index], lexed.errors
    for place in range(bisect_left(errors, begin, key=_start), len(errors)):
        span = errors[place].span
        if span.start >= lexed.starts[index]:
            break
        if errors[place].code == "RQ1001" and not breaks_line(
            lexed.trivia[index][span.end - begin :]
        ):
            return
    error = describe(driver, terminal)
    if not driver.errors or driver.errors[-1].span != error.span:
        driver.errors.append(error)


def _start(error: ParseError) -> int:
    return error.span.start
