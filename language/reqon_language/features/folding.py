"""What can be folded away: blocks, runs of comments and runs of imports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from reqon_language.features.pieces import elements
from reqon_language.syntax import Tree
from reqon_language.syntax.ast import Span
from reqon_language.syntax.brackets import CLOSER_OF, CLOSING
from reqon_language.syntax.comments import comments
from reqon_language.syntax.green import Element, Node, Token, text_of, tokens
from reqon_language.syntax.tables import TABLES
from reqon_language.text import LineIndex, Position

FoldKind: TypeAlias = Literal["block", "comment", "imports"]
_MISSION = TABLES.kind("mission")


class Fold(Struct, frozen=True, gc=False):
    """Text that can be hidden.

    `span` is what a client hides that folds by characters: what stands between the brackets, or
    what follows the first line of a comment. One that folds by lines keeps `first_line` and hides
    the lines after it up to `last_line`; both are zero-based. The line of a closing bracket stays.
    """

    span: Span
    first_line: int
    last_line: int
    kind: FoldKind

    def shift(self, offset: int, lines: int) -> Fold:
        """Return the fold moved by `offset` code points and so many `lines`."""
        first, last = self.first_line + lines, self.last_line + lines
        return Fold(self.span.shift(offset), first, last, self.kind)


def folds(tree: Tree) -> list[Fold]:
    """Return what can be folded, in the order of their first lines.

    Of several that begin on one line, the outermost is kept: a client shows one mark per line.
    """
    found = {fold.first_line: fold for fold in folds_across(tree)}
    for element, _, at, _ in elements(tree):
        line = tree.lines.position(at).line
        for fold in folds_in(element):
            found.setdefault(fold.first_line + line, fold.shift(at, line))
    return [found[line] for line in sorted(found)]


def folds_across(tree: Tree) -> list[Fold]:
    """Return what reaches over several pieces of a file: missions and runs of imports."""
    every = [*_missions(tree), *_imports(tree)]
    return [fold for fold in every if fold.last_line > fold.first_line]


def folds_in(element: Element) -> list[Fold]:
    """Return what can be folded in a piece of a file, at places that count from the piece."""
    lines, found = LineIndex(text_of(element)), dict[int, Fold]()
    if "\n" not in lines.text and "\r" not in lines.text:
        return []
    every = [*_blocks(element, lines), *_comments(element, lines)]
    for fold in sorted(every, key=lambda one: (one.span.start, -one.span.end)):
        if fold.last_line > fold.first_line:
            found.setdefault(fold.first_line, fold)
    return list(found.values())


def _missions(tree: Tree) -> Iterator[Fold]:
    at = 0
    for child in tree.root.children:
        if isinstance(child, Node) and child.kind == _MISSION:
            start, last = at, child.children[-1]
            for part in child.children:
                start += part.width
                if isinstance(part, Token) and part.kind in CLOSER_OF:
                    end = at + child.width - len(last.text) if isinstance(last, Token) else 0
                    if isinstance(last, Token) and last.kind == CLOSER_OF[part.kind]:
                        yield _block(tree.lines, start, end, closed=bool(last.text))
                    break
        at += child.width


def _blocks(element: Element, lines: LineIndex) -> Iterator[Fold]:
    opened: list[tuple[int, int]] = []
    at = 0
    for token in tokens(element):
        start, at = at + token.lead, at + token.width
        if token.kind in CLOSER_OF:
            opened.append((CLOSER_OF[token.kind], at))
        elif token.kind in CLOSING and opened and opened[-1][0] == token.kind:
            # One that the parser had to invent has no text: it closes what stands before it.
            yield _block(lines, opened.pop()[1], start, closed=bool(token.text))


def _block(lines: LineIndex, start: int, end: int, *, closed: bool) -> Fold:
    first, last = lines.position(start).line, lines.position(end).line
    return Fold(Span(start, end), first, last - 1 if closed else last, "block")


def _comments(element: Element, lines: LineIndex) -> Iterator[Fold]:
    """Yield block comments, and `//` lines that follow each other without anything between."""
    run = Span(0, 0)
    at = 0
    for token in tokens(element):
        for comment in comments(token.trivia, at):
            if lines.text.startswith("/*", comment.start):
                yield _comment(lines, comment)
            elif run.end and not _joined(lines, run.end, comment.start):
                yield _comment(lines, run)
                run = comment
            else:
                run = Span(run.start, comment.end) if run.end else comment
        at += token.width
        if token.text and run.end:
            yield _comment(lines, run)
            run = Span(0, 0)
    if run.end:
        yield _comment(lines, run)


def _joined(lines: LineIndex, end: int, start: int) -> bool:
    between = lines.text[end:start]
    return not between.strip() and lines.position(start).line - lines.position(end).line == 1


def _comment(lines: LineIndex, span: Span) -> Fold:
    first, last = lines.position(span.start).line, lines.position(span.end).line
    begin = lines.offset(Position(first, len(lines.line_text(first))))
    return Fold(Span(min(begin, span.end), span.end), first, last, "comment")


def _imports(tree: Tree) -> Iterator[Fold]:
    lines, run = tree.lines, Span(0, 0)
    at = 0
    for child in tree.root.children:
        start, at = at + child.lead, at + child.width
        text = lines.text[start:at]
        if text.startswith("import") and not text[6:7].isalnum():
            run = Span(run.start, at) if run.end else Span(start, at)
        elif text.strip(",") and run.end:
            yield _run_of_imports(lines, run)
            run = Span(0, 0)
    if run.end:
        yield _run_of_imports(lines, run)


def _run_of_imports(lines: LineIndex, run: Span) -> Fold:
    first, last = lines.position(run.start).line, lines.position(run.end).line
    begin = run.start + len("import")
    return Fold(Span(begin, run.end), first, last, "imports")
