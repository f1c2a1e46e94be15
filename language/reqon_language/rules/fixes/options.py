"""Fixes of RQ2005 and RQ2006: options nobody knows, and options given twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.rules.fix import Fix
from reqon_language.rules.fixes.context import Context, Fixer, quoted
from reqon_language.syntax import ast


def _unknown(context: Context) -> Iterator[Fix]:
    yield from context.suggested()
    entry, spread = context.around(ast.Entry), context.around(ast.Spread)
    about = entry is not None and context.extent(entry.key) == context.span
    if about or (spread is not None and context.extent(spread) == context.span):
        edits = context.without_entry(context.span)
        yield context.fix(f"Remove {quoted(context.word)}", *edits)


def _twice(context: Context) -> Iterator[Fix]:
    """Take one of two options out; which one does not matter where they say the same."""
    name, later = quoted(context.word), context.without_entry(context.span)
    first = context.diagnostic.related[0].span
    earlier = context.without_entry(first)
    if _value(context, context.span) == _value(context, first):
        yield context.fix(f"Remove the second {name}", *later, safety="safe")
    else:
        yield context.fix(f"Remove the second {name}", *later)
        yield context.fix(f"Remove the first {name}", *earlier)


def _value(context: Context, key: ast.Span) -> str | None:
    """Return what stands behind a key, up to the end of its entry."""
    entry = context.smallest(key, ast.Entry)
    return context.at(ast.Span(key.end, entry.end)) if entry else None


FIXES: Final[Mapping[str, Fixer]] = {"RQ2005": _unknown, "RQ2006": _twice}
