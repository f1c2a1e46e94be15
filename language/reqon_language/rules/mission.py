"""A mission with everything that belongs to it, for rules that look across declarations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

from reqon_language.model.file import Body, FileModel, Section
from reqon_language.model.summary import Declaration, DeclarationKind
from reqon_language.syntax import ast

N = TypeVar("N")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class MissionView:
    """One mission of a file: its own bodies, and the file's bodies that it shares.

    All offsets and spans count from the mission. `used` are kinds and names that other files of
    the project refer to, `own` the mission's declarations; a file `alone` has no other files.
    `by_type` are its own bodies by the type of their nodes.
    """

    node: ast.Mission
    section: Section
    outside: Section
    alone: bool
    used: frozenset[tuple[str, str]]
    by_type: Mapping[type, Sequence[Body]]

    @property
    def bodies(self) -> tuple[Body, ...]:
        """The mission's own members."""
        return self.section.bodies

    @property
    def shared(self) -> tuple[Body, ...]:
        """What stands outside the missions of the file."""
        return self.outside.bodies

    @property
    def own(self) -> tuple[Declaration, ...]:
        """The mission's own declarations."""
        return self.section.declarations

    @property
    def broken(self) -> bool:
        """Whether a syntax error lies inside."""
        return self.section.broken

    @property
    def name_span(self) -> ast.Span:
        """The span of the mission's name."""
        return self.node.name.span

    def members(self, kind: type[N]) -> Iterator[tuple[Body, N]]:
        """Yield the mission's own members of one type."""
        for body in self.by_type.get(kind, ()):
            yield body, cast("N", body.node)

    def nodes(self, kind: type[N]) -> Iterator[tuple[Body, N]]:
        """Yield the steps of one type in the mission's own members, in order."""
        for body in [body for body in self.bodies if kind in body.facts.nodes]:
            for node in body.facts.of(kind):
                yield body, node

    def each(self, derive: Callable[[Body], T]) -> Iterator[tuple[Body, T]]:
        """Yield the mission's own members with what `derive` makes of each.

        It goes by the body alone, but for its place, and is not asked again of one that did not
        change; so it must be a function that is made once.
        """
        return zip(self.bodies, self.section.kept.each(derive), strict=True)

    def given(
        self, key: Callable[..., object], given: object, derive: Callable[[Body], T]
    ) -> Iterator[tuple[Body, T]]:
        """Yield the same of a `derive` that goes by what is `given`, too, under its own `key`."""
        return zip(self.bodies, self.section.kept.given(key, given, derive), strict=True)

    def together(self, derive: Callable[[Body], Iterable[T]]) -> set[T]:
        """Return all that `derive` finds in the members and in what they share; as in `each`."""
        own, shared = self.section.kept.each(derive), self.outside.kept.each(derive)
        return set().union(*own, *shared)

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

    def of_actions(self, derive: Callable[[Body], T]) -> dict[str, T]:
        """Return what `derive` makes of each action that can be run here, by name; as in `each`.

        Of two with one name the mission's own counts, and of those the last.
        """
        shared = zip(self.shared, self.outside.kept.each(derive), strict=True)
        return {
            body.node.name.text: made
            for body, made in (*shared, *self.each(derive))
            if isinstance(body.node, ast.Action)
        }


def view_of(
    section: Section, model: FileModel, used: frozenset[tuple[str, str]]
) -> MissionView | None:
    """Return the view of a section of `model`, None where it is no mission."""
    if section.mission is None:
        return None
    by_type: dict[type, list[Body]] = {}
    for body in section.bodies:
        by_type.setdefault(type(body.node), []).append(body)
    return MissionView(section.mission, section, model.loose, model.alone, used, by_type)


def called(body: Body) -> tuple[str, ...]:
    """Return the actions a body runs, jumps to or names, in order."""
    return tuple(
        reference.name for reference in body.facts.references if reference.kind == "action"
    )


def run_by(name: str, calls: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield an action and all actions it may run or jump to, of those whose `calls` are known."""
    pending, seen = [name], set[str]()
    while pending:
        following = pending.pop()
        if following not in calls or following in seen:
            continue
        seen.add(following)
        yield following
        pending += calls[following]
