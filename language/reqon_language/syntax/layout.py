"""Where lines begin, and what their indentation says of blocks whose braces are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reqon_language.syntax.lexer import END
from reqon_language.syntax.tables import TABLES
from reqon_language.text import line_start

if TYPE_CHECKING:
    from reqon_language.syntax.driver import Driver
    from reqon_language.syntax.lexer import Lexed

_CLOSING = TABLES.terminal("RBRACE")


def begins_line(lexed: Lexed, index: int) -> bool:
    """Whether the token at `index` is the first of its line."""
    trivia = lexed.trivia[index]
    return (bool(trivia) and ("\n" in trivia or "\r" in trivia)) or index == 0


def column(lexed: Lexed, index: int) -> int:
    """Return how far the line that a token begins is indented; a byte order mark has no width."""
    trivia = lexed.trivia[index]
    line = trivia[line_start(trivia, len(trivia)) :].replace("\ufeff", "")
    return len(line) - len(line.lstrip())


def line_indent(lexed: Lexed, index: int) -> int:
    """Return the column of the first token on the line of the token at `index`."""
    while index and not begins_line(lexed, index):
        index -= 1
    return column(lexed, index)


def is_level(lexed: Lexed, index: int) -> bool:
    """Whether the line that a token begins is indented no further than the one before it."""
    return column(lexed, index) <= line_indent(lexed, index - 1)


def is_needless(lexed: Lexed, index: int) -> bool:
    """Whether a brace that `close_by_margin` put in is at hand; its block is closed already."""
    return not lexed.texts[index] and lexed.kinds[index] != END


def close_by_margin(driver: Driver, first: int, indent: int) -> None:
    """Close a block, whose first token is at `first`, in front of the line that is not in it.

    Its opening brace is not there, and stands for a line that is indented by `indent`. A closing
    brace right below that is the block's own.
    """
    lexed, place = driver.lexed, first
    while lexed.kinds[place] != END and (
        not begins_line(lexed, place) or column(lexed, place) > indent
    ):
        place += 1
    driver.lexed.look(first, place)
    if lexed.kinds[place] == _CLOSING and column(lexed, place) == indent:
        return
    begin = lexed.begins[place]
    lexed.kinds.insert(place, _CLOSING)
    lexed.texts.insert(place, "")
    lexed.trivia.insert(place, "")
    lexed.begins.insert(place, begin)
    lexed.starts.insert(place, begin)
    if driver.stop is not None and place <= driver.stop:
        driver.stop += 1
    moved = {at + (at >= place): read for at, read in driver.planned.items()}
    driver.planned.clear()
    driver.planned.update(moved)
