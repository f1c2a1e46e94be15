"""A mission with everything that belongs to it, for rules that look across declarations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from reqon_language.model.facts import BodyFacts
from reqon_language.model.file import Body, FileModel, Section
from reqon_language.model.references import Reference
from reqon_language.model.summary import Declaration, DeclarationKind
from reqon_language.syntax import ast

N = TypeVar("N")


@dataclass(frozen=True, slots=True)
class MissionView:
    """One mission of a file: its own bodies, and the file's bodies that it shares.

    All offsets and spans count from the mission. `used` are kinds and names that other files of
    the project refer to, `own` the mission's declarations; a file `alone` has no other files.
    """

    node: ast.Mission
    bodies: tuple[Body, ...]
    shared: tuple[Body, ...]
    broken: bool
    alone: bool
    used: frozenset[tuple[str, str]]
    own: tuple[Declaration, ...]

    @property
    def name_span(self) -> ast.Span:
        """The span of the mission's name."""
        return self.node.name.span

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


def view_of(
    section: Section, model: FileModel, used: frozenset[tuple[str, str]]
) -> MissionView | None:
    """Return the view of a section of `model`, None where it is no mission."""
    if section.mission is None:
        return None
    return MissionView(
        section.mission,
        section.bodies,
        model.loose.bodies,
        section.broken,
        model.alone,
        used,
        section.declarations,
    )


def run_by(name: str, actions: Mapping[str, BodyFacts]) -> Iterator[BodyFacts]:
    """Yield the facts of an action and of all actions it may run or jump to."""
    pending, seen = [name], set[str]()
    while pending:
        following = pending.pop()
        facts = actions.get(following)
        if facts is None or following in seen:
            continue
        seen.add(following)
        yield facts
        pending += [reference.name for reference in facts.references if reference.kind == "action"]
