"""Compare two readings of a program: do they mean the same, and say the same in comments?"""

from __future__ import annotations

from collections.abc import Callable, Collection
from operator import attrgetter

from reqon_language.features.formatting.trivia import BLANKS, pieces
from reqon_language.syntax import Tree, ast
from reqon_language.syntax.green import Element, Node, Token


def same_program(before: Tree, after: Tree) -> bool:
    """Whether both trees have the same typed tree but for places, comments and error codes."""
    return (
        same(before.program, after.program)
        and [error.code for error in before.errors] == [error.code for error in after.errors]
        and _same_comments(before, after)
    )


def changed(before: Tree, after: Tree) -> set[int]:
    """Return the ids of the declarations in `before` that read otherwise in `after`.

    Empty when the declarations of the two cannot be told apart one by one.
    """
    first, second = _declarations(before), _declarations(after)
    if len(first) != len(second):
        return set()
    return {
        id(node)
        for (node, value), (other, result) in zip(first, second, strict=True)
        if not same(value, result) or comments(node) != comments(other)
    }


def same(first: object, second: object) -> bool:
    """Whether two typed trees are equal but for their spans."""
    stack: list[tuple[object, object]] = [(first, second)]
    while stack:
        one, other = stack.pop()
        if one is other:
            continue
        kind = type(one)
        if kind is not type(other):
            return False
        if isinstance(one, tuple) and isinstance(other, tuple):
            if len(one) != len(other):
                return False
            stack.extend(zip(one, other, strict=True))
        elif kind in _SCALARS:
            if one != other:
                return False
        else:
            read = _READERS.get(kind) or _reader(kind)
            stack.extend(zip(read(one), read(other), strict=True))
    return True


_PLACES = {"Span", ast.Span}
_SCALARS = {str, int, float, bool, type(None)}


_READERS: dict[type, Callable[[object], tuple[object, ...]]] = {}


def _reader(kind: type) -> Callable[[object], tuple[object, ...]]:
    """Return, and remember, how to read the fields of a typed node that are no places."""
    names = [name for name, of in kind.__annotations__.items() if of not in _PLACES]
    if kind is ast.Placed:
        names.remove("offset")
    if len(names) > 1:
        _READERS[kind] = attrgetter(*names)
    else:
        _READERS[kind] = lambda node: tuple(getattr(node, name) for name in names)
    return _READERS[kind]


def _same_comments(before: Tree, after: Tree) -> bool:
    first, second = ([id(node) for node, _ in _declarations(tree)] for tree in (before, after))
    shared = set(first) & set(second)
    return comments(before.root, shared) == comments(after.root, shared)


def comments(element: Element, shared: Collection[int] = ()) -> list[str | int]:
    """Return the comments below `element`, and what else no token holds, in reading order.

    Of a node whose id is in `shared` only the id is returned.
    """
    found: list[str | int] = []
    stack: list[Element] = [element]
    while stack:
        top = stack.pop()
        if not isinstance(top, Token):
            if id(top) in shared:
                found.append(id(top))
            else:
                stack.extend(reversed(top.children))
        elif top.trivia.strip(BLANKS):
            found += [piece.text for piece in pieces(top.trivia)[0]]
    return found


def _declarations(tree: Tree) -> list[tuple[Node, object]]:
    """Return the members of missions and what stands beside missions, with their green nodes."""
    items = {placed.offset: placed.node for placed in tree.program.items}
    found: list[tuple[Node, object]] = []
    for node, start in _nodes(tree.root, 0):
        item = items.get(start)
        if isinstance(item, ast.Mission):
            members = {placed.offset: placed.node for placed in item.members}
            found += [(member, members.get(at)) for member, at in _nodes(node, -node.lead)]
        else:
            found.append((node, item))
    return found


def _nodes(parent: Node, at: int) -> list[tuple[Node, int]]:
    found = []
    for child in parent.children:
        if not isinstance(child, Token):
            found.append((child, at + child.lead))
        at += child.width
    return found
