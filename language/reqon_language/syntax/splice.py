"""Put what was parsed anew in its place; everything around it keeps its nodes and moves along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

from msgspec import structs

from reqon_language.syntax import ast
from reqon_language.syntax.green import Element, Node, node_of
from reqon_language.syntax.tree import Tree

if TYPE_CHECKING:
    from reqon_language.syntax.errors import ParseError

T = TypeVar("T")


class Holder(NamedTuple):
    """A mission or a whole file: its node, where it begins, and its place in the file, if any."""

    node: Node
    at: int
    number: int | None

    @property
    def start(self) -> int:
        """The offset of its first token."""
        return self.at + self.node.lead


class Change(NamedTuple):
    """`[start, end)` of a text, in code points, is replaced by `put`."""

    start: int
    end: int
    put: str

    @property
    def delta(self) -> int:
        """By how much what follows moves."""
        return len(self.put) - (self.end - self.start)

    def of(self, text: str, first: int = 0, stop: int | None = None) -> str:
        """Return `[first, stop)` of the text, around the change, after it."""
        return text[first : self.start] + self.put + text[self.end : stop]


class Bounds(NamedTuple):
    """What begins from `low` on is replaced, up to `high`; what begins there stays, and moves."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Piece:
    """What takes the place of the children `[first, stop)` of a holder.

    Its own places are those after the change, its bounds those before: of the declarations and
    errors it replaces, and of what errors made the parser look through.
    """

    first: int
    stop: int
    children: Sequence[Element]
    items: Sequence[ast.Placed[ast.FileItem]]
    errors: Sequence[ParseError]
    looks: Sequence[tuple[int, int]]
    bounds: Bounds
    looked: Bounds


def splice(tree: Tree, holder: Holder, piece: Piece, change: Change) -> Tree:
    """Return the tree of the text after a change, all of which `piece` covers."""
    delta = change.delta
    children = list(holder.node.children)
    children[piece.first : piece.stop] = piece.children
    root = node_of(holder.node.kind, children, holder.node.width + delta)
    if holder.number is not None:
        items = list(tree.root.children)
        items[holder.number] = root
        root = node_of(tree.root.kind, items, tree.root.width + delta)
    return Tree(
        root,
        _program(tree.program, holder, piece, delta),
        _errors(tree.errors, piece, delta),
        tree.lines.edited(*change),
        _looks(tree.looks, piece, delta),
    )


def placed_in(program: ast.Program, holder: Holder) -> Iterator[ast.Placed[ast.FileItem]]:
    """Yield the declarations of a mission or file, by their offsets in the file."""
    if holder.number is None:
        yield from program.items
        return
    for placed in program.items:
        if placed.offset == holder.start and isinstance(placed.node, ast.Mission):
            for member in placed.node.members:
                yield ast.Placed(member.offset + holder.start, member.node)


def shifted(error: ParseError, offset: int) -> ParseError:
    """Return an error that many code points further on."""
    return replace(error, span=error.span.shift(offset))


def _program(program: ast.Program, holder: Holder, piece: Piece, delta: int) -> ast.Program:
    if holder.number is None:
        return ast.Program(_placed(program.items, piece, piece.items, 0, delta))
    items = list(program.items)
    for number, placed in enumerate(items):
        if placed.offset == holder.start:
            mission = cast("ast.Mission", placed.node)
            made = [
                ast.Placed(item.offset - holder.start, cast("ast.MissionMember", item.node))
                for item in piece.items
            ]
            members = _placed(mission.members, piece, made, holder.start, delta)
            span = ast.Span(mission.span.start, mission.span.end + delta)
            changed = structs.replace(mission, span=span, members=members)
            items[number] = ast.Placed(placed.offset, changed)
        elif placed.offset > holder.start:
            items[number] = ast.Placed(placed.offset + delta, placed.node)
    return ast.Program(tuple(items))


def _placed(
    old: tuple[ast.Placed[T], ...],
    piece: Piece,
    made: Sequence[ast.Placed[T]],
    start: int,
    delta: int,
) -> tuple[ast.Placed[T], ...]:
    before = [one for one in old if one.offset + start < piece.bounds.low]
    after = [
        ast.Placed(one.offset + delta, one.node)
        for one in old
        if one.offset + start >= piece.bounds.high
    ]
    return (*before, *made, *after)


def _errors(old: tuple[ParseError, ...], piece: Piece, delta: int) -> tuple[ParseError, ...]:
    before = [error for error in old if error.span.start < piece.bounds.low]
    made = sorted(piece.errors, key=lambda error: error.span.start)
    after = [shifted(error, delta) for error in old if error.span.start >= piece.bounds.high]
    return (*before, *made, *after)


def _looks(
    old: tuple[tuple[int, int], ...], piece: Piece, delta: int
) -> tuple[tuple[int, int], ...]:
    before = [look for look in old if look[0] < piece.looked.low]
    after = [(begin + delta, stop + delta) for begin, stop in old if begin >= piece.looked.high]
    return (*before, *sorted(piece.looks), *after)
