"""Where reading goes on after an error: brackets are counted, indentation says what is over."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from reqon_language.syntax.brackets import CLOSER_OF, CLOSING, OPENING
from reqon_language.syntax.green import Element, Token
from reqon_language.syntax.layout import begins_line, column, line_indent
from reqon_language.syntax.lexer import END
from reqon_language.syntax.tables import TABLES
from reqon_language.syntax.words import candidates

if TYPE_CHECKING:
    from reqon_language.syntax.driver import Driver
    from reqon_language.syntax.lexer import Lexed

_COMMA: Final = TABLES.terminal("COMMA")


class OpenBracket(NamedTuple):
    """A bracket that is not closed yet: its place on the stack, and among the tokens."""

    depth: int
    token: Token
    place: int

    @property
    def closing(self) -> int:
        """The kind of token that closes it."""
        return CLOSER_OF[self.token.kind]


def open_brackets(driver: Driver) -> Iterator[OpenBracket]:
    """Yield the brackets on the stack that are still open, innermost first."""
    closed = 0
    for depth in range(len(driver.values) - 1, -1, -1):
        top = driver.values[depth]
        value = _with_commas(top) if isinstance(top, list) else top
        if isinstance(value, Token):
            if value.kind in CLOSING:
                closed += 1
            elif value.kind in OPENING:
                if not closed:
                    start = driver.begins[depth] + value.lead
                    yield OpenBracket(depth, value, bisect_right(driver.lexed.starts, start) - 1)
                else:
                    closed -= 1


def resume_at(
    driver: Driver,
    states: list[int],
    index: int,
    *,
    popped: bool,
    left: Sequence[OpenBracket] = (),
    around: Sequence[OpenBracket] = (),
) -> int | None:
    """Return the token to go on with in `states`, which follow an error node, or None.

    It is a closing bracket of this level, the end of the file, or a token that begins a line
    (or follows a comma) and may begin a statement or is indented too little for this level.
    Unless the stack was `popped`, one token at least is skipped that does not end the level.
    `left` are the brackets that were popped, `around` those that were not, innermost first; a
    closing bracket that belongs to none of them is passed over. What was looked through is
    noted: the answer depends on it.
    """
    place, last = _search(driver, states, index, popped=popped, left=left, around=around)
    driver.lexed.look(index, last)
    return place


def _search(
    driver: Driver,
    states: list[int],
    index: int,
    *,
    popped: bool,
    left: Sequence[OpenBracket],
    around: Sequence[OpenBracket],
) -> tuple[int | None, int]:
    """Return the place to go on and the last token looked at."""
    lexed = driver.lexed
    inside = around[0] if around else None
    expected = {bracket.closing for bracket in around}
    nesting = 0
    for i in range(index, len(lexed.kinds)):
        kind = lexed.kinds[i]
        if kind in CLOSING:
            if nesting:
                nesting -= 1
                continue
            closed = _closed(lexed, i, left)
            if closed:
                left = left[closed:]
                continue
            if any(driver.after(states, option) for option in candidates(lexed, i)):
                return i, i
            if (i > index or popped) and kind in expected:
                return None, i
        elif nesting == 0:
            if _is_beyond(lexed, i, inside):
                return i, i
            if i > index or popped:
                separate = kind == _COMMA or lexed.kinds[i - 1] == _COMMA
                begins = i == 0 or separate or begins_line(lexed, i)
                if kind == END or (
                    begins and any(driver.after(states, option) for option in candidates(lexed, i))
                ):
                    return i, i
        if kind in OPENING:
            nesting += 1
    return None, len(lexed.kinds) - 1


def _is_beyond(lexed: Lexed, index: int, inside: OpenBracket | None) -> bool:
    """Whether a token begins a line that is indented no further than the one of a bracket."""
    if inside is None or not begins_line(lexed, index):
        return False
    return column(lexed, index) <= line_indent(lexed, inside.place)


def _closed(lexed: Lexed, index: int, left: Sequence[OpenBracket]) -> int:
    """Return how many of the brackets that are left are done with at a closing one."""
    for number, bracket in enumerate(left, 1):
        if lexed.kinds[index] == bracket.closing:
            begins = begins_line(lexed, index)
            outside = begins and column(lexed, index) < line_indent(lexed, bracket.place)
            return 0 if outside else number
    return 0


def _with_commas(run: list[Element]) -> Element | None:
    """Return the bracket that a run of children begins with, if only commas follow it."""
    first = run[0] if run else None
    if not isinstance(first, Token) or first.kind not in OPENING:
        return None
    commas = all(isinstance(part, Token) and part.kind == _COMMA for part in run[1:])
    return first if commas else None
