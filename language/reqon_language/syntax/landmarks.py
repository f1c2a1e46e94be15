"""Declarations an edit leaves as they are, which may stand for themselves without their bodies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from reqon_language.syntax.braced import Body, body_of
from reqon_language.syntax.green import Node
from reqon_language.syntax.splice import Change, Holder
from reqon_language.text import breaks_line, line_start

if TYPE_CHECKING:
    from reqon_language.syntax.tree import Tree


class Landmark(NamedTuple):
    """A declaration that stays as it is: its place among the children, and offsets in the text.

    `head` reaches from its first token to its opening brace, `margin` is what precedes it on its
    line, with the line break, and `tail` is its closing brace with what precedes that.
    """

    number: int
    node: Node
    first: int
    end: int
    margin: str
    head: str
    tail: str


def landmarks(tree: Tree, holder: Holder, change: Change, *, behind: bool) -> Iterator[Landmark]:
    """Yield the declarations that could be landmarks, before a change or behind it, nearest first.

    Nothing is wrong at their edges, so what is wrong there after the change is the gap's. What
    made the parser look no further than a first token is in front of it.
    """
    text, wrong = tree.lines.text, {error.span.start for error in tree.errors}
    wrong |= {begin for begin, stop in tree.looks if begin < stop}
    for number, at, node in _behind(holder, change, text) if behind else _before(holder, change):
        body = body_of(node, at)
        if body is None or not wrong.isdisjoint((at + node.lead, body.closed)):
            continue
        landmark = _landmark(text, number, node, at, body)
        if landmark is not None:
            yield landmark


def _behind(holder: Holder, change: Change, text: str) -> Iterator[tuple[int, int, Node]]:
    at = holder.at
    for number, child in enumerate(holder.node.children):
        first = at + child.lead
        if isinstance(child, Node) and first > change.end and breaks_line(text[change.end : first]):
            yield number, at, child
        at += child.width


def _before(holder: Holder, change: Change) -> Iterator[tuple[int, int, Node]]:
    at = holder.at + holder.node.width
    for number in range(len(holder.node.children) - 1, -1, -1):
        child = holder.node.children[number]
        if isinstance(child, Node) and at <= change.start:
            yield number, at - child.width, child
        at -= child.width


def _landmark(text: str, number: int, node: Node, at: int, body: Body) -> Landmark | None:
    first = at + node.lead
    margin = margin_of(text, at, first)
    before = body.closing.trivia
    if margin is None or text[body.opened - 1] != "{":
        return None
    if breaks_line(before):
        before = before[_last_break(before) :]
    elif breaks_line(text[body.opened : body.closed]):
        return None  # its last line begins with something else
    return Landmark(
        number, node, first, at + node.width, margin, text[first : body.opened], before + "}"
    )


def margin_of(text: str, at: int, first: int) -> str | None:
    """Return what precedes a token on its line, with the line break; None if a token does."""
    lead = text[at:first]
    if breaks_line(lead):
        return lead[_last_break(lead) :]
    return lead if at == 0 else None


def _last_break(text: str) -> int:
    """Return where the line break in front of the last line is."""
    return line_start(text, len(text)) - 1
