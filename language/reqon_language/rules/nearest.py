"""The known word most like a mistyped one, for "did you mean"."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from reqon_language.rules.diagnostic import Diagnostic, Severity
from reqon_language.rules.rule import Rule
from reqon_language.syntax.ast import Span

SUGGESTED = 100
"""For how many words of a declaration the nearest known one is looked for.

Each is compared with every known one, so a damaged file of thousands would take long.
"""


_ELSEWHERE: Final = {
    "undefined": "null", "none": "null", "nil": "null", "null": "null", "true": "true",
    "false": "false",
}  # fmt: skip


def literal_meant(word: str) -> str | None:
    """Return the literal that other languages write so: `None`, `undefined`, `True`."""
    return _ELSEWHERE.get(word.lower())


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like `word`, letter case ignored, or None."""
    by_lower: dict[str, str] = {}
    for candidate in sorted(known):
        by_lower.setdefault(candidate.lower(), candidate)
    found = get_close_matches(word.lower(), by_lower, n=1)
    return by_lower[found[0]] if found else None


def unknown(
    rule: Rule,
    span: Span,
    message: str,
    known: Iterable[str],
    *,
    word: str,
    otherwise: str | None = None,
    severity: Severity | None = None,
) -> Diagnostic:
    """Report a word that is none of `known`, with the nearest one as its replacement.

    `otherwise` is the help where no known word is like it.
    """
    found = nearest(word, known)
    if found is None:
        return rule.at(span, message, help=otherwise, severity=severity)
    message = f"{message}; did you mean `{found}`?"
    return rule.at(span, message, suggestion=found, severity=severity)


def one_of(words: Iterable[str]) -> str:
    """Return words as a phrase: "`a`, `b` or `c`"."""
    quoted = [f"`{word}`" for word in words]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}"
