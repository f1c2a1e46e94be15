"""Reparse what an edit touches: the innermost mission member, or file item, around it.

The result equals that of a full parse (architecture invariant 2). A member is read by itself
only where that is certain: the edit lies inside its braces, it begins its line, its new text
leaves no string or comment open, and it comes out as one node that ends with its own brace.
What is wrong in front of it must not have made the parser look into it, nor what is wrong in it
beyond it.
Everything else is parsed anew. What did not change keeps its nodes, green and typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar, cast

from msgspec import structs

from reqon_language.syntax import ast
from reqon_language.syntax.brackets import BRACES
from reqon_language.syntax.driver import MAX_STACK, Driver
from reqon_language.syntax.errors import ParseError
from reqon_language.syntax.green import Element, Node, Token, node_of, text_of
from reqon_language.syntax.lexer import lex
from reqon_language.syntax.lower.declarations import lower_item
from reqon_language.syntax.tables import TABLES
from reqon_language.syntax.tree import Tree, parse

T = TypeVar("T")

_REPARSED = {"action", "source", "schema", "transform", "dataset", "context", "contract"}
_KINDS = {TABLES.kind(kind) for kind in _REPARSED}
_MISSION = TABLES.kind("mission")
_CLOSING = TABLES.terminal("RBRACE")
_OPEN_ENDED = {"RQ1002", "RQ1004"}
"""Lexical errors whose extent depends on the text that follows."""
_AROUND = 16
"""More states than there are below a member in a file."""


def edit(tree: Tree, start: int, end: int, replacement: str) -> Tree:
    """Return the tree of the text with `[start, end)` replaced; offsets in code points."""
    path = _enclosing(tree.root, start, end)
    if path is not None:
        edited = _edit_member(tree, path, start, end, replacement)
        if edited is not None:
            return edited
    text = tree.lines.text
    return parse(text[:start] + replacement + text[end:])


def _enclosing(root: Node, start: int, end: int) -> list[tuple[int, int]] | None:
    """Return the way from the root to the member around the edit, as (child, offset) pairs."""
    found = _child_at(root, 0, start, end)
    if found is None:
        return None
    index, at = found
    child = cast("Node", root.children[index])
    if child.kind == _MISSION:
        inner = _child_at(child, at, start, end)
        if inner is None:
            return None
        child = cast("Node", child.children[inner[0]])
        path, at = [found, inner], inner[1]
    else:
        path = [found]
    return path if child.kind in _KINDS and _inside_braces(child, at, start, end) else None


def _child_at(node: Node, at: int, start: int, end: int) -> tuple[int, int] | None:
    for index, child in enumerate(node.children):
        if at + child.width >= end:
            return (index, at) if isinstance(child, Node) and at <= start else None
        at += child.width
    return None


def _inside_braces(node: Node, at: int, start: int, end: int) -> bool:
    last = _last_token(node)
    if last is None or last.kind != _CLOSING or not last.text:
        return False
    for child in _flat(node):
        at += child.width
        if isinstance(child, Token) and child.kind in BRACES:
            return at <= start and end <= at + _rest(node, child) - 1
    return False


def _flat(node: Node) -> list[Element]:
    """Return the children, with those of an option block or field list in its place."""
    last = node.children[-1]
    return [*node.children[:-1], *last.children] if isinstance(last, Node) else node.children


def _rest(node: Node, opening: Token) -> int:
    """Return the width of what follows the opening brace, its closing brace included."""
    children = _flat(node)
    return sum(child.width for child in children[children.index(opening) + 1 :])


def _last_token(node: Node) -> Token | None:
    last = _flat(node)[-1]
    return last if isinstance(last, Token) else None


def _edit_member(
    tree: Tree, path: list[tuple[int, int]], start: int, end: int, replacement: str
) -> Tree | None:
    index, at = path[-1]
    holder = tree.root
    if len(path) > 1:
        holder = cast("Node", tree.root.children[path[0][0]])
    member = cast("Node", holder.children[index])
    if not _apart(tree, at + member.lead, at + member.width - 1):
        return None
    stop = at + member.width
    following = holder.children[index + 1]
    if "\n" not in tree.lines.text[stop : stop + following.lead]:
        return None  # the indentation of its last line is also that of what follows
    before = text_of(member)
    text = before[: start - at] + replacement + before[end - at :]
    parsed = _parse_member(member, text, first=at == 0)
    if parsed is None:
        return None
    node, errors, looks = parsed
    delta = len(text) - len(before)
    children = list(holder.children)
    children[index] = node
    changed = node_of(holder.kind, children, holder.width + delta)
    root = changed
    if len(path) > 1:
        items = list(tree.root.children)
        items[path[0][0]] = changed
        root = node_of(tree.root.kind, items, tree.root.width + delta)
    item, too_deep = lower_item(node, at + node.lead)
    program = _replace_item(tree.program, path, at + member.lead, item, delta)
    if program is None:
        return None
    inside = [*(_shifted(error, at) for error in errors), *too_deep]
    return Tree(
        root,
        program,
        _merge_errors(tree.errors, at, at + member.width, delta, inside),
        tree.lines.edited(start, end, replacement),
        _merge_looks(tree.looks, at, member, delta, looks),
    )


def _apart(tree: Tree, first: int, last: int) -> bool:
    """Whether nothing that is wrong around a member, from `first` to `last`, concerns it."""
    for error in tree.errors:
        open_before = error.span.start < first and error.code in _OPEN_ENDED
        if open_before or error.span.start in (first, last):
            return False
    return not any(start <= first < stop for start, stop in tree.looks)


def _parse_member(
    member: Node, text: str, *, first: bool
) -> tuple[Node, list[ParseError], Mapping[int, int]] | None:
    """Parse a member by itself; None where its surroundings might have a say."""
    lexed = lex(text)
    begins_line = first or "\n" in lexed.trivia[0]
    if not begins_line or lexed.trivia[-1] or len(lexed.kinds) < 3:
        return None
    if any(error.code in _OPEN_ENDED for error in lexed.errors) or lexed.kinds[-2] != _CLOSING:
        return None
    driver = Driver(lexed, "member", MAX_STACK - _AROUND)
    root = driver.run()
    if root is None or driver.escaped or driver.too_deep or len(root.children) != 2:
        return None
    if lexed.starts[-1] in driver.looks.values():
        return None
    node = root.children[0]
    if not isinstance(node, Node) or node.kind != member.kind or node.width != len(text):
        return None
    last = _last_token(node)
    if last is None or last.kind != _CLOSING or not last.text:
        return None
    return node, [*lexed.errors, *driver.errors], driver.looks


def _replace_item(
    program: ast.Program,
    path: list[tuple[int, int]],
    start: int,
    item: ast.FileItem | None,
    delta: int,
) -> ast.Program | None:
    """Put a lowered member in its place and move what follows; None if it has no place."""
    if item is None:
        return None
    if len(path) == 1:
        items = _replaced(program.items, start, item, delta)
        return None if items is None else ast.Program(items)
    for number, placed in enumerate(program.items):
        mission = placed.node
        if not isinstance(mission, ast.Mission):
            continue
        if placed.offset < start < placed.offset + mission.span.end:
            member = cast("ast.MissionMember", item)
            members = _replaced(mission.members, start - placed.offset, member, delta)
            if members is None:
                return None
            span = ast.Span(mission.span.start, mission.span.end + delta)
            changed = ast.Placed(
                placed.offset, structs.replace(mission, span=span, members=members)
            )
            later = (ast.Placed(p.offset + delta, p.node) for p in program.items[number + 1 :])
            return ast.Program((*program.items[:number], changed, *later))
    return None


def _replaced(
    items: tuple[ast.Placed[T], ...], start: int, item: T, delta: int
) -> tuple[ast.Placed[T], ...] | None:
    for number, placed in enumerate(items):
        if placed.offset == start:
            later = (ast.Placed(p.offset + delta, p.node) for p in items[number + 1 :])
            return (*items[:number], ast.Placed(start, item), *later)
    return None


def _shifted(error: ParseError, offset: int) -> ParseError:
    return replace(error, span=error.span.shift(offset))


def _merge_looks(
    looks: tuple[tuple[int, int], ...],
    at: int,
    member: Node,
    delta: int,
    inside: Mapping[int, int],
) -> tuple[tuple[int, int], ...]:
    # One that begins at the first token of the member belongs to what is in front of it.
    merged = [look for look in looks if look[0] <= at + member.lead]
    merged += [(begin + at, stop + at) for begin, stop in sorted(inside.items())]
    end = at + member.width
    merged += [(begin + delta, stop + delta) for begin, stop in looks if begin >= end]
    return tuple(merged)


def _merge_errors(
    errors: tuple[ParseError, ...], start: int, end: int, delta: int, inside: list[ParseError]
) -> tuple[ParseError, ...]:
    merged = [error for error in errors if error.span.start < start]
    merged += sorted(inside, key=lambda error: error.span.start)
    merged += [_shifted(error, delta) for error in errors if error.span.start >= end]
    return tuple(merged)
