"""Reparse what an edit touches: the declaration it lies in, or what stands between two of them.

The result equals that of a full parse (architecture invariant 2). Where that is not certain,
everything is parsed anew. What did not change keeps its nodes, green and typed.
"""

from __future__ import annotations

from reqon_language.syntax.between import edit_between
from reqon_language.syntax.splice import Change
from reqon_language.syntax.tree import Tree, parse
from reqon_language.syntax.within import edit_within


def edit(tree: Tree, start: int, end: int, replacement: str) -> Tree:
    """Return the tree of the text with `[start, end)` replaced; offsets in code points."""
    change = Change(start, end, replacement)
    text = change.of(tree.lines.text)
    for reparse in (edit_within, edit_between):
        edited = reparse(tree, change, text)
        if edited is not None:
            return edited
    return parse(text)
