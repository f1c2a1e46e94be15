"""Cut a text into tokens with leading trivia. One regular expression, no state, no keywords.

A character that belongs to no token is reported and becomes trivia, so a stray `@` costs one
error and nothing around it. A string left open ends with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import accumulate, chain
from math import inf

from reqon_language.syntax import foreign_signs
from reqon_language.syntax.ast import Span
from reqon_language.syntax.errors import ParseError
from reqon_language.syntax.foreign_signs import (
    foreign_sign,
    foreign_string,
    is_foreign,
    unused,
)
from reqon_language.syntax.tables import TABLES

_BLANKS = r"[ \t\r\n\f\v\u00a0\ufeff]*"
_BLOCK = r"\*[^*]*\*+(?:[^/*][^*]*\*+)*/"
_MORE = rf"(?:(?:/(?:/[^\r\n]*|{_BLOCK})|#[^\r\n]*){_BLANKS})*"
# One alternative for each first character: most tokens are told by it alone.
_TRIVIA = rf"{_BLANKS}(?:/(?:/[^\r\n]*|{_BLOCK}){_BLANKS}{_MORE}|#[^\r\n]*{_BLANKS}{_MORE}|)"
_STRING = "|".join(
    part.replace("Q", quote)
    for quote in ('"', "'")
    for part in (
        r"Q(?:[^Q\\\r\n]|\\.)*Q",
        # One that is closed by the other quote, behind which nothing of it can follow.
        r"""Q[^"'\\\r\n]*["'](?=[ \t]*(?:[,)\]}\r\n]|\Z))""",
        # A string over several lines, unless its closing quote looks like an opening one.
        r"Q(?:[^Q\\]|\\[\s\S])*Q(?=[\s,)\]}:+]|\Z)",
        r"Q(?:[^Q\\\r\n]|\\[^\r\n])*\\?",
    )
)
_STRING_AT = re.compile(_STRING)
_SIGNS = "|".join(re.escape(sign) for sign in sorted(TABLES.signs, key=len, reverse=True))
_LONE = "".join(
    re.escape(sign)
    for sign in TABLES.signs
    if len(sign) == 1
    and sign != "/"
    and not any(other[1:] and other[0] == sign for other in TABLES.signs)
)
_PARTS = (
    r"[A-Za-z_][A-Za-z_0-9]*",
    r"[0-9]+(?:\.[0-9]+)?(?:ms|s|m|h|d|w)(?![A-Za-z_0-9])",
    # `20%` is a percentage, `20%n` a remainder.
    r"[0-9]+(?:\.[0-9]+)?%(?![A-Za-z_0-9(\[.\"'+-])",
    r"[0-9][0-9_]*(?:\.[0-9][0-9_]*)?(?:[eE][+-]?[0-9]+)?(?![A-Za-z_0-9]|\.[0-9])",
    _STRING,
    foreign_signs.STRING,
    r"/\*[\s\S]*",
    f"{foreign_signs.COMMENT}|{foreign_signs.STEP}",
    foreign_signs.SIGN,
    _SIGNS,
    r"[0-9][A-Za-z_0-9.]*",
    r"\Z",
    r"[\s\S]",
)
_WORD = r"[^\W\d]\w*"
_GROUPS = "|".join(f"({part})" for part in _PARTS)
# In a text that has something unusual, a word with other letters is one word all the same.
_TOKEN = re.compile(f"({_TRIVIA})(?:{_GROUPS.replace(_PARTS[0], _WORD, 1)})")
_KIND = re.compile(_GROUPS)
_FREQUENT = (_PARTS[0], f"[{_LONE}]", r'"[^"\\\r\n]*"', r"\.(?!\.)")
_PAIR = re.compile(f"({_TRIVIA})({'|'.join((*_FREQUENT, *(f'(?:{part})' for part in _PARTS)))})")
(
    _NAME, _DURATION, _PERCENTAGE, _NUMBER, _STRING_GROUP, _FOREIGN_STRING, _OPEN_COMMENT,
    _UNUSED, _FOREIGN_SIGN, _SIGN, _BAD_NUMBER, _END, _STRAY,
) = range(2, 15)  # fmt: skip

NAME = TABLES.terminal("NAME")
NUMBER = TABLES.terminal("NUMBER")
DURATION = TABLES.terminal("DURATION")
PERCENTAGE = TABLES.terminal("PERCENTAGE")
STRING = TABLES.terminal("STRING")
END = TABLES.terminal("$END")

_KIND_OF_GROUP = [-1] * 15
for _group, _kind in (
    (_NAME, NAME), (_NUMBER, NUMBER), (_DURATION, DURATION), (_PERCENTAGE, PERCENTAGE), (_END, END),
):  # fmt: skip
    _KIND_OF_GROUP[_group] = _kind


@dataclass(frozen=True, slots=True)
class Lexed:
    """The tokens of a text, column-wise. All lists have the same length; the last token is END.

    `kinds` are terminals, before keywords are told from names; `begins` are the offsets of the
    tokens with their trivia, `starts` those of their texts, in code points. `looks` are the ranges
    of the text that were looked through to know how to go on, by where each begins.
    """

    kinds: list[int]
    texts: list[str]
    trivia: list[str]
    begins: list[int]
    starts: list[int]
    errors: list[ParseError]
    looks: dict[int, int] = field(default_factory=dict)

    def look(self, start: int, stop: int) -> None:
        """Note that how token `start` is read depends on all tokens up to `stop`."""
        begin, end = self.starts[start], self.starts[stop]
        self.looks[begin] = max(end, self.looks.get(begin, end))


def lex(text: str) -> Lexed:
    """Return the tokens of `text`; takes any text and keeps every character."""
    pairs = _PAIR.findall(text)
    if len(pairs) > 1 and not pairs[-2][1]:
        pairs.pop()  # the end is found twice when trivia precedes it
    kinds = list(map(_Kinds(_KIND_OF_SIGN).__getitem__, [token for _, token in pairs]))
    if _UNUSUAL in kinds:
        return _lex_unusual(text)
    edges = list(accumulate(map(len, chain.from_iterable(pairs))))
    trivia, texts = map(list, zip(*pairs, strict=True))
    return Lexed(kinds, texts, trivia, [0, *edges[1:-1:2]], edges[::2], [])


_UNUSUAL = -1
_KNOWN_STRAYS = {";": "`;` separates nothing: a line break or a comma does"}
_KIND_OF_SIGN = {**TABLES.signs, "": END}


class _Kinds(dict[str, int]):
    """The kind of each token text met so far: few texts differ."""

    def __missing__(self, token: str) -> int:
        first = token[0]
        if is_foreign(token):
            kind = _UNUSUAL
        elif first in "\"'":
            kind = STRING if _is_closed(token) else _UNUSUAL
        else:
            match = _KIND.match(token)
            kind = _KIND_OF_GROUP[(match.lastindex or 0) + 1] if match else _UNUSUAL
            if kind == NUMBER and number_value(token) is None:
                kind = _UNUSUAL
        self[token] = kind
        return kind


def _lex_unusual(text: str) -> Lexed:
    """Lex a text some of which is no token: what is reported, and becomes trivia."""
    kinds: list[int] = []
    texts: list[str] = []
    trivia: list[str] = []
    starts: list[int] = []
    errors: list[ParseError] = []
    signs = TABLES.signs
    junk: list[str] = []
    for match in _TOKEN.finditer(text):
        group = match.lastindex or 0
        before, token = match.group(1, group)
        kind = _KIND_OF_GROUP[group]
        if group == _NAME and not token.isascii():
            errors.append(_foreign(token, match.start(group)))
        elif group == _NUMBER and number_value(token) is None:
            errors.append(_bad_number(token, match.start(group)))
        elif kind < 0:
            start = match.start(group)
            if group == _SIGN:
                kind = signs[token]
            elif group == _STRING_GROUP:
                kind = STRING
                if not _is_closed(token):
                    errors.append(_open_string(token, start))
            elif group == _FOREIGN_STRING:
                kind = STRING
                errors.append(foreign_string(token, start, texts[-1] if texts else ""))
            elif group == _FOREIGN_SIGN:
                kind = signs[foreign_signs.SIGNS[token]]
                errors.append(foreign_sign(token, start))
            elif group == _BAD_NUMBER:
                kind = NUMBER
                errors.append(_bad_number(token, start))
            else:
                if junk and not before and errors[-1].span.end == start:
                    errors[-1] = _unusable_run(errors[-1], start + len(token))
                else:
                    errors.append(_unusable(group, token, start))
                junk.append(before + token)
                continue
        if junk:
            before = "".join([*junk, before])
            junk.clear()
        kinds.append(kind)
        texts.append(token)
        trivia.append(before)
        starts.append(match.start(group))
        if kind == END:
            break
    begins = [start - len(before) for start, before in zip(starts, trivia, strict=True)]
    return Lexed(kinds, texts, trivia, begins, starts, errors)


def strings_end_in(text: str, errors: Iterable[ParseError], move: int = 0) -> bool:
    """Whether the strings that are not closed would end in `text` where they are said to end.

    The errors are those of a part of it, which begins at `move`, and whose last string may go on
    behind it. A comment that is not closed goes on in any case.
    """
    for error in errors:
        if error.code == "RQ1004":
            return False
        if error.code == "RQ1002":
            found = _STRING_AT.match(text, error.span.start + move)
            if found is None or found.end() != error.span.end + move:
                return False
    return True


def number_value(text: str) -> int | float | None:
    """Return what a number literal stands for; None if it is malformed or too large."""
    digits = text.replace("_", "")
    try:
        value = int(digits) if digits.isdecimal() else float(digits)
    except ValueError:
        return None
    return value if value < inf else None


def _is_closed(token: str) -> bool:
    """Whether a string ends with its quote, and that one is not escaped."""
    body = token[1:-1]
    escapes = len(body) - len(body.rstrip("\\"))
    return len(token) > 1 and token[-1] == token[0] and escapes % 2 == 0


def _open_string(token: str, start: int) -> ParseError:
    if len(token) > 1 and token[-1] in "\"'" and token[-1] != token[0]:
        message = f"string begins with `{token[0]}` and ends with `{token[-1]}`"
        return ParseError("RQ1002", message, Span(start, start + len(token)), f'"{token[1:-1]}"')
    message = "string is not closed: it runs to the end of the line"
    return ParseError("RQ1002", message, Span(start, start + len(token)), token + token[0])


def _bad_number(token: str, start: int) -> ParseError:
    span = Span(start, start + len(token))
    if re.fullmatch(r"[0-9.]+[A-Za-z]+", token):
        message = f"malformed duration `{token}`: use e.g. 30s, 15m, 12h, 7d"
        return ParseError("RQ1008", message, span)
    return ParseError("RQ1007", f"malformed number `{token}`", span)


def _foreign(token: str, start: int) -> ParseError:
    """Return the error for a name with letters of other alphabets, at the first run of them."""
    first = re.search(r"[^A-Za-z_0-9]+", token)
    at, end = first.span() if first else (0, len(token))
    message = f"unexpected character `{token[at]}`: a name has the letters A to Z, digits and `_`"
    return ParseError("RQ1001", message, Span(start + at, start + end), "")


def _unusable(group: int, token: str, start: int) -> ParseError:
    span = Span(start, start + len(token))
    if group == _OPEN_COMMENT:
        return ParseError("RQ1004", "block comment is not closed", Span(start, start + 2))
    if group == _UNUSED:
        return unused(token, start)
    shown = token if token.isprintable() else f"U+{ord(token):04X}"
    message = _KNOWN_STRAYS.get(token, f"unexpected character `{shown}`")
    return ParseError("RQ1001", message, span, "")


def _unusable_run(before: ParseError, end: int) -> ParseError:
    """Widen an error over the next stray character: a run of them is one mistake."""
    message = (
        before.message if before.message in _KNOWN_STRAYS.values() else "unexpected characters"
    )
    return replace(before, message=message, span=Span(before.span.start, end))
