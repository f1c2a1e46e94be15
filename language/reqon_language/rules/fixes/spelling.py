"""Fixes of RQ1003, RQ1005, RQ1006, RQ2008 and RQ2011: the canonical way of writing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.rules.fix import Fix
from reqon_language.rules.fixes.context import Context, Fixer, quoted


def _escape(context: Context) -> Iterator[Fix]:
    dropped = context.diagnostic.suggestion
    if dropped is not None:
        yield context.replace("Drop the backslash", dropped, safety="safe")
    yield context.replace("Write a backslash", f"\\{context.word}", safety="unsafe")


def _canonical(context: Context) -> Iterator[Fix]:
    form = context.diagnostic.suggestion
    if form is not None:
        yield context.replace(f"Write {quoted(form)}", form)


FIXES: Final[Mapping[str, Fixer]] = {
    "RQ1003": _escape,
    "RQ1005": _canonical,
    "RQ1006": _canonical,
    "RQ2008": _canonical,
    "RQ2011": _canonical,
}
