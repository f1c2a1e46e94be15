"""Fixes of RQ2005 and RQ2006: options nobody knows, and options given twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.edits import TextEdit
from reqon_language.rules.fix import Fix, Safety
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
    first = context.diagnostic.related[0].span
    fetch = context.around(ast.Fetch)
    source = fetch.source if fetch is not None else None
    if fetch is not None and source is not None and context.extent(source) in (context.span, first):
        yield from _sources(context, fetch)
        return
    name, later = quoted(context.word), context.without_entry(context.span)
    earlier = context.without_entry(first)
    if _value(context, context.span) == _value(context, first):
        yield context.fix(f"Remove the second {name}", *later, safety="safe")
    else:
        yield context.fix(f"Remove the second {name}", *later)
        yield context.fix(f"Remove the first {name}", *earlier)


def _sources(context: Context, fetch: ast.Fetch) -> Iterator[Fix]:
    """Take out the source that is no option, or else the option."""
    path, overruled = context.extent(fetch.path), fetch.overruled
    if overruled is None or context.word == "source":
        edits = context.without_entry(context.span)
        yield context.fix("Remove the option `source`", *edits)
        return
    first = context.extent(overruled)
    behind = TextEdit(ast.Span(path.end, context.span.end), "")
    same: Safety | None = "safe" if overruled.text == context.word else None
    yield context.fix(f"Remove {quoted(f'from {context.word}')}", behind, safety=same)
    before = TextEdit(ast.Span(first.start, path.start), "")
    yield context.fix(f"Remove {quoted(overruled.text)}", before)


def _value(context: Context, key: ast.Span) -> str | None:
    """Return what stands behind a key, up to the end of its entry."""
    entry = context.smallest(key, ast.Entry)
    return context.at(ast.Span(key.end, entry.end)) if entry else None


FIXES: Final[Mapping[str, Fixer]] = {"RQ2005": _unknown, "RQ2006": _twice}
