"""Fixes of RQ8011: comments that silence nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.edits import TextEdit
from reqon_language.rules.fix import Fix
from reqon_language.rules.fixes import placing
from reqon_language.rules.fixes.context import Context, Fixer, quoted
from reqon_language.syntax.ast import Span
from reqon_language.text import line_start

_COMMENT: Final = re.compile(
    r"(?://|#)[ \t]*reqon:[ \t]*ignore(?:-file)?[ \t]*(?:\[([^\]\r\n]*)\])?[ \t]*"
)


def _ineffective(context: Context) -> Iterator[Fix]:
    yield from context.suggested()
    text, span = context.text, context.span
    start = line_start(text, span.start)
    comment = next(
        (found for found in _COMMENT.finditer(text, start) if found.end() >= span.end), None
    )
    if comment is None:
        return
    codes = [code for code in (comment[1] or "").replace(",", " ").split() if code != context.word]
    if codes:
        inside = Span(comment.start(1), comment.end(1))
        title = f"Remove {quoted(context.word)}"
        yield context.fix(title, TextEdit(inside, ", ".join(codes)), safety="safe")
        return
    rest = placing.LINE_END.search(text, comment.end())
    more = text[comment.end() : rest.start() if rest else len(text)].strip()
    extent = Span(comment.start(), comment.end())
    edit = TextEdit(extent, "// ") if more else placing.removal(text, extent)
    yield context.fix("Remove the comment", edit, safety="safe")


FIXES: Final[Mapping[str, Fixer]] = {"RQ8011": _ineffective}
