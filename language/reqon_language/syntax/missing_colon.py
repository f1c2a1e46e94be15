"""A key without its colon: `base "https://…"`, `checkpoint afterStep`, `store s file("s")`.

It is told where the colon belongs, and read as if it were there. So is `store file("s")`, where the
name is missing, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reqon_language.syntax.ast import Span
from reqon_language.syntax.errors import ParseError
from reqon_language.syntax.expected import MISSION_OPTIONS
from reqon_language.syntax.foreign_words import shift
from reqon_language.syntax.green import Token
from reqon_language.syntax.layout import begins_line
from reqon_language.syntax.lexer import NAME
from reqon_language.syntax.tables import TABLES
from reqon_language.syntax.words import candidates

if TYPE_CHECKING:
    from reqon_language.syntax.driver import Driver

_T = TABLES.terminal
_KEY, _COLON, _MISSING = _T("KEY"), _T("COLON"), _T("MISSING")
_METHOD, _ACTION, _LPAR, _DOT = _T("METHOD"), _T("ACTION"), _T("LPAR"), _T("DOT")
_STARTS_VALUE: Final = frozenset(
    _T(name) for name in ("NAME", "STRING", "NUMBER", "DURATION", "LBRACE", "LSQB")
)


def read_key(driver: Driver) -> bool:
    """Read the name at hand as a key, with the colon it lacks; False where it is none."""
    lexed, index = driver.lexed, driver.index
    if lexed.kinds[index] != NAME or not driver.accepts(_KEY) or driver.accepts(_METHOD):
        return False
    word, before = lexed.texts[index], lexed.texts[index - 1] if index else ""
    # Any other word among the members of a mission may be anything.
    if driver.accepts(_ACTION) and word not in MISSION_OPTIONS:
        return False
    if NAME not in candidates(lexed, index):  # the next statement, below one just begun
        return False
    driver.lexed.look(index, index + 1)
    bare = not _value_follows(driver)
    if bare and before != "store":
        return False
    span = Span(lexed.starts[index], lexed.starts[index] + len(word))
    if lexed.kinds[index + 1] == _LPAR:
        message = f"expected a name before `{word}`: `store orders: {word}(…)`"
        driver.errors.append(ParseError("RQ2001", message, span))
        _invent(driver, _KEY, _COLON)
        return True
    meant = f'{word}: file("{word}")' if bare else f"{word}:"
    driver.errors.append(ParseError("RQ2001", f"expected `:` after `{word}`", span, meant))
    shift(driver, _KEY)
    _invent(driver, _COLON)
    if bare and driver.accepts(_MISSING):
        _invent(driver, _MISSING)
    return True


def _invent(driver: Driver, *kinds: int) -> None:
    for kind in kinds:
        driver.feed(kind, Token(kind, "", ""), driver.lexed.begins[driver.index])


def _value_follows(driver: Driver) -> bool:
    """Whether a value stands behind the token at hand on its line; `a.b` is one name."""
    lexed, following = driver.lexed, driver.index + 1
    if begins_line(lexed, following):
        return False
    kind = lexed.kinds[following]
    return kind in _STARTS_VALUE or (kind == _DOT and bool(lexed.trivia[following]))
