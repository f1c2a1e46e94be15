"""The indentation of one line while it is typed: cheap, since it is asked for with every line.

Only brackets count, as the tree has them, so that a brace in a text or a comment does not. What
else the style says is said when the file is formatted.
"""

from __future__ import annotations

from typing import Final

from reqon_language.edits import TextEdit
from reqon_language.syntax import Tree
from reqon_language.syntax.ast import Span
from reqon_language.syntax.brackets import CLOSER_OF, CLOSING
from reqon_language.syntax.green import tokens

_STEP: Final = "  "


def indentation_edits(tree: Tree, offset: int) -> tuple[TextEdit, ...]:
    """Return the edit that indents the line at `offset`, none where it is indented right.

    A line is one step deeper than the line of the bracket around it; one that begins with a
    closing bracket is as deep as that line.
    """
    lines = tree.lines
    number = lines.position(offset).line
    text = lines.line_text(number)
    start = offset - lines.position(offset).column
    written = text[: len(text) - len(text.lstrip(" \t"))]
    first = start + len(written)
    if text.strip() and first < offset and text[len(written)] not in "}])":
        return ()
    opening = _around(tree, first)
    if opening is None:
        wanted = ""
    else:
        line = lines.line_text(lines.position(opening).line)
        outer = line[: len(line) - len(line.lstrip(" \t"))]
        closes = text.strip()[:1] in ("}", "]", ")") and text.strip() != ""
        wanted = outer if closes else outer + _STEP
    if wanted == written:
        return ()
    return (TextEdit(Span(start, first), wanted),)


def _around(tree: Tree, offset: int) -> int | None:
    """Return where the innermost bracket stands that is open at `offset`.

    Brackets the parser had to invent do not count: what they close is still being typed. A
    bracket that is not closed is over with the one around it.
    """
    opened: list[tuple[int, int]] = []
    at = 0
    for token in tokens(tree.root):
        place = at + token.lead
        if place >= offset:
            break
        at += token.width
        if token.kind in CLOSER_OF and token.text:
            opened.append((CLOSER_OF[token.kind], place))
        elif token.kind in CLOSING and token.text:
            inward = range(len(opened) - 1, -1, -1)
            closed = next((one for one in inward if opened[one][0] == token.kind), len(opened))
            del opened[closed:]
    return opened[-1][1] if opened else None
