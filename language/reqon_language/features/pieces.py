"""The pieces of a file: members of missions, items outside of them, and the tokens between.

An answer about a whole file is put together from what was said of each piece. Of one that did
not change that still holds, only at another place; so all of it counts from the piece.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from reqon_language.model import FileModel
from reqon_language.model.facts import BodyFacts
from reqon_language.model.file import Body
from reqon_language.model.kept import Kept
from reqon_language.syntax import Tree, ast
from reqon_language.syntax.ast import Span
from reqon_language.syntax.green import Element, Node, text_of
from reqon_language.syntax.leaves import Leaf, leaves_below
from reqon_language.syntax.tables import TABLES

_MISSION = TABLES.kind("mission")


class Piece(Struct, frozen=True):
    """A piece, the node it is a child of, and where it begins, with the trivia before it.

    `node` and `facts` are known of a declaration or a step. `mission` is the number of the
    mission around it, None at file level.
    """

    element: Element
    holder: Node
    offset: int
    mission: int | None
    node: ast.FileItem | None = None
    facts: BodyFacts | None = None

    @property
    def text(self) -> str:
        """The text with the trivia before it."""
        return text_of(self.element)

    @property
    def start(self) -> int:
        """Where its first token is, from where the piece begins; its facts count from there."""
        return self.element.lead

    def leaves(self) -> Iterator[Leaf]:
        """Yield its tokens, at places that count from where it begins."""
        return leaves_below(self.holder, self.element)


def pieces(tree: Tree, model: FileModel, within: Span | None = None) -> list[Piece]:
    """Return the pieces of a file in order, or those that touch `within`."""
    known = {
        section.offset + body.offset: body
        for section in model.sections
        for body in section.node.bodies
    }
    return [
        _piece(element, holder, at, mission, known.get(at + element.lead))
        for element, holder, at, mission in elements(tree)
        if within is None or (at <= within.end and at + element.width >= within.start)
    ]


def elements(tree: Tree) -> Iterator[tuple[Element, Node, int, int | None]]:
    """Yield the green nodes and tokens of the pieces of a file in order.

    With each come the node it is a child of, its offset, and the number of its mission.
    """
    root, at, missions = tree.root, 0, 0
    for child in root.children:
        if isinstance(child, Node) and child.kind == _MISSION:
            for member in child.children:
                yield member, child, at, missions
                at += member.width
            missions += 1
        else:
            yield child, root, at, None
            at += child.width


def _piece(
    element: Element, holder: Node, at: int, mission: int | None, body: Body | None
) -> Piece:
    if body is None or body.node.span.end != element.width - element.lead:
        return Piece(element, holder, at, mission)
    return Piece(element, holder, at, mission, body.node, body.facts)


def kept(tree: Tree, model: FileModel, before: Kept[Piece] | None = None) -> Kept[Piece]:
    """Return the pieces of a file with what was worked out of those that are as `before`."""
    return Kept(pieces(tree, model), before, _same)


def _same(one: Piece, other: Piece) -> bool:
    """Whether all is the same of two pieces but the place."""
    return (
        one.element is other.element
        and one.facts is other.facts
        and (one.mission is None) == (other.mission is None)
    )
