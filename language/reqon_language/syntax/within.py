"""Reparse the one declaration in whose body an edit lies.

It is read by itself only where that is certain: it begins its line, its new text leaves no
comment open, and it comes out as one node that ends with its own brace. What is wrong in front of
it must not have made the parser look into it, nor what is wrong in it beyond it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from reqon_language.syntax import ast
from reqon_language.syntax.braced import MEMBERS, MISSION, body_of
from reqon_language.syntax.driver import MAX_STACK, Driver
from reqon_language.syntax.green import Node
from reqon_language.syntax.lexer import lex, strings_end_in
from reqon_language.syntax.lower.declarations import lower_item
from reqon_language.syntax.splice import Bounds, Change, Holder, Piece, shifted, splice
from reqon_language.text import breaks_line

if TYPE_CHECKING:
    from reqon_language.syntax.errors import ParseError
    from reqon_language.syntax.tree import Tree

_AROUND = 16
"""More states than there are below a member in a file."""


def edit_within(tree: Tree, change: Change, text: str) -> Tree | None:
    """Return the tree of `text`, which `tree` has become; None where it is not certain."""
    found = _enclosing(tree.root, change)
    if found is None:
        return None
    holder, index, at = found
    member = cast("Node", holder.node.children[index])
    end = at + member.width
    if not _apart(tree, text, at + member.lead, end - 1):
        return None
    following = holder.node.children[index + 1]
    if not breaks_line(tree.lines.text[end : end + following.lead]):
        return None  # the indentation of its last line is also that of what follows
    parsed = _parse_member(member, change.of(tree.lines.text, at, end), text, at)
    if parsed is None:
        return None
    node, errors, looks = parsed
    start = at + node.lead
    item, too_deep = lower_item(node, start)
    if item is None:
        return None
    piece = Piece(
        index,
        index + 1,
        [node],
        [ast.Placed(start, item)],
        [*(shifted(error, at) for error in errors), *too_deep],
        [(begin + at, stop + at) for begin, stop in looks.items()],
        Bounds(at, end),
        # One that begins at its first token belongs to what is in front of it.
        Bounds(at + member.lead + 1, end),
    )
    return splice(tree, holder, piece, change)


def _enclosing(root: Node, change: Change) -> tuple[Holder, int, int] | None:
    """Return the member around a change: what holds it, its place there and its offset."""
    holder, found = Holder(root, 0, None), _child_at(root, 0, change)
    if found is not None and root.children[found[0]].kind == MISSION:
        number, at = found
        mission = cast("Node", root.children[number])
        holder, found = Holder(mission, at, number), _child_at(mission, at, change)
    if found is None:
        return None
    index, at = found
    member = cast("Node", holder.node.children[index])
    body = body_of(member, at) if member.kind in MEMBERS else None
    inside = body is not None and body.opened <= change.start and change.end <= body.closed
    return (holder, index, at) if inside else None


def _child_at(node: Node, at: int, change: Change) -> tuple[int, int] | None:
    for index, child in enumerate(node.children):
        if at + child.width >= change.end:
            return (index, at) if isinstance(child, Node) and at <= change.start else None
        at += child.width
    return None


def _apart(tree: Tree, text: str, first: int, last: int) -> bool:
    """Whether nothing that is wrong around a member, from `first` to `last`, concerns it."""
    before = [error for error in tree.errors if error.span.start < first]
    if not strings_end_in(text, before):
        return False
    if any(error.span.start in (first, last) for error in tree.errors):
        return False
    return not any(start <= first < stop for start, stop in tree.looks)


def _parse_member(
    member: Node, text: str, whole: str, at: int
) -> tuple[Node, list[ParseError], Mapping[int, int]] | None:
    """Parse a member, at `at` of the whole text; None where its surroundings might have a say."""
    lexed = lex(text)
    begins_line = at == 0 or breaks_line(lexed.trivia[0])
    if not begins_line or lexed.trivia[-1] or len(lexed.kinds) < 3:
        return None
    if not strings_end_in(whole, lexed.errors, at):
        return None
    driver = Driver(lexed, "member", MAX_STACK - _AROUND)
    root = driver.run()
    if root is None or driver.escaped or driver.too_deep or len(root.children) != 2:
        return None
    if lexed.starts[-1] in lexed.looks.values():
        return None
    node = root.children[0]
    if not isinstance(node, Node) or node.kind != member.kind or node.width != len(text):
        return None
    if body_of(node, 0) is None:
        return None
    return node, [*lexed.errors, *driver.errors], lexed.looks
