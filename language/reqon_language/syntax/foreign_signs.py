"""Signs and quotes of other languages and of word processors: read as what they stand for here.

Each costs one error that says how it is written, and nothing around it is lost.
"""

from __future__ import annotations

import re
from typing import Final

from reqon_language.syntax.ast import Span
from reqon_language.syntax.errors import ParseError

SIGNS: Final = {"===": "==", "!==": "!=", "<>": "!="}
"""The sign meant by each foreign one."""

QUOTES: Final = frozenset("“”„`\u2018\u2019")
"""Foreign quotes: typographic ones, and the backtick."""

SIGN: Final = r"===|!==|(?<=\s)<>(?=\s)"
# A string in foreign quotes ends on its line, with any quote of its kind.
STRING: Final = (
    r"[“”„][^“”„\"\r\n]*[“”\"]|[\u2018\u2019][^\u2018\u2019'\r\n]*[\u2018\u2019']|`[^`\r\n]*`"
)
COMMENT: Final = (
    "(?:" + "|".join(rf"(?<=\n{margin})" for margin in ("", "  ", "    ", "      ", r"\t", r"\t\t"))
) + r")--[ \t][^\r\n]*"
"""A comment of SQL: two dashes that begin a line. Elsewhere they are two signs."""
STEP: Final = r"(?<=[\w)\]])(?:\+\+|--)(?=[ \t]*(?:[\r\n;)}]|\Z))"
"""`++` or `--` behind a variable."""

METHODS: Final = frozenset({"get", "post", "put", "patch", "delete"})
_HOLE: Final = re.compile(r"\$\{([^{}]*)\}")
_DOTTED: Final = re.compile(r"\.?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")


def is_foreign(token: str) -> bool:
    """Whether a token, not an empty one, is one of those of this module."""
    return token in SIGNS or token[0] in QUOTES or token.startswith(("--", "++"))


def foreign_sign(token: str, start: int) -> ParseError:
    """Return the error for a sign."""
    meant = SIGNS[token]
    span = Span(start, start + len(token))
    return ParseError("RQ1001", f"`{token}` is written `{meant}`", span, meant)


def foreign_string(token: str, start: int, before: str) -> ParseError:
    """Return the error for a string; `before` is the token in front of it."""
    span = Span(start, start + len(token))
    inside = token[1:-1]
    quotes = "a backtick" if token[0] == "`" else f"`{token[0]}`"
    if token[0] == "`" and _HOLE.search(inside):
        if before.lower() in METHODS:
            message = "a path stands in double quotes, and what is put into it in `{…}`"
            meant = _quoted(_HOLE.sub(r"{\1}", inside))
        else:
            message = "there are no templates: strings stand in double quotes and are joined by `+`"
            meant = _joined(inside)
        return ParseError("RQ1001", message, span, meant)
    message = f"{quotes} is no quote: strings stand in double quotes"
    return ParseError("RQ1001", message, span, _quoted(inside))


def unused(token: str, start: int) -> ParseError:
    """Return the error for the dashes of a comment, or a step up or down."""
    if len(token) == 2:
        message = f"variables do not change, so there is no `{token}`"
        return ParseError("RQ1001", message, Span(start, start + 2), "")
    return ParseError("RQ1001", "comments begin with `//`", Span(start, start + 2), "//")


def _quoted(inside: str) -> str:
    return '"' + inside.replace('\\"', '"').replace('"', '\\"') + '"'


def _joined(inside: str) -> str:
    """Return a template as a sum of strings and values."""
    parts: list[str] = []
    for place, part in enumerate(_HOLE.split(inside)):
        if place % 2:
            parts.append(part if _DOTTED.fullmatch(part) else f"({part})")
        elif part or not place:
            parts.append(_quoted(part))
    return " + ".join(parts)
