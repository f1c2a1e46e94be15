"""Tell keywords from names.

Every keyword of the language is contextual: `page`, `source` or `map` may be a field, a
variable or an option key. For each word this module lists the terminals it could be, best
first, from the token itself, the one after it and the line break before it; the driver takes
the first one its parse state accepts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reqon_language.syntax.beginnings import (
    ARROWS,
    BEFORE_RECORDS,
    METHODS,
    STEPS,
    begins_arm,
    is_below_method,
)
from reqon_language.syntax.brackets import CLOSING, OPENING
from reqon_language.syntax.layout import begins_line, is_level
from reqon_language.syntax.lexer import DURATION, END, NAME, NUMBER, PERCENTAGE, STRING
from reqon_language.syntax.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection

    from reqon_language.syntax.lexer import Lexed

UNITS = {
    f"{unit}{plural}": milliseconds
    for unit, milliseconds in {
        "millisecond": 1,
        "second": 1_000,
        "minute": 60_000,
        "hour": 3_600_000,
        "day": 86_400_000,
        "week": 604_800_000,
    }.items()
    for plural in ("", "s")
}
"""The words that make a number a duration, each with its length in milliseconds."""

_T = TABLES.terminal
_COLON, _QUESTION, _COMMA, _RBRACE = _T("COLON"), _T("QUESTION"), _T("COMMA"), _T("RBRACE")
_LBRACE, _LPAR, _LSQB, _DOT = _T("LBRACE"), _T("LPAR"), _T("LSQB"), _T("DOT")
_NL_OF = {_LBRACE: _T("NL_LBRACE"), _LPAR: _T("NL_LPAR"), _LSQB: _T("NL_LSQB")}
_TYPE_OF = {_LBRACE: _T("TYPE_LBRACE"), _LSQB: _T("TYPE_LSQB")}
_ELLIPSIS, _EQUALS = _T("ELLIPSIS"), _T("EQUALS")
_BEFORE_STEP = {_LBRACE, _RBRACE, _COMMA, *ARROWS}
_LITERALS = {"true", "false", "null"}
_INFIX = frozenset(
    "and or not is in where contains startsWith endsWith then else to as from of when with "
    "per".split()
)
# A line that begins like one of these statements is one, even where only a name would fit.
_STATEMENTS = frozenset(
    "mission source store schema transform action run import get post put patch delete call "
    "for map apply let validate jump clear queue dataset context distribution contract "
    "generate".split()
)
_STARTS_OPERAND = {
    NAME, NUMBER, DURATION, PERCENTAGE, STRING, _LBRACE, _LPAR, _LSQB, _DOT, _T("CIRCUMFLEX")
}  # fmt: skip
_STARTS_CONDITION = {*_STARTS_OPERAND, _T("NOT_SIGN"), _T("MINUS")}
_ENDS_SHORTHAND = {_COMMA, _RBRACE}
# What stands behind the `?` of a type, where a condition would go on with an operand.
_ENDS_TYPE = {
    _COMMA, _RBRACE, _COLON, _QUESTION, END,
    *map(_T, ("RPAR", "RSQB", "MORE", "VBAR", "TILDE", "EQUALS", "ELLIPSIS")),
}  # fmt: skip
_AWAITING = {
    _COLON, _DOT, *ARROWS,
    *map(_T, ("EQUALS", "ASSIGN", "COMPARE", "LESS", "MORE", "PLUS", "MINUS", "STAR", "SLASH",
              "PERCENT", "COALESCE", "OR_SIGN", "AND_SIGN", "NOT_SIGN", "VBAR", "TILDE",
              "CIRCUMFLEX")),
}  # fmt: skip
_AWAITING_WORDS = frozenset(
    "assume invariant and or not in where when of to contains startsWith endsWith".split()
)
_META = frozenset({"message", "severity"})
_TOLD_APART = _LITERALS | _INFIX | _STATEMENTS | _AWAITING_WORDS | _META

SIGNS = {*_NL_OF, _DOT, _QUESTION, _EQUALS}
"""Tokens that mean something else when they begin a line."""
TYPE_SIGNS = {*_TYPE_OF, _QUESTION, _EQUALS}
"""Those that mean something else elsewhere, too: where a type begins or ends, or nothing binds."""
DOUBTFUL = -1
"""No terminal: what is read so far must not be reduced before recovery has looked at the token."""
_BEFORE_VALUE = METHODS | {":"}
_ENDS_PATTERN = ARROWS | {NAME}
_BINDING = frozenset({"let", "context", "distribution"})
_DOUBTED = frozenset(
    word.upper() for word in "and or not in is where then else from to as select".split()
) | {"elif", "elseif", "elsif", "where"}


_CASELESS = {word.lower(): word for word in TABLES.words if word.upper() not in TABLES.words}


def keyword(word: str) -> str:
    """Return the keyword meant by a word whose letters may have the wrong case, or the word."""
    return word if word in TABLES.words else _CASELESS.get(word.lower(), word)


def is_plain(word: str) -> bool:
    """Whether a word is read like any other name, wherever it stands."""
    return word not in TABLES.words and word not in UNITS and word not in _TOLD_APART


def choose(lexed: Lexed, index: int, row: Collection[int]) -> int:
    """Return the first terminal the word at `index` may be that is in `row`.

    The common cases are decided here without listing all the others.
    """
    word, following = lexed.texts[index], lexed.kinds[index + 1]
    if following == _COLON and _KEY in row:
        return _META_KEY if _META_KEY in row and _is_meta(lexed, index) else _KEY
    keyword = TABLES.words.get(word)
    if word in _DOUBTED:
        return DOUBTFUL
    if keyword is not None and word in STEPS:
        if lexed.texts[index - 1] in _BEFORE_VALUE and _may_be_step(lexed, index):
            return DOUBTFUL
    elif following in _ENDS_PATTERN and _is_next_arm(lexed, index):
        return DOUBTFUL
    if keyword is None:
        name = _plain_name(lexed, index, following)
        if name is not None:
            return _SHORTHAND if name == _SHORTHAND and name in row else NAME
    elif keyword in row and following != _COLON and word not in _RULES:
        return keyword
    options = _word(lexed, index)
    for terminal in options:
        if terminal in row:
            return terminal
    return options[-1]


def _plain_name(lexed: Lexed, index: int, following: int) -> int | None:
    """Return NAME or SHORTHAND for a word that is no keyword, None where more has to be asked."""
    before = lexed.kinds[index - 1]
    if before == NUMBER or before in ARROWS:
        return None
    if following not in _TELLING:
        return NAME
    if following in _ENDS_SHORTHAND:
        return NAME if before == _ELLIPSIS else _SHORTHAND
    if following == _LBRACE and before not in _BEFORE_STEP and not begins_line(lexed, index):
        return NAME if index else None
    return None


def choose_sign(lexed: Lexed, index: int, row: Collection[int]) -> int:
    """Return the first terminal the sign at `index`, one of `SIGNS`, may be that is in `row`."""
    kind = lexed.kinds[index]
    if kind == _EQUALS:
        return kind if index > 1 and lexed.texts[index - 2] in _BINDING else DOUBTFUL
    typed = _TYPE_OF.get(kind)
    if typed is not None and typed in row:
        return typed
    if kind != _QUESTION and not begins_line(lexed, index):
        return kind
    if kind in _TYPE_OF and _is_unfinished(lexed, index - 1) and begins_arm(lexed, index):
        return DOUBTFUL
    options = _sign(lexed, index, kind)
    return next((option for option in options if option in row), options[-1])


def candidates(lexed: Lexed, index: int) -> tuple[int, ...]:
    """Return the terminals the token at `index` may be, best first."""
    kind = lexed.kinds[index]
    if kind == NAME:
        return _word(lexed, index)
    if kind in SIGNS and kind != _EQUALS:
        options = _sign(lexed, index, kind)
        return (_TYPE_OF[kind], *options) if kind in _TYPE_OF else options
    return (kind,)


def _may_be_step(lexed: Lexed, index: int) -> bool:
    """Whether a word that begins a line may begin a step, though a value is missing before it."""
    if not index or not begins_line(lexed, index):
        return False
    return lexed.kinds[index - 1] == _COLON or is_below_method(lexed, index)


def _is_unfinished(lexed: Lexed, index: int) -> bool:
    """Whether the line that ends with the token at `index` lacks something, as far as it goes."""
    if awaits_value(lexed, index) or lexed.texts[index] in BEFORE_RECORDS:
        return True
    depth = 0
    while index >= 0:
        depth += (lexed.kinds[index] in CLOSING) - (lexed.kinds[index] in OPENING)
        if depth < 0 or begins_line(lexed, index):
            break
        index -= 1
    return depth < 0


def _is_next_arm(lexed: Lexed, index: int) -> bool:
    """Whether a token that begins a line begins an arm, though a value is missing before it."""
    if not index or not begins_line(lexed, index) or not awaits_value(lexed, index - 1):
        return False
    if lexed.kinds[index + 1] == NAME and lexed.texts[index + 1] != "where":
        return False
    level = lexed.kinds[index - 1] in ARROWS or is_level(lexed, index)
    return level and begins_arm(lexed, index)


def _sign(lexed: Lexed, index: int, kind: int) -> tuple[int, ...]:
    if kind == _QUESTION:
        return (_OPTIONAL, kind) if _is_optional(lexed, index) else (kind,)
    if not begins_line(lexed, index):
        return (kind,)
    if kind == _LBRACE:
        return (_NL_OF[kind], kind)
    if kind == _DOT:
        # `.name(` on a line of its own goes on with a chain of calls; `.name` starts anew.
        chained = lexed.kinds[index + 1] == NAME and lexed.kinds[index + 2] == _LPAR
        return (kind, _T("NL_DOT")) if chained else (_T("NL_DOT"),)
    return (_NL_OF[kind],)


def _word(lexed: Lexed, index: int) -> tuple[int, ...]:
    text = lexed.texts[index]
    keyword = TABLES.words.get(text)
    if keyword is None:
        return _names(lexed, index, text)
    if _is_key(lexed, index) and text not in _LITERALS:
        return _names(lexed, index, text)
    rule = _RULES.get(text)
    keywords = rule(lexed, index) if rule else (keyword,)
    if keywords and text in _STATEMENTS and _begins_statement(lexed, index):
        return keywords
    return (*keywords, *_names(lexed, index, text))


def _names(lexed: Lexed, index: int, text: str) -> tuple[int, ...]:
    """Return what the word may be as a name: a key, a unit, a tag, a source before a path."""
    following = lexed.kinds[index + 1]
    if index and lexed.kinds[index - 1] == _ELLIPSIS:
        return (NAME,)
    if _is_key(lexed, index):
        if begins_line(lexed, index) and _is_next_key(lexed, index):
            return (_KEY,)  # the value before it is still to be typed
        return (_META_KEY, _KEY, NAME) if _is_meta(lexed, index) else (_KEY, NAME)
    if following == STRING:
        tag = not begins_line(lexed, index + 1) and lexed.kinds[index + 2] != _COLON
        return (_T("SOURCE_PREFIX"), *((_T("TAG"),) if tag else ()), NAME)
    if text in UNITS and index and lexed.kinds[index - 1] == NUMBER:
        return (_T("UNIT"), NAME)
    if following not in ARROWS and _follows_arrow(lexed, index):
        return (*((_T("CUSTOM"),) if _is_custom(lexed, index) else ()), _T("ARM_ACTION"), NAME)
    if following in _ENDS_SHORTHAND:
        return (_T("SHORTHAND"), NAME)
    if _is_custom(lexed, index):
        return (_T("CUSTOM"), NAME)
    if following == NAME and not begins_line(lexed, index + 1):
        word = lexed.texts[index + 1]
        return (NAME,) if word in TABLES.words else (_T("SOURCE_PREFIX"), NAME)
    return (NAME,)


def _is_next_key(lexed: Lexed, index: int) -> bool:
    """Whether something is still missing in front of a key that begins a line."""
    if awaits_value(lexed, index - 1):
        return True
    return index > 0 and lexed.kinds[index - 1] in (_LPAR, _LSQB) and is_level(lexed, index)


def _is_key(lexed: Lexed, index: int) -> bool:
    following = lexed.kinds[index + 1]
    if following == _QUESTION:
        following = lexed.kinds[index + 2]
    return following == _COLON


def awaits_value(lexed: Lexed, index: int) -> bool:
    """Whether the token at `index` is followed by a value, without which nothing is complete."""
    kind = lexed.kinds[index] if index >= 0 else END
    return kind in _AWAITING or (kind == NAME and lexed.texts[index] in _AWAITING_WORDS)


def _is_meta(lexed: Lexed, index: int) -> bool:
    """Whether the word goes on with an `assume` on its line instead of being the next field."""
    return (
        lexed.texts[index] in _META
        and not begins_line(lexed, index)
        and lexed.kinds[index - 1] not in {_COMMA, _LBRACE}
    )


def _is_optional(lexed: Lexed, index: int) -> bool:
    """Whether a `?` ends a type instead of asking for one of two values."""
    following = lexed.kinds[index + 1]
    if following in _ENDS_TYPE:
        return True
    if lexed.trivia[index]:
        return False
    if begins_line(lexed, index + 1) or lexed.texts[index + 1] in {"when", "where"}:
        return True
    is_key = following in {NAME, STRING} and _is_key(lexed, index + 1)
    return is_key and bool(lexed.trivia[index + 1])


def _is_custom(lexed: Lexed, index: int) -> bool:
    """Whether the word stands where a step may and has a block on its line."""
    if lexed.kinds[index + 1] != _LBRACE or begins_line(lexed, index + 1):
        return False
    return begins_line(lexed, index) or lexed.kinds[index - 1] in _BEFORE_STEP


def _follows_arrow(lexed: Lexed, index: int) -> bool:
    return index > 0 and lexed.kinds[index - 1] in ARROWS and not begins_line(lexed, index)


def _begins_statement(lexed: Lexed, index: int) -> bool:
    """Whether the word begins a line and is followed, on it, by another operand."""
    if not begins_line(lexed, index) or begins_line(lexed, index + 1):
        return False
    following = lexed.kinds[index + 1]
    if following == NAME:
        return lexed.texts[index + 1] not in _INFIX
    if following == _LSQB:  # `run [A, B]`, while `run[0]` reads an item
        return lexed.texts[index] == "run" and bool(lexed.trivia[index + 1])
    return following in {STRING, NUMBER}


def _touches(lexed: Lexed, index: int) -> bool:
    return not lexed.trivia[index]


def _match(lexed: Lexed, index: int) -> tuple[int, ...]:
    following = lexed.kinds[index + 1]
    member = following == _DOT and _touches(lexed, index + 1)
    return (_T("MATCH"),) if following in _STARTS_OPERAND and not member else ()


def _any(lexed: Lexed, index: int) -> tuple[int, ...]:
    return (_T("ANY"),) if lexed.texts[index + 1] == "of" else ()


def _if(lexed: Lexed, index: int) -> tuple[int, ...]:
    if lexed.kinds[index + 1] not in _STARTS_CONDITION:
        return ()
    # On the line of a stage it is the stage's condition; on its own line it is a step.
    return (_T("IF"),) if begins_line(lexed, index) else (_T("STAGE_IF"), _T("IF"))


def _every(lexed: Lexed, index: int) -> tuple[int, ...]:
    return (_T("EVERY"),) if lexed.kinds[index + 1] in {NUMBER, DURATION, NAME, _LPAR} else ()


def _each(lexed: Lexed, index: int) -> tuple[int, ...]:
    following = lexed.kinds[index + 1]
    member = following == _DOT and _touches(lexed, index + 1)
    return (_T("EACH"),) if following in _STARTS_OPERAND and not member else ()


def _abort(lexed: Lexed, index: int) -> tuple[int, ...]:
    bare = begins_line(lexed, index + 1) or lexed.kinds[index + 1] not in _STARTS_OPERAND
    return (_T("ABORT_BARE" if bare else "ABORT"),)


def _queue(lexed: Lexed, index: int) -> tuple[int, ...]:
    bare = begins_line(lexed, index + 1) or lexed.kinds[index + 1] not in {NAME, _LBRACE}
    return (_T("QUEUE_BARE" if bare else "QUEUE"),)


def _delete(lexed: Lexed, index: int) -> tuple[int, ...]:
    record = lexed.kinds[index + 1] == NAME and lexed.kinds[index + 2] == _LSQB
    return (_T("STORE_DELETE"), _T("METHOD")) if record else (_T("METHOD"),)


def _catch(lexed: Lexed, index: int) -> tuple[int, ...]:
    """Tell the arms of a `catch` from its steps by what follows the brace."""
    arms = False
    if lexed.kinds[index + 1] == _LBRACE:
        first = lexed.kinds[index + 2]
        arms = first not in {NAME, _RBRACE, _ELLIPSIS, END}
        if first == NAME:
            arms = lexed.kinds[index + 3] in ARROWS or lexed.texts[index + 3] == "where"
    return (_T("CATCH_ARMS"), _T("CATCH")) if arms else (_T("CATCH"), _T("CATCH_ARMS"))


def _declares(lexed: Lexed, index: int) -> tuple[int, ...]:
    named = lexed.kinds[index + 1] == NAME and not begins_line(lexed, index + 1)
    alone = begins_line(lexed, index) and begins_line(lexed, index + 1)
    return (TABLES.words[lexed.texts[index]],) if named or alone else ()


def _generate(lexed: Lexed, index: int) -> tuple[int, ...]:
    return (_T("GENERATE"),) if lexed.kinds[index + 1] in {NUMBER, NAME, _LPAR} else ()


def _array(lexed: Lexed, index: int) -> tuple[int, ...]:
    generic = lexed.kinds[index + 1] == _T("LESS") and _touches(lexed, index + 1)
    return (_T("ARRAY"),) if generic else ()


def _modifier(lexed: Lexed, index: int) -> tuple[int, ...]:
    """`id: unique int` and `id: int unique`, but not `id: unique`, which reads a field."""
    following = lexed.kinds[index + 1]
    alone = begins_line(lexed, index + 1) or following not in _STARTS_TYPE
    if lexed.kinds[index - 1] == _COLON and (alone or _is_key(lexed, index + 1)):
        return ()
    return (TABLES.words[lexed.texts[index]],)


def _per(lexed: Lexed, index: int) -> tuple[int, ...]:
    return (_T("PER"),) if lexed.kinds[index + 1] == NAME else ()


_RULES = {
    "array": _array,
    "catch": _catch,
    "dataset": _declares,
    "context": _declares,
    "distribution": _declares,
    "contract": _declares,
    "generate": _generate,
    "per": _per,
    "unique": _modifier,
    "private": _modifier,
    "match": _match,
    "any": _any,
    "if": _if,
    "every": _every,
    "each": _each,
    "abort": _abort,
    "queue": _queue,
    "delete": _delete,
}

# The tokens that make a name before them something special.
_TELLING = {STRING, NAME, _COLON, _QUESTION, _LBRACE, *_ENDS_SHORTHAND}
_STARTS_TYPE = {*_STARTS_CONDITION, _T("EQUALS")}
_KEY, _SHORTHAND = _T("KEY"), _T("SHORTHAND")
_META_KEY, _OPTIONAL = _T("META"), _T("OPTIONAL")
