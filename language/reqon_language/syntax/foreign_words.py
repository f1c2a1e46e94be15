"""Words and signs that other languages use where a token of ours would fit.

`key = value`, `STORE x INTO y`, `elif`, `const x = await f()`: whoever writes them is told once how
it is written here, and the rest is read as it was meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from reqon_language.syntax.ast import Span
from reqon_language.syntax.brackets import CLOSING
from reqon_language.syntax.errors import ParseError
from reqon_language.syntax.green import Token
from reqon_language.syntax.layout import begins_line, close_by_margin, column, line_indent
from reqon_language.syntax.lexer import END, NAME, STRING
from reqon_language.syntax.tables import TABLES
from reqon_language.syntax.words import candidates, keyword

if TYPE_CHECKING:
    from reqon_language.syntax.driver import Driver

_T = TABLES.terminal
_COLON, _EQUALS, _KEY, _LET = _T("COLON"), _T("EQUALS"), _T("KEY"), _T("LET")
_ARROW, _FAT_ARROW, _AND, _WHERE = _T("ARROW"), _T("FAT_ARROW"), _T("AND"), _T("WHERE")
_COMPARE, _METHOD, _ELSE, _IF = _T("COMPARE"), _T("METHOD"), _T("ELSE"), _T("IF")
_LPAR, _RPAR, _LBRACE, _IN = _T("LPAR"), _T("RPAR"), _T("LBRACE"), _T("IN")
_MISSING = _T("MISSING")

_MEANT: Final = {
    "const": "let", "var": "let", "function": "action", "def": "action", "func": "action",
    "fn": "action", "into": "->", "assert": "assume", "require": "assume", "expect": "assume",
    "return": "skip", "break": "skip", "pass": "skip", "throw": "abort", "raise": "abort",
    "foreach": "for", "except": "catch", "switch": "match", "of": "in", "interface": "schema",
    "type": "schema", "struct": "schema", "class": "schema", "model": "schema", "extends": "from",
}  # fmt: skip
"""What a word of another language is called here."""
_KINDS: Final = {**TABLES.words, **TABLES.signs}
_IDLE: Final = frozenset({"async", "await", "export", "public", "static", "new", "the", "create"})
"""Words that say nothing here."""
_ADDRESS: Final = re.compile(r"//[^\s,;{}()\"']+")
_ELSE_IF: Final = frozenset({"elif", "elseif", "elsif"})
_DECLARING: Final = frozenset({"let", "const", "var"})


def read_foreign(driver: Driver, terminal: int) -> bool:
    """Read the token at hand as what it is meant to be, and report it; False where it is none."""
    planned = driver.planned.pop(driver.index, None)
    if planned is not None:
        return planned(driver)
    return any(read(driver, terminal) for read in _READINGS)


def shift(driver: Driver, terminal: int) -> bool:
    """Shift the token at hand as `terminal`, if that fits."""
    if not driver.accepts(terminal):
        return False
    lexed, index = driver.lexed, driver.index
    token = Token(terminal, lexed.texts[index], lexed.trivia[index])
    driver.feed(terminal, token, lexed.starts[index] - len(lexed.trivia[index]))
    driver.index += 1
    return True


def drop(driver: Driver) -> bool:
    """Make the token at hand part of what stands before the next one."""
    lexed, index = driver.lexed, driver.index
    if lexed.kinds[index] == END:
        return False
    lexed.trivia[index + 1] = lexed.trivia[index] + lexed.texts[index] + lexed.trivia[index + 1]
    lexed.begins[index + 1] = lexed.begins[index]
    driver.index += 1
    return True


def _report(driver: Driver, message: str, meant: str | None, last: int | None = None) -> None:
    """Report the tokens from the one at hand to `last`; `meant` is what to write for them."""
    lexed, index = driver.lexed, driver.index
    last = index if last is None else last
    end = lexed.starts[last] + len(lexed.texts[last])
    driver.errors.append(ParseError("RQ2001", message, Span(lexed.starts[index], end), meant))


def _fits(driver: Driver, index: int) -> bool:
    """Whether the token at `index` could stand in place of the one at hand."""
    driver.lexed.look(driver.index, index)
    return any(driver.accepts(option) for option in candidates(driver.lexed, index))


def _written(text: str, meant: str) -> str:
    return f"`{text}` is written `{meant}`"


def _key_before_equals(driver: Driver, terminal: int) -> bool:
    """`auth = none` in a block of options: the name is a key, the sign is told next."""
    lexed, index = driver.lexed, driver.index
    named = lexed.kinds[index] in (NAME, STRING) and lexed.kinds[index + 1] == _EQUALS
    if not named or terminal == END or driver.accepts(_METHOD):
        return False
    return shift(driver, _KEY)


def _assignment(driver: Driver, _terminal: int) -> bool:
    """`total = 1` as a step binds a variable."""
    lexed, index = driver.lexed, driver.index
    named = lexed.kinds[index] == NAME and lexed.kinds[index + 1] == _EQUALS
    if not named or not driver.accepts(_METHOD) or not driver.accepts(_LET):
        return False
    word = lexed.texts[index]
    _report(driver, f"a variable is bound by `let {word} = …`", f"let {word}")
    driver.feed(_LET, Token(_LET, "", ""), lexed.begins[index])
    return shift(driver, NAME)


def _equals(driver: Driver, terminal: int) -> bool:
    """`=` where `:` belongs, or `==`, or nothing."""
    if terminal != _EQUALS:
        return False
    if driver.accepts(_COLON):
        _report(driver, "expected `:` but found `=`", ":")
        return shift(driver, _COLON)
    if driver.accepts(_COMPARE):
        _report(driver, "`=` binds a name; two values are compared by `==`", "==")
        return shift(driver, _COMPARE)
    return _needless(driver, terminal)


def _needless(driver: Driver, terminal: int) -> bool:
    """`run = A`, `source Api: {`, `for x in xs:`: a sign where things would fit without it."""
    if terminal not in (_EQUALS, _COLON) or not driver.index:
        return False
    if driver.lexed.kinds[driver.index - 1] not in (NAME, _RPAR):
        return False
    if begins_line(driver.lexed, driver.index + 1):
        return terminal == _COLON and _block_of_python(driver)
    if not _fits(driver, driver.index + 1):
        return False
    word = driver.lexed.texts[driver.index - 1]
    _report(driver, f"`{word}` is followed by no `{driver.lexed.texts[driver.index]}`", "")
    return drop(driver)


def _block_of_python(driver: Driver) -> bool:
    """`for x in xs:` with the block below it, told by its indentation."""
    lexed, index = driver.lexed, driver.index
    indent = line_indent(lexed, index)
    if not driver.accepts(_LBRACE) or column(lexed, index + 1) <= indent:
        return False
    _report(driver, "expected `{` but found `:`", " {")
    close_by_margin(driver, index + 1, indent)
    return shift(driver, _LBRACE)


def _address(driver: Driver, terminal: int) -> bool:
    """`base: https://api.example.com`: what stands behind the colon is a comment."""
    lexed, index = driver.lexed, driver.index
    if terminal != _COLON or not index or lexed.texts[index - 1] not in ("http", "https"):
        return False
    found = _ADDRESS.match(lexed.trivia[index + 1])
    if found is None:
        return False
    start = lexed.starts[index - 1]
    end = lexed.starts[index] + 1 + found.end()
    meant = f'"{lexed.texts[index - 1]}:{found[0]}"'
    message = "an address stands in double quotes"
    driver.errors.append(ParseError("RQ2001", message, Span(start, end), meant))
    return drop(driver)


def _arrow(driver: Driver, terminal: int) -> bool:
    """The other arrow, or one between the stages of a pipeline."""
    if terminal not in (_ARROW, _FAT_ARROW):
        return False
    sign = driver.lexed.texts[driver.index]
    for meant in ("->", "=>", "then"):
        if driver.accepts(_KINDS[meant]):
            _report(driver, f"expected `{meant}` but found `{sign}`", meant)
            return shift(driver, _KINDS[meant])
    return False


def _second_where(driver: Driver, _terminal: int) -> bool:
    """`xs where a where b`: a list has one condition."""
    if driver.lexed.texts[driver.index].lower() != "where" or not driver.accepts(_AND):
        return False
    for value in reversed(driver.values):
        if isinstance(value, Token):
            if value.kind == _WHERE:
                _report(driver, "there is one `where`; conditions are joined by `and`", "and")
                return shift(driver, _AND)
            if value.kind in (_LBRACE, _LPAR):
                break
    return False


def _other_word(driver: Driver, _terminal: int) -> bool:
    """A keyword in capital letters, or what another language calls it."""
    lexed, index = driver.lexed, driver.index
    word = lexed.texts[index]
    if lexed.kinds[index] != NAME or lexed.kinds[index + 1] == _COLON:
        return False
    alone = begins_line(lexed, index + 1) or lexed.kinds[index + 1] in CLOSING
    for meant in (keyword(word), _MEANT.get(word.lower())):
        if meant == "skip" and not alone:
            continue
        if meant is not None and meant != word and driver.accepts(_KINDS[meant]):
            _report(driver, _written(word, meant), meant)
            return shift(driver, _KINDS[meant])
    return False


def _else_if(driver: Driver, _terminal: int) -> bool:
    lexed, index = driver.lexed, driver.index
    word = lexed.texts[index]
    if word.lower() not in _ELSE_IF or not driver.accepts(_ELSE):
        return False
    _report(driver, _written(word, "else if"), "else if")
    shift(driver, _ELSE)
    driver.feed(_IF, Token(_IF, "", ""), lexed.begins[index + 1])
    return True


def _idle(driver: Driver, _terminal: int) -> bool:
    """`async` and its like in front of what fits without it."""
    lexed, index = driver.lexed, driver.index
    word = lexed.texts[index]
    if word not in _IDLE or begins_line(lexed, index + 1) or not _means_something(driver):
        return False
    _report(driver, f"`{word}` means nothing here", "")
    return drop(driver)


def _means_something(driver: Driver) -> bool:
    """Whether the word behind the one at hand would be read in its place."""
    if _fits(driver, driver.index + 1):
        return True
    meant = _MEANT.get(driver.lexed.texts[driver.index + 1], "")
    return meant in _KINDS and driver.accepts(_KINDS[meant])


def _parameters(driver: Driver, terminal: int) -> bool:
    """`action Fetch()`: an action takes nothing."""
    lexed, index = driver.lexed, driver.index
    if terminal != _LPAR or not driver.accepts(_LBRACE) or lexed.kinds[index - 1] != NAME:
        return False
    closing = _closing(driver, index)
    if closing is None:
        return False
    if lexed.kinds[closing + 1] not in (_LBRACE, _COLON):
        return False
    _report(driver, f"`{lexed.texts[index - 1]}` takes no parameters", "", closing)
    for _ in range(index, closing + 1):
        drop(driver)
    return True


def _query(driver: Driver, _terminal: int) -> bool:
    """`SELECT … FROM …`: the rest of the line is no expression."""
    lexed, index = driver.lexed, driver.index
    if lexed.texts[index] != "SELECT" or not driver.accepts(_MISSING):
        return False
    last = index
    while not (begins_line(lexed, last + 1) or lexed.kinds[last + 1] in {END, *CLOSING}):
        last += 1
    driver.lexed.look(index, last + 1)
    message = "there are no queries: take what you need of a store by `orders where .total > 100`"
    _report(driver, message, None, last)
    driver.feed(_MISSING, Token(_MISSING, "", ""), lexed.begins[index])
    for _ in range(index, last + 1):
        drop(driver)
    return True


def _loop_head(driver: Driver, terminal: int) -> bool:
    """`for (const order of orders)`, with or without its parts."""
    lexed, index = driver.lexed, driver.index
    if lexed.kinds[index - 1] != NAME or lexed.texts[index - 1].lower() != "for":
        return False
    closing = _closing(driver, index) if terminal == _LPAR else None
    first = index if closing is None else index + 1
    declared = lexed.texts[first] in _DECLARING
    name = first + declared
    if closing is None and not declared:
        return False
    if lexed.kinds[name] != NAME or lexed.texts[name + 1] not in ("in", "of"):
        return False
    last = name + 1 if closing is None else closing
    source = "".join(
        lexed.trivia[place] + lexed.texts[place] for place in range(name + 2, closing or name + 2)
    )
    meant = f"{lexed.texts[name]} in{source}"
    _report(driver, "a loop is written `for order in orders`", meant, last)
    for _ in range(index, name):
        drop(driver)
    if lexed.texts[name + 1] == "of":
        driver.planned[name + 1] = lambda later: shift(later, _IN)
    if closing is not None:
        driver.planned[closing] = drop
    return True


def _closing(driver: Driver, opening: int) -> int | None:
    """Return the `)` of the `(` at `opening` on its line."""
    lexed, depth = driver.lexed, 0
    for index in range(opening, len(lexed.kinds)):
        if index > opening and begins_line(lexed, index):
            break
        depth += (lexed.kinds[index] == _LPAR) - (lexed.kinds[index] == _RPAR)
        if not depth:
            driver.lexed.look(opening, index)
            return index
    return None


_READINGS: Final[tuple[Callable[[Driver, int], bool], ...]] = (
    _key_before_equals, _assignment, _equals, _address, _needless, _arrow, _second_where,
    _loop_head, _else_if, _query, _idle, _other_word, _parameters,
)  # fmt: skip
