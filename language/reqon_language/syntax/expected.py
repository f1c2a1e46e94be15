"""Put a parse error into words: what was expected, what was found, what was perhaps meant."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from reqon_language.syntax.ast import Span
from reqon_language.syntax.errors import ParseError
from reqon_language.syntax.lexer import END, NAME, lex
from reqon_language.syntax.tables import TABLES
from reqon_language.syntax.words import begins_line

if TYPE_CHECKING:
    from reqon_language.syntax.driver import Driver

_T = TABLES.terminal

# What to say is expected, most telling first.
_PHRASES = [
    ("MISSING", "a value"),
    ("COLON", "`:`"),
    ("ARROW", "`->`"),
    ("FAT_ARROW", "`=>`"),
    ("EQUALS", "`=`"),
    ("TO", "`to`"),
    ("IN", "`in`"),
    ("METHOD", "a step"),
    ("ACTION", "a mission member"),
    ("AFFECTS", "a field"),
    ("ASSUME", "`assume`"),
    ("NAME", "a name"),
    ("RPAR", "`,` or `)`"),
    ("RSQB", "`,` or `]`"),
    ("KEY", "an option"),
    ("RBRACE", "`}`"),
    ("LBRACE", "`{`"),
    ("TYPE_LBRACE", "`{`"),
    ("STRING", "a string"),
    ("OF", "`of`"),
]
_OPERANDS = {"a value", "a name"}
_BRACKETED = {"`,` or `)`", "`,` or `]`", "`:`", "`->`", "`{`"}
_CLOSERS = {TABLES.signs[sign] for sign in ")]}"}
_MEMBERS = (
    "mission source store schema transform action run let import schedule checkpoint trace "
    "maxConcurrency skipIfRunning retryOnFailure stateRetention stateStore enableState dataset "
    "context distribution contract"
).split()


def describe(driver: Driver, terminal: int) -> ParseError:
    """Return the error for the token at hand, which the driver cannot use as `terminal`."""
    lexed, index = driver.lexed, driver.index
    word = lexed.texts[index]
    span = Span(lexed.starts[index], lexed.starts[index] + len(word))
    fresh = begins_line(lexed, index) or _T("COMMA") == lexed.kinds[index - 1]
    if lexed.kinds[index] == NAME and fresh:
        if driver.accepts(_T("AFFECTS")):
            return ParseError("RQ2001", f"expected `:` behind the field `{_short(word)}`", span)
        if driver.accepts(_T("METHOD")) and word == "assume":
            return ParseError("RQ5401", "`assume` stands outside a `validate`", span)
        if driver.accepts(_T("METHOD")):
            members = _MEMBERS if driver.accepts(_T("ACTION")) else []
            return _unknown("RQ2003", "step", word, span, [*step_words(), *members])
        if driver.accepts(_T("ACTION")):
            return _unknown("RQ2004", "mission member", word, span, _MEMBERS)
    phrase = next((text for name, text in _PHRASES if driver.accepts(_T(name))), None)
    apart = terminal == END or begins_line(lexed, index)
    if terminal in _CLOSERS:
        apart = phrase in _OPERANDS
        phrase = phrase if apart or phrase in _BRACKETED else None
    if index and apart and phrase:
        before = lexed.texts[index - 1]
        place = Span(lexed.starts[index - 1], lexed.starts[index - 1] + len(before))
        return ParseError("RQ2001", f"expected {phrase} after `{_short(before)}`", place)
    found = "the end of the file" if terminal == END else f"`{_short(word)}`"
    if phrase is None:
        return ParseError("RQ2001", f"unexpected {found}", span)
    return ParseError("RQ2001", f"expected {phrase} but found {found}", span)


@cache
def step_words() -> list[str]:
    """Return the words a step may begin with, by the tables' own account."""
    from reqon_language.syntax.driver import Driver

    driver = Driver(lex(""), "steps")
    driver.run(stop=0)
    found = (word for word, number in TABLES.words.items() if driver.accepts(number))
    return sorted(word for word in found if word.islower() or word == "onError")


def _unknown(code: str, what: str, word: str, span: Span, known: list[str]) -> ParseError:
    close = get_close_matches(word, known, n=1)
    if close:
        message = f"unknown {what} `{_short(word)}`; did you mean `{close[0]}`?"
        return ParseError(code, message, span, close[0])
    return ParseError(code, f"unknown {what} `{_short(word)}`", span)


def _short(text: str) -> str:
    line = text.splitlines()[0] if text else text
    return line if len(line) <= 40 else f"{line[:37]}..."
