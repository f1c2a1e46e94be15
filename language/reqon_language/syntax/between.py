"""Reparse what stands between two declarations that an edit leaves alone.

It is parsed where it stands: behind the head of its mission and the declaration before it, in
front of the one behind it. These two stand there without what is in their bodies, which has no
say: they are closed by braces of their own, nothing that was or is wrong between them made the
parser look into the one behind, and nothing in front of them made it look at what is between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from reqon_language.syntax import ast
from reqon_language.syntax.braced import MISSION, body_of
from reqon_language.syntax.driver import Driver
from reqon_language.syntax.gap import Gap, gap_around, is_apart
from reqon_language.syntax.green import Element, Node, Token, node_of
from reqon_language.syntax.lexer import lex, strings_end_in
from reqon_language.syntax.lower.declarations import lower_item
from reqon_language.syntax.splice import Bounds, Change, Piece, placed_in, shifted, splice
from reqon_language.text import breaks_line

if TYPE_CHECKING:
    from reqon_language.syntax.errors import ParseError
    from reqon_language.syntax.landmarks import Landmark
    from reqon_language.syntax.tree import Tree


_Kept: TypeAlias = dict[int, tuple[Node, ast.FileItem]]
"""Declarations by where they begin after a change, with the nodes they were read from."""


class _Reading(NamedTuple):
    """A gap with what stands around it, and where in that text it is."""

    text: str
    start: int
    stop: int


def edit_between(tree: Tree, change: Change, text: str) -> Tree | None:
    """Return the tree of `text`, which `tree` has become; None where it is not certain."""
    gap = gap_around(tree, change)
    if gap is None or not is_apart(tree, gap, text):
        return None
    reading = _reading(gap, change.of(tree.lines.text, gap.low, gap.high))
    move = gap.low - reading.start
    lexed = lex(reading.text)
    if not strings_end_in(text, lexed.errors, move):
        return None
    driver = Driver(lexed, "program")
    root = driver.run()
    errors = [*lexed.errors, *driver.errors]
    if root is None or driver.too_deep or not _contained(gap, reading, errors, lexed.looks):
        return None
    children = _children(gap, reading, root)
    if children is None:
        return None
    errors = [shifted(error, move) for error in errors]
    kept = _kept(tree, gap, change, errors)
    *children, behind = children
    children, items, too_deep = _placed(children, gap.low, kept)
    piece = Piece(
        gap.numbers.start,
        gap.numbers.stop,
        [*children, behind],
        items,
        [*errors, *too_deep],
        [(begin + move, stop + move) for begin, stop in lexed.looks.items()],
        Bounds(gap.low, gap.high + (gap.after is None)),
        Bounds(gap.low, gap.high + 1),
    )
    return splice(tree, gap.holder, piece, change)


def _reading(gap: Gap, inside: str) -> _Reading:
    before = "" if gap.before is None else gap.before.margin + gap.before.head + gap.before.tail
    start = len(gap.head) + len(before)
    behind = "" if gap.after is None else gap.after.head + gap.after.tail
    closing = "" if gap.holder.number is None else "}" if gap.after is None else "\n}"
    return _Reading(gap.head + before + inside + behind + closing, start, start + len(inside))


def _contained(
    gap: Gap, reading: _Reading, errors: list[ParseError], looks: Mapping[int, int]
) -> bool:
    """Whether all that is wrong is wrong in the gap, and looks no further than what is known."""
    known = reading.stop + (0 if gap.after is None else len(gap.after.head) - 1)
    earliest = reading.start - (gap.before is not None)  # `}` may be said to lack something
    return all(earliest <= error.span.start <= reading.stop for error in errors) and all(
        reading.start <= begin and stop <= known for begin, stop in looks.items()
    )


def _children(gap: Gap, reading: _Reading, root: Node) -> list[Element] | None:
    """Return what now stands in the gap, with what is behind it; None if its surroundings gave."""
    children = root.children
    if gap.holder.number is not None:
        mission = children[0]
        if not isinstance(mission, Node) or mission.width != len(reading.text):
            return None
        body = body_of(mission, 0)
        if mission.kind != MISSION or body is None or body.opened != len(gap.head):
            return None
        children = mission.children[gap.skipped :]
    if gap.before is not None:
        first, *children = children
        if not isinstance(first, Node) or first.kind != gap.before.node.kind:
            return None
        if first.width != reading.start - len(gap.head):
            return None
    if gap.after is None:
        return children
    behind = _moved(gap.after, reading, children[-2]) if len(children) > 1 else None
    return None if behind is None else [*children[:-2], behind]


def _moved(landmark: Landmark, reading: _Reading, found: Element) -> Node | None:
    """Return the declaration behind the gap with what now precedes it, if it was found there."""
    if not isinstance(found, Node) or found.kind != landmark.node.kind:
        return None
    if found.width - found.lead != len(landmark.head) + len(landmark.tail):
        return None
    trivia = reading.text[reading.stop - found.lead : reading.stop]
    begins_line = breaks_line(trivia) or found.lead == reading.stop
    return _led_by(landmark.node, trivia) if begins_line else None


def _led_by(node: Node, trivia: str) -> Node:
    """Return a node with other trivia in front of its first token; the same one where it has it."""
    first = node.children[0]
    if isinstance(first, Token):
        if first.trivia == trivia:
            return node
        led: Element = Token(first.kind, first.text, trivia)
    else:
        led = _led_by(first, trivia)
        if led is first:
            return node
    return node_of(node.kind, [led, *node.children[1:]], node.width + led.width - first.width)


def _kept(tree: Tree, gap: Gap, change: Change, errors: list[ParseError]) -> _Kept:
    """Return what a change leaves alone in a gap: nothing was wrong in it, and nothing is now.

    What does not end with a brace of its own may be given more by what now follows.
    """
    wrong = [error.span.start for error in tree.errors]
    wrong_now = [error.span.start for error in errors]
    items = {item.offset: item.node for item in placed_in(tree.program, gap.holder)}
    kept: _Kept = {}
    at = gap.low
    for number in gap.numbers[:-1]:
        child = gap.holder.node.children[number]
        end = at + child.width
        item = items.get(at + child.lead)
        if isinstance(child, Node) and item is not None and body_of(child, at) is not None:
            move = change.delta if at >= change.end else 0
            touched = end > change.start and at < change.end
            broken = any(at <= place <= end for place in wrong)
            broken = broken or any(at + move <= place <= end + move for place in wrong_now)
            if not touched and not broken:
                kept[at + move] = child, item
        at = end
    return kept


def _placed(
    children: Sequence[Element], at: int, kept: _Kept
) -> tuple[list[Element], list[ast.Placed[ast.FileItem]], list[ParseError]]:
    """Return children that begin at `at`, the declarations among them and what is too deep there.

    Those that are the ones that were kept are these.
    """
    found: list[Element] = []
    items: list[ast.Placed[ast.FileItem]] = []
    errors: list[ParseError] = []
    for child in children:
        before = kept.get(at)
        item: ast.FileItem | None = None
        if before is not None and (child.kind, child.width) == (before[0].kind, before[0].width):
            node, item = before
            found.append(node)
        else:
            found.append(child)
            if isinstance(child, Node):
                item, too_deep = lower_item(child, at + child.lead)
                errors += too_deep
        if item is not None:
            items.append(ast.Placed(at + child.lead, item))
        at += child.width
    return found, items, errors
