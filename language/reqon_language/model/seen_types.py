"""The types of a file with what its last run saw, where nothing else is known.

Answers go by them, rules never do. A declaration is inferred when somebody asks about it, with
those that fill the stores it reads, so that an edit costs what is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from reqon_language.model.facts import BodyFacts
from reqon_language.model.inference import Typed
from reqon_language.model.last_run import LastRun
from reqon_language.model.section import Body
from reqon_language.model.store_types import FileTypes, Ordered, stands_apart
from reqon_language.model.types import Type


@dataclass(slots=True, eq=False)
class SeenTypes:
    """The types of a file by what rules know, `types`, and by its `last_run`.

    `known` are the declarations inferred so far, by the id of their facts, which are kept with
    them: those of an earlier version still hold where their surroundings are the same.
    """

    types: FileTypes
    last_run: LastRun
    known: dict[int, tuple[BodyFacts, Typed]] = field(default_factory=dict)
    _ordered: dict[int | None, Ordered] = field(default_factory=dict)

    def after(self, types: FileTypes) -> SeenTypes:
        """Return the types of a later version of the file."""
        current = {id(body.facts) for one in types.sections for body in one.section.bodies}
        known = {key: value for key, value in self.known.items() if key in current}
        return SeenTypes(types, self.last_run, known)

    def of(self, body: Body) -> Typed:
        """Return the types of a body of the file."""
        ordered = self._around(body.mission)
        own = (inside.facts is body.facts for inside in ordered.bodies)
        typed = ordered.typed(next(index for index, found in enumerate(own) if found))
        self._keep(ordered)
        return typed

    def stored(self, store: str, mission: int | None) -> Iterator[Type]:
        """Yield what is put into a store that a mission, or for None the file, declares."""
        numbers = [types.section.number for types in self.types.sections]
        told: set[int] = set()
        for number in numbers if mission is None else [mission]:
            ordered = self._around(number)
            for index in ordered.fillers.get(store, ()):
                body = ordered.bodies[index]
                outside = mission is not None and body.mission not in (mission, None)
                if outside or id(body.facts) in told:
                    continue
                told.add(id(body.facts))
                yield from (of for name, of in ordered.typed(index).stored if name == store)
            self._keep(ordered)

    def _around(self, mission: int | None) -> Ordered:
        """Return the declarations that a mission sees, and what is inferred of them.

        They are those of all missions where what stands outside carries records between them.
        """
        sections = self.types.sections
        if not stands_apart(sections[-1].section):
            mission, seen = None, sections
        elif mission is None:
            seen = sections[-1:]
        else:
            seen = (sections[mission], sections[-1])
        if mission not in self._ordered:
            known = {number: typed for number, (_, typed) in self.known.items()}
            self._ordered[mission] = Ordered(seen, self.types.lent, known, self.last_run)
        return self._ordered[mission]

    def _keep(self, ordered: Ordered) -> None:
        for index, typed in ordered.done.items():
            facts = ordered.bodies[index].facts
            self.known[id(facts)] = (facts, typed)
