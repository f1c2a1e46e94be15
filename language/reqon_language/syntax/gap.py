"""What is parsed anew when an edit lies between declarations: how far, and whether it may be."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reqon_language.syntax.braced import MISSION, Body, body_of
from reqon_language.syntax.green import Node
from reqon_language.syntax.landmarks import Landmark, landmarks, margin_of
from reqon_language.syntax.lexer import strings_end_in
from reqon_language.syntax.splice import Change, Holder

if TYPE_CHECKING:
    from reqon_language.syntax.tree import Tree


class Gap(NamedTuple):
    """What is parsed anew: from `low` to `high` of the old text, between two landmarks, if any.

    `head` is the head of the mission around it, which ends at `opened`; a file has none.
    """

    holder: Holder
    head: str
    opened: int
    before: Landmark | None
    after: Landmark | None
    low: int
    high: int

    @property
    def skipped(self) -> int:
        """How many children the head of the mission is."""
        at, number = self.holder.at, 0
        while at < self.opened:
            at += self.holder.node.children[number].width
            number += 1
        return number

    @property
    def numbers(self) -> range:
        """The places of its children, with the declaration or the closing token behind it."""
        first = self.skipped if self.before is None else self.before.number + 1
        stop = len(self.holder.node.children) if self.after is None else self.after.number + 1
        return range(first, stop)


def gap_around(tree: Tree, change: Change) -> Gap | None:
    """Return the smallest gap around a change; None where it would be the whole text."""
    holder, body = _holder(tree, change)
    text = tree.lines.text
    head, opened, high = "", 0, len(text)
    if body is not None:
        margin = margin_of(text, holder.at, holder.start)
        if margin is None:
            return None
        opened, high = body.opened, body.closed
        head = margin + text[holder.start : opened]
    before = next(landmarks(tree, holder, change, behind=False), None)
    low = opened if before is None else before.end
    after = None
    for landmark in landmarks(tree, holder, change, behind=True):
        if not any(low <= begin < landmark.first < stop for begin, stop in tree.looks):
            after, high = landmark, landmark.first
            break
    if before is None and after is None and body is None:
        return None
    return Gap(holder, head, opened, before, after, low, high)


def _holder(tree: Tree, change: Change) -> tuple[Holder, Body | None]:
    """Return the mission around a change, with its body, or else the file."""
    at = 0
    for number, child in enumerate(tree.root.children):
        if at + child.width >= change.end:
            if isinstance(child, Node) and child.kind == MISSION:
                body = body_of(child, at)
                if body and body.opened <= change.start and change.end <= body.closed:
                    return Holder(child, at, number), body
            break
        at += child.width
    return Holder(tree.root, 0, None), None


def is_apart(tree: Tree, gap: Gap, text: str) -> bool:
    """Whether nothing that is wrong in front of a gap concerns it, nor the mission's head."""
    before = [error for error in tree.errors if error.span.start < gap.low]
    if any(gap.holder.start <= error.span.start < gap.opened for error in before):
        return False
    if any(begin < gap.low <= stop for begin, stop in tree.looks):
        return False
    return strings_end_in(text, before)
