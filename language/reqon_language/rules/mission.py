"""A mission with everything that belongs to it, for rules that look across declarations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from reqon_language.model.facts import BodyFacts
from reqon_language.model.file import Body, FileModel
from reqon_language.model.references import Reference
from reqon_language.model.summary import Declaration, DeclarationKind
from reqon_language.syntax import ast

N = TypeVar("N")


@dataclass(frozen=True, slots=True)
class MissionView:
    """One mission of a file: its own bodies, and the file's bodies that it shares.

    `used` are kinds and names that other files of the project refer to, `own` the mission's
    declarations.
    """

    model: FileModel
    number: int
    node: ast.Mission
    offset: int
    bodies: tuple[Body, ...]
    shared: tuple[Body, ...]
    broken: bool
    used: frozenset[tuple[str, str]]
    own: tuple[Declaration, ...]

    @property
    def name_span(self) -> ast.Span:
        """The absolute span of the mission's name."""
        return self.node.name.span.shift(self.offset)

    def members(self, kind: type[N]) -> Iterator[tuple[Body, N]]:
        """Yield the mission's own members of one type."""
        for body in self.bodies:
            if isinstance(body.node, kind):
                yield body, body.node

    def nodes(self, kind: type[N]) -> Iterator[tuple[Body, N]]:
        """Yield the steps of one type in the mission's own members, in order."""
        for body in self.bodies:
            for node in body.facts.of(kind):
                yield body, node

    def option(self, key: str) -> ast.Expression | None:
        """Return the value of a mission option, the last one where it is repeated."""
        found = None
        for _, option in self.members(ast.Option):
            if option.entry.key.text == key:
                found = option.entry.value
        return found

    def declarations(self, kind: DeclarationKind) -> Iterator[Declaration]:
        """Yield the mission's own declarations of one kind."""
        for declaration in self.own:
            if declaration.kind == kind:
                yield declaration

    def references(self) -> Iterator[Reference]:
        """Yield the references that may be to members of this mission; spans are relative."""
        for body in (*self.bodies, *self.shared):
            yield from body.facts.references

    def facts_of_actions(self) -> dict[str, BodyFacts]:
        """Return the facts of the actions that can be run here, by name."""
        actions = {
            body.node.name.text: body.facts
            for body in self.shared
            if isinstance(body.node, ast.Action)
        }
        for body, action in self.members(ast.Action):
            actions[action.name.text] = body.facts
        return actions


def views(model: FileModel, used: frozenset[tuple[str, str]]) -> Iterator[MissionView]:
    """Yield a view of each mission of a file, in file order."""
    bodies: dict[int | None, list[Body]] = {}
    for body in model.bodies:
        bodies.setdefault(body.mission, []).append(body)
    declared: dict[int | None, list[Declaration]] = {}
    for declaration in model.summary.declarations:
        declared.setdefault(declaration.mission, []).append(declaration)
    shared = tuple(bodies.get(None, ()))
    for number, mission in enumerate(model.missions):
        yield MissionView(
            model,
            number,
            mission.node,
            mission.offset,
            tuple(bodies.get(number, ())),
            shared,
            model.broken[number],
            used,
            tuple(declared.get(number, ())),
        )
