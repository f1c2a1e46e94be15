"""Put a parse error into words: what was expected, what was found, what was perhaps meant."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from reqon_language.syntax.ast import Span
from reqon_language.syntax.errors import ParseError
from reqon_language.syntax.green import Node, Token, tokens
from reqon_language.syntax.layout import begins_line
from reqon_language.syntax.lexer import END, NAME, lex
from reqon_language.syntax.tables import TABLES

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
_STATEMENTS = {"a step", "a mission member", "a field", "`assume`"}
_ENDED = {*_STATEMENTS, "an option", "`}`"}
"""What may be expected at the end of a block, and need not be there."""
_CLOSERS = {TABLES.signs[sign] for sign in ")]}"}
MISSION_OPTIONS = (
    "schedule checkpoint trace maxConcurrency skipIfRunning retryOnFailure stateRetention "
    "stateStore enableState"
).split()
"""The members of a mission that are a key and a value."""
_DECLARING = (
    "mission source store schema transform action run let import dataset context distribution "
    "contract"
).split()
_OUTSIDE = {"mission", "import"}
_MEMBERS = [*_DECLARING, *MISSION_OPTIONS]


def describe(driver: Driver, terminal: int) -> ParseError:
    """Return the error for the token at hand, which the driver cannot use as `terminal`."""
    lexed, index = driver.lexed, driver.index
    word = lexed.texts[index]
    span = Span(lexed.starts[index], lexed.starts[index] + len(word))
    fresh = begins_line(lexed, index) or _T("COMMA") == lexed.kinds[index - 1]
    statement = _statement(driver, word, span) if fresh and lexed.kinds[index] == NAME else None
    if statement is not None:
        return statement
    if not fresh and driver.accepts(_T("AFFECTS")) and lexed.texts[index - 1] in ("]", "}"):
        opening = "[" if lexed.texts[index - 1] == "]" else "{"
        message = (
            f"a type that begins with `{opening}` ends there; put a value that is to go on with "
            f"`{shortened(word)}` into parentheses"
        )
        return ParseError("RQ2001", message, span)
    phrase = next((text for name, text in _PHRASES if driver.accepts(_T(name))), _only_word(driver))
    if phrase == "an option" and lexed.texts[index - 1] == "store":
        phrase = "a name"
    chained = _optional_chain(driver) if phrase == "`:`" else None
    if chained is not None:
        return ParseError("RQ2001", "`?.` is written `.`", chained, ".")
    if phrase == "an option" and fresh and _is_bare(driver):
        return ParseError("RQ2001", f"expected `:` after `{shortened(word)}`", span)
    apart = terminal == END or begins_line(lexed, index)
    if terminal in _CLOSERS:
        phrase = None if phrase in _ENDED else phrase
        apart = apart or phrase in _OPERANDS
    if phrase in _STATEMENTS and terminal != END:
        apart = False  # what stands before it is whole
        if driver.accepts(_T("METHOD")) and driver.accepts(_T("ACTION")):
            phrase = "a declaration"
    if index and apart and phrase:
        before = lexed.texts[index - 1]
        place = Span(lexed.starts[index - 1], lexed.starts[index - 1] + len(before))
        return ParseError("RQ2001", f"expected {phrase} after `{shortened(before)}`", place)
    found = "the end of the file" if terminal == END else f"`{shortened(word)}`"
    if phrase is None:
        return ParseError("RQ2001", f"unexpected {found}", span)
    return ParseError("RQ2001", f"expected {phrase} but found {found}", span)


def _only_word(driver: Driver) -> str | None:
    """Return the one word that could stand here, if there is one."""
    words = [word for word, terminal in TABLES.words.items() if driver.accepts(terminal)]
    return f"`{words[0]}`" if len(words) == 1 else None


def _statement(driver: Driver, word: str, span: Span) -> ParseError | None:
    """Return the error for a word that begins what cannot stand here; None where none can."""
    lexed, index = driver.lexed, driver.index
    if driver.accepts(_T("AFFECTS")):
        return ParseError("RQ2001", f"expected `:` behind the field `{shortened(word)}`", span)
    if driver.accepts(_T("METHOD")) and lexed.kinds[index + 1] == _T("ASSIGN"):
        message = "variables do not change: bind another one by `let`"
        return ParseError("RQ2003", message, span)
    if driver.accepts(_T("METHOD")) and word == "assume":
        return ParseError("RQ5401", "`assume` stands outside a `validate`", span)
    if driver.accepts(_T("METHOD")):
        members = _MEMBERS if driver.accepts(_T("ACTION")) else []
        return _unknown("RQ2003", "step", word, span, [*step_words(), *members])
    if driver.accepts(_T("ACTION")) and _in_pipeline(driver):
        message = "stages follow each other by `then`: `run A then B`"
        return ParseError("RQ2001", message, span)
    if driver.accepts(_T("ACTION")) and word in MISSION_OPTIONS:
        return ParseError("RQ2001", f"expected `:` after `{word}`", span)
    if driver.accepts(_T("ACTION")) and word in _OUTSIDE:
        return ParseError("RQ2004", f"`{word}` stands outside of missions", span)
    if driver.accepts(_T("ACTION")):
        return _unknown("RQ2004", "mission member", word, span, _MEMBERS)
    return None


def _is_bare(driver: Driver) -> bool:
    """Whether the token at hand is a word with nothing behind it on its line."""
    lexed, index = driver.lexed, driver.index
    return lexed.kinds[index] == NAME and begins_line(lexed, index + 1)


def _optional_chain(driver: Driver) -> Span | None:
    """Return where `?.` stands if the `:` that is missing belongs to it: `order?.id`."""
    if len(driver.values) < 2:
        return None
    asked, value = driver.values[-2:]
    if not isinstance(asked, Token) or asked.kind != _T("QUESTION") or asked.trivia:
        return None
    if not isinstance(value, Node) or value.lead or next(tokens(value)).text != ".":
        return None
    begin = driver.begins[-2]
    return Span(begin, begin + 2)


def _in_pipeline(driver: Driver) -> bool:
    """Whether the token at hand stands behind a comma on the line of a `run`."""
    lexed, index = driver.lexed, driver.index
    while index and not begins_line(lexed, index):
        index -= 1
    return index < driver.index and lexed.texts[index] == "run"


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
        message = f"unknown {what} `{shortened(word)}`; did you mean `{close[0]}`?"
        return ParseError(code, message, span, close[0])
    return ParseError(code, f"unknown {what} `{shortened(word)}`", span)


def shortened(text: str) -> str:
    """Return a token as a message shows it: its first line, up to 40 characters."""
    line = text.splitlines()[0] if text else text
    return line if len(line) <= 40 else f"{line[:37]}..."
