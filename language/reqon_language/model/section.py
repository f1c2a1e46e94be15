"""The sections of a file: each of its missions, and what stands outside them.

A section is what a keystroke leaves alone: its offsets count from its own start, so a section
whose text and surroundings did not change is the very same object in the next version, and all
that was derived from it is kept (architecture invariants 3 and 4).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec import Struct

from reqon_language.model.facts import BodyFacts
from reqon_language.model.kept import Kept
from reqon_language.model.names import Names
from reqon_language.model.scopes import innermost
from reqon_language.model.summary import Declaration
from reqon_language.syntax import ast


class Body(Struct, frozen=True):
    """A member of a mission or an item of the file, where it is, its facts, and the `names` around.

    What is kept of a body goes by its facts, which say what of these names they went by, and by all
    of the names only where that is said. `mission` is the number of the mission around it, None at
    file level. `broken` says that a syntax error lies inside, so that what seems missing may only
    be unreadable.
    """

    offset: int
    node: ast.FileItem
    facts: BodyFacts
    names: Names
    mission: int | None
    broken: bool

    @property
    def extent(self) -> ast.Span:
        """The span of the whole declaration, from where its offset counts."""
        return self.node.span.shift(self.offset)

    def shift(self, offset: int) -> Body:
        """Return the declaration moved by `offset` code points."""
        at = self.offset + offset
        return Body(at, self.node, self.facts, self.names, self.mission, self.broken)

    def visible(self, offset: int) -> set[str]:
        """Return the names of the variables that can be read at `offset`, counted from the body."""
        return {
            binding.name
            for scope in innermost(self.facts.scopes, offset).climb()
            for binding in scope.bindings
            if binding.visible_from <= offset
        } | self.names.variables


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A mission with its members, or, with `mission` None, the items outside all missions.

    Offsets count from the mission; those of loose items from the start of the text. `around` are
    the names outside, `own` those declared inside, `names` both as the bodies see them; `errors`
    are the offsets of syntax errors inside. `kept` is what was worked out of single bodies.
    """

    mission: ast.Mission | None
    number: int | None
    around: Names
    own: Names
    names: Names
    errors: tuple[int, ...]
    declarations: tuple[Declaration, ...]
    bodies: tuple[Body, ...]
    kept: Kept[Body]

    @property
    def name(self) -> str | None:
        """The name of the mission."""
        return self.mission.name.text if self.mission is not None else None

    @property
    def broken(self) -> bool:
        """Whether a syntax error lies inside."""
        return bool(self.errors)

    def at(self, offset: int) -> Iterator[Body]:
        """Yield the bodies with offsets that count from the start of the text."""
        if not offset:
            yield from self.bodies
            return
        for body in self.bodies:
            yield body.shift(offset)

    def declared(self, offset: int) -> Iterator[Declaration]:
        """Yield the declarations with spans that count from the start of the text."""
        for declaration in self.declarations:
            yield declaration.shift(offset) if offset else declaration
