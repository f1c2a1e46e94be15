"""Find tokens of the lossless tree by place: what stands at an offset, and what lies around it.

All offsets are absolute code points; the tree itself knows only widths.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from reqon_language.syntax.ast import Span
from reqon_language.syntax.green import Element, Node, Token
from reqon_language.syntax.tables import TABLES


@dataclass(frozen=True, slots=True)
class Around:
    """A node around a token: the grammar's name for it ("error" for an error node), its place.

    `outer` is the node around that one, so that a long chain costs no more than its length.
    """

    kind: str
    span: Span
    node: Node
    outer: Around | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A token, where its text is, and the innermost node it stands in."""

    token: Token
    span: Span
    parent: Around

    @property
    def kind(self) -> str:
        """The grammar's name for the token."""
        return TABLES.terminals[self.token.kind]

    @property
    def trivia(self) -> Span:
        """Where the blanks and comments before the token are."""
        return Span(self.span.start - self.token.lead, self.span.start)

    def around(self) -> Iterator[Around]:
        """Yield the nodes around the token, innermost first."""
        node: Around | None = self.parent
        while node is not None:
            yield node
            node = node.outer

    def within(self, *kinds: str) -> Around | None:
        """Return the innermost node of one of these kinds around the token."""
        return next((one for one in self.around() if one.kind in kinds), None)


def is_type_word(leaf: Leaf) -> bool:
    """Whether a word may name a type: behind `is`, or as a field's and not called."""
    if leaf.kind not in ("NAME", "NULL", "ARRAY"):
        return False
    if leaf.parent.kind in ("type_test", "generic"):
        return True
    holder = leaf.within("field", "entry", "call", "member", "let")
    return holder is not None and holder.kind == "field"


def leaf_at(root: Node, offset: int) -> Leaf | None:
    """Return the token at `offset`: the one whose text holds it, else one that ends there.

    Between two tokens that touch, a word is preferred to a sign. None in blanks and comments.
    """
    found = [leaf for leaf in leaves(root, offset, offset) if leaf.token.text]
    if len(found) < 2:
        return found[0] if found else None
    return next((leaf for leaf in reversed(found) if _is_word(leaf.token.text)), found[-1])


def leaf_before(root: Node, offset: int) -> Leaf | None:
    """Return the token whose text or leading trivia holds `offset`."""
    return next(
        (leaf for leaf in leaves(root, offset, offset, trivia=True) if leaf.span.end > offset),
        None,
    )


def leaves(
    root: Node, start: int = 0, end: int | None = None, *, trivia: bool = False
) -> Iterator[Leaf]:
    """Yield the tokens whose text touches `[start, end]`, in order, without recursion.

    With `trivia` the blanks and comments before a token count as part of it.
    """
    return _leaves(_around(root, 0, None), start, root.width if end is None else end, trivia)


def leaves_below(holder: Node, element: Element) -> Iterator[Leaf]:
    """Yield the tokens of a child of `holder`, in order, at places that count from the child."""
    above = _around(holder, 0, None)
    if isinstance(element, Token):
        yield Leaf(element, Span(element.lead, element.width), above)
    else:
        yield from _leaves(_around(element, 0, above), 0, element.width, trivia=True)


def _leaves(top: Around, start: int, stop: int, trivia: bool) -> Iterator[Leaf]:
    stack: list[tuple[Node, int, int, Around]] = [(top.node, 0, 0, top)]
    while stack:
        node, index, at, above = stack.pop()
        children = node.children
        while index < len(children):
            child = children[index]
            first = at if trivia else at + child.lead
            if first > stop:
                return
            index += 1
            after = at + child.width
            if after >= start:
                if isinstance(child, Token):
                    yield Leaf(child, Span(at + child.lead, after), above)
                else:
                    stack.append((node, index, after, above))
                    stack.append((child, 0, at, _around(child, at, above)))
                    break
            at = after


def _around(node: Node, at: int, outer: Around | None) -> Around:
    kind = TABLES.kinds[node.kind] if node.kind < len(TABLES.kinds) else "error"
    return Around(kind, Span(at + node.lead, at + node.width), node, outer)


def _is_word(text: str) -> bool:
    return text[0].isalnum() or text[0] in "_\"'"
