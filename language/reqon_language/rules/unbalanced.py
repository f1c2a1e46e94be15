"""Which brace is meant where one is missing or too much: indentation tells what the author meant.

The parser finds out where braces do not add up at the end of what they enclose, which may be far
below the mistake. A brace that closes one whose line is indented otherwise is closer to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from reqon_language.rules.diagnostic import Related
from reqon_language.syntax import Tree, ast
from reqon_language.syntax.brackets import BRACES, CLOSER_OF
from reqon_language.syntax.errors import ParseError
from reqon_language.syntax.green import tokens
from reqon_language.text import breaks_line

_CLOSING: Final = frozenset(CLOSER_OF[brace] for brace in BRACES)


class _Pair(NamedTuple):
    """Where a brace and the one that closes it stand, and how far their lines are indented."""

    opening: int
    closing: int
    indents: tuple[int, int]


def suspect(tree: Tree, error: ParseError) -> Related | None:
    """Return the brace that is likely meant by an error about one, if it is another one."""
    text, start = tree.lines.text, error.span.start
    if error.code == "RQ2002" and text[start] == "{":
        for pair in _pairs(tree, start + 1, len(text)):
            if pair.indents[1] < pair.indents[0]:
                line = tree.lines.position(pair.closing).line + 1
                message = f"a brace may be missing here: line {line} closes it, indented less"
                return Related(ast.Span(pair.opening, pair.opening + 1), message)
    if error.code == "RQ2001" and error.message == "unexpected `}`":
        odd = [pair for pair in _pairs(tree, 0, start) if pair.indents[1] > pair.indents[0]]
        if odd:
            line = tree.lines.position(odd[-1].opening).line + 1
            message = f"this brace may be too much: it closes line {line}, which is indented less"
            return Related(ast.Span(odd[-1].closing, odd[-1].closing + 1), message)
    return None


def _pairs(tree: Tree, first: int, stop: int) -> Iterator[_Pair]:
    """Yield the pairs of braces between two offsets, those whose closing one begins its line."""
    opened: list[int] = []
    at = 0
    for token in tokens(tree.root):
        place, at = at + len(token.trivia), at + token.width
        if at > stop:
            return
        if place < first or not token.text:
            continue
        if token.kind in BRACES:
            opened.append(place)
        elif token.kind in _CLOSING and opened:
            opening = opened.pop()
            indents = _indent(tree, opening), _indent(tree, place)
            if breaks_line(token.trivia):
                yield _Pair(opening, place, indents)


def _indent(tree: Tree, offset: int) -> int:
    line = tree.lines.line_text(tree.lines.position(offset).line)
    return len(line) - len(line.lstrip())
