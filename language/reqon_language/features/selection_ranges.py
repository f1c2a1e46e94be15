"""Growing selections: from the word under the cursor to the whole file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reqon_language.syntax import Tree
from reqon_language.syntax.ast import Span
from reqon_language.syntax.brackets import CLOSING, OPENING
from reqon_language.syntax.comments import comments
from reqon_language.syntax.green import Token
from reqon_language.syntax.leaves import Around, Leaf, leaf_at, leaf_before

_MOST: Final = 100
"""A chain of a thousand members would be a thousand steps; the middle ones nobody misses."""
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_WORD: Final = re.compile(r"\w+")


def selection_ranges(tree: Tree, offset: int) -> tuple[Span, ...]:
    """Return the spans around `offset`, each inside of the next; the last is the whole file.

    Word, token, expression, statement, what stands between brackets, the brackets, member,
    mission, file.
    """
    spans: list[Span] = []
    for span in (*_inside(tree, offset), Span(0, len(tree.lines.text))):
        if not span.start <= offset <= span.end or span.start == span.end:
            continue
        if not spans or _larger(span, spans[-1]):
            spans.append(span)
    if len(spans) > _MOST:
        spans = [*spans[: _MOST // 2], *spans[-_MOST // 2 :]]
    return tuple(spans) or (Span(offset, offset),)


def _larger(span: Span, other: Span) -> bool:
    return span.start <= other.start and other.end <= span.end and span != other


def _inside(tree: Tree, offset: int) -> Iterator[Span]:
    leaf = leaf_at(tree.root, offset)
    if leaf is None:
        leaf = leaf_before(tree.root, offset)
        if leaf is None:
            return
        yield from _in_comment(tree, leaf, offset)
    else:
        yield from _in_token(leaf, offset)
    for around in leaf.around():
        yield from _between_brackets(around)
        yield around.span


def _in_token(leaf: Leaf, offset: int) -> Iterator[Span]:
    """Yield what is smaller than a token: a placeholder of a path, text without its quotes."""
    text, start = leaf.token.text, leaf.span.start
    if leaf.kind == "STRING" and len(text) > 1:
        for word in _WORD.finditer(text):
            if word.start() + start <= offset <= word.end() + start:
                yield Span(start + word.start(), start + word.end())
        for found in _PLACEHOLDER.finditer(text):
            if found.start() + start <= offset <= found.end() + start:
                yield Span(start + found.start(1), start + found.end(1))
                yield Span(start + found.start(), start + found.end())
        yield Span(start + 1, leaf.span.end - 1)
    yield leaf.span


def _in_comment(tree: Tree, leaf: Leaf, offset: int) -> Iterator[Span]:
    """Yield the comment, then the run of comments it belongs to."""
    run: Span | None = None
    found: Span | None = None
    for comment in comments(leaf.token.trivia, leaf.trivia.start):
        gap = tree.lines.text[run.end : comment.start] if run is not None else ""
        run = Span(run.start, comment.end) if run and gap.count("\n") == 1 else comment
        if comment.start <= offset <= comment.end:
            found = comment
            yield found
        elif found is not None and run.start > found.start:
            return
        if found is not None:
            yield run


def _between_brackets(around: Around) -> Iterator[Span]:
    """Yield what stands between the brackets of a node, without the blanks at its ends."""
    at = around.span.start - around.node.lead
    begin: int | None = None
    last = at
    first: int | None = None
    for child in around.node.children:
        start, at = at + child.lead, at + child.width
        if isinstance(child, Token) and child.kind in OPENING:
            begin, first, last = at, None, at
        elif isinstance(child, Token) and child.kind in CLOSING and begin is not None:
            if first is not None:
                yield Span(first, last)
            yield Span(begin, start)
            begin = None
        elif begin is not None:
            first = start if first is None else first
            last = at
