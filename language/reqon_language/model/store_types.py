"""The types of a whole file: what each mission declares, and what its stores hold.

A store holds what the mission's actions put into it, so the actions that fill a store are
inferred before those that read it. One that does both is inferred twice: what it puts in while
nothing is known of the store is what it finds there. Where two wait for each other, the store is
not known. What other files put into it is lent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import is_
from typing import Any, Final

from reqon_language.model.facts import BodyFacts
from reqon_language.model.inference import Declared, Environment, Typed
from reqon_language.model.inference_bodies import infer_body
from reqon_language.model.last_run import NEVER_RUN, NO_STEPS, LastRun, StepRun
from reqon_language.model.lent import NOTHING_LENT, Lent, Specs
from reqon_language.model.names import NONE
from reqon_language.model.openapi import read_document
from reqon_language.model.schema_types import shape_of
from reqon_language.model.section import Body, Section
from reqon_language.model.together import Documents, Key, Together, Typing, by_key
from reqon_language.model.types import ANY, SchemaOf, Type, join
from reqon_language.syntax import ast

_APART: Final = (
    ast.Import, ast.Let, ast.Option, ast.Pipeline, ast.Schema, ast.Source, ast.Transform
)  # fmt: skip
"""What may stand outside missions without carrying records from one to another."""
_REMOVES: Final = ("clear", "delete")
_LONGEST_CHAIN: Final = 50
"""More declarations than this, each waiting for the next, are not followed."""


@dataclass(frozen=True, slots=True)
class Uses:
    """The stores a declaration reads and fills, and the variables it reads from outside."""

    reads: frozenset[str]
    fills: frozenset[str]
    variables: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class SectionTypes:
    """The types of a section: `uses` and `typed` go with its bodies, `declared` with all of them.

    `loose` are the facts outside missions that these depend on, by identity. `by_facts` finds
    the types of a body by the identity of its facts.
    """

    section: Section
    loose: tuple[int, ...]
    declared: Declared
    uses: tuple[Uses, ...]
    typed: tuple[Typed, ...]
    by_facts: Mapping[int, Typed] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # A section that was just begun has no types yet.
        keys = (id(body.facts) for body in self.section.bodies)
        object.__setattr__(self, "by_facts", dict(zip(keys, self.typed, strict=False)))


@dataclass(frozen=True, slots=True, eq=False)
class FileTypes:
    """The types of a file, section by section, with what they depend on beside the file.

    `documents` are the OpenAPI documents that could be read.
    """

    sections: tuple[SectionTypes, ...] = ()
    documents: Documents = field(default_factory=dict)
    lent: Lent = NOTHING_LENT

    @property
    def typed(self) -> tuple[Typed, ...]:
        """The types of every declaration, those in missions first."""
        return tuple(typed for section in self.sections for typed in section.typed)

    def declared(self, mission: int | None) -> Declared:
        """Return what a mission declares, or, for None, what stands outside missions."""
        return self.sections[-1 if mission is None else mission].declared

    def stored(self, store: str, mission: int | None) -> Iterator[Type]:
        """Yield what is put into a store that a mission, or for None the file, declares."""
        for types in self.sections:
            if mission is None or types.section.number in (mission, None):
                for typed in types.typed:
                    yield from (of for name, of in typed.stored if name == store)

    def of(self, body: Body) -> Typed:
        """Return the types of a body of this file."""
        types = self.sections[-1 if body.mission is None else body.mission]
        return types.by_facts[id(body.facts)]


def infer_file(
    sections: Sequence[Section],
    specs: Specs,
    *,
    lent: Lent,
    previous: FileTypes | None = None,
) -> FileTypes:
    """Infer every declaration of a file; what did not change is taken from `previous`.

    Each mission is inferred by itself, unless steps or stores stand outside of them: then what
    one mission stores may be what another one reads.
    """
    before = previous or FileTypes()
    documents = _documents({**lent.specs, **specs}, before.documents, lent.together)
    outside = sections[-1]
    loose = tuple(id(body.facts) for body in outside.bodies)
    apart = stands_apart(outside)
    kept: dict[int, SectionTypes] = {}
    if documents == before.documents and lent == before.lent:
        current = {id(section) for section in sections}
        kept = {
            id(old.section): old
            for old in before.sections
            if old.loose == loose and id(old.section) in current
        }
    known = _Known.of([old for old in before.sections if not apart or id(old.section) not in kept])
    begun: Sequence[SectionTypes] = before.sections
    stored_alone = (
        documents == before.documents
        and lent.declarations == before.lent.declarations
        and [id(section) for section in sections] == [id(old.section) for old in begun]
    )
    if not stored_alone:
        begun = [
            kept.get(id(section))
            or _begun(section, _seen(section, sections), lent, documents, loose, known)
            for section in sections
        ]
    return FileTypes(_inferred(begun, lent, known.typed, kept), documents, lent)


def _inferred(
    begun: Sequence[SectionTypes],
    lent: Lent,
    known: Mapping[int, Typed],
    kept: Mapping[int, SectionTypes],
) -> tuple[SectionTypes, ...]:
    """Infer the bodies of sections, but for those of the sections that are `kept`, by their id."""
    *missions, rest = begun
    if not stands_apart(rest.section):
        typed = Ordered(begun, lent, known).all()
        return tuple(_finished(types, typed) for types in begun)
    outer = Ordered([rest], lent, known).all()
    around = {id(body.facts): outer[id(body.facts)] for body in rest.section.bodies}
    inferred = [
        types
        if id(types.section) in kept
        else _finished(types, Ordered([types, rest], lent, {**known, **around}).all())
        for types in missions
    ]
    return (*inferred, _finished(rest, outer))


def stands_apart(outside: Section) -> bool:
    """Whether what stands outside missions carries no records from one to another."""
    return all(isinstance(body.node, _APART) for body in outside.bodies)


def _documents(specs: Specs, before: Documents, together: Together | None) -> Documents:
    """Read documents, unless that was done before, or for another part of the folder."""
    read: dict[str, Any] = together.documents if together is not None else {}
    found = {}
    for name, root in specs.items():
        known = (one.get(name) for one in (before, read))
        same = next((one for one in known if one is not None and one[0] is root), None)
        found[name] = same or (root, read_document(root, name))
    read.update(found)
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    """What an earlier version knew.

    `uses` and `typed` go by the id of a body's facts, `declared` by mission.
    """

    uses: Mapping[int, Uses]
    typed: Mapping[int, Typed]
    declared: Mapping[int | None, Declared]

    @classmethod
    def of(cls, earlier: Sequence[SectionTypes]) -> _Known:
        """Gather what `earlier` sections hold."""
        uses: dict[int, Uses] = {}
        typed: dict[int, Typed] = {}
        for types in earlier:
            keys = [id(body.facts) for body in types.section.bodies]
            uses.update(zip(keys, types.uses, strict=True))
            typed.update(zip(keys, types.typed, strict=True))
        return cls(uses, typed, {types.section.number: types.declared for types in earlier})


def _begun(
    section: Section,
    own: Mapping[Key, Typing],
    lent: Lent,
    documents: Documents,
    loose: tuple[int, ...],
    known: _Known,
) -> SectionTypes:
    """Return what is known of a section before its bodies are inferred."""
    declared, old = _declared(own, lent, documents), known.declared.get(section.number)
    uses = tuple(known.uses.get(id(body.facts)) or _uses(body.facts) for body in section.bodies)
    return SectionTypes(section, loose, old if old == declared else declared, uses, ())


def _finished(types: SectionTypes, typed: Mapping[int, Typed]) -> SectionTypes:
    own = tuple(typed[id(body.facts)] for body in types.section.bodies)
    # What is the same keeps its identity, which is what rules go by.
    same = len(own) == len(types.typed) and all(map(is_, own, types.typed))
    return types if same else replace(types, typed=own)


def _seen(section: Section, sections: Sequence[Section]) -> dict[Key, Typing]:
    """Return the declarations of a file that a section sees, beside what is lent to it.

    Those of a mission hide those outside of it.
    """
    seen = [section]
    if section.mission is not None:
        seen = [sections[-1], section]
    elif section.bodies:
        seen = [*sections[:-1], section]
    found: dict[Key, Typing] = {}
    for one in seen:
        found |= by_key(body.node for body in one.bodies)
    return found


def _uses(facts: BodyFacts) -> Uses:
    reads, fills, variables = set(), set(), set()
    for reference in facts.references:
        if reference.kind == "store" and reference.role == "read":
            reads.add(reference.name)
        elif reference.kind == "store" and reference.place not in _REMOVES:
            fills.add(reference.name)
        elif reference.kind == "variable" and reference.binding is None:
            variables.add(reference.name)
    return Uses(frozenset(reads) or NONE, frozenset(fills) or NONE, frozenset(variables) or NONE)


def _declared(own: Mapping[Key, Typing], lent: Lent, documents: Documents) -> Declared:
    """Return what a section sees means: its `own` declarations, and what is lent but for these."""
    together = lent.together
    if together is None or not together.is_seen(own, len(lent.declarations)):
        return _meaning({**by_key(lent.declarations), **own}.values(), documents)
    made = together.declared(documents)
    if made is None:
        made = together.keep(documents, _meaning(together.declarations.values(), documents))
    return made


def _meaning(seen: Collection[Typing], documents: Documents) -> Declared:
    """Return what declarations mean, of which no two of a kind have one name."""
    schemas = {node.name.text: node for node in seen if isinstance(node, ast.Schema)}
    shapes = {SchemaOf(name): shape_of(node, schemas) for name, node in schemas.items()}
    operations = {}
    for source in (node for node in seen if isinstance(node, ast.Source)):
        _, document = documents.get(str(source.spec.value) if source.spec else "", (None, None))
        if document is not None:
            operations[source.name.text] = document.operations
            shapes.update(document.shapes)
    results = {
        node.name.text: _result(node, shapes) for node in seen if isinstance(node, ast.Transform)
    }
    return Declared(shapes, results, operations)


def _result(node: ast.Transform, shapes: Mapping[SchemaOf, Type]) -> Type:
    """Return what a transform makes: the schemas of its variants, if all are declared."""
    targets = [SchemaOf(variant.target.text) for variant in node.variants]
    return join(*targets) if all(target in shapes for target in targets) else ANY


@dataclass(slots=True)
class Ordered:
    """Infers the declarations of some sections, each after those that fill the stores it reads.

    `known` are the types of an earlier version by the id of the facts; one still holds where what
    it asked for does. `last_run` is what was seen of steps whose result is not known.
    """

    sections: Sequence[SectionTypes]
    lent: Lent
    known: Mapping[int, Typed]
    last_run: LastRun = NEVER_RUN
    bodies: list[Body] = field(default_factory=list)
    uses: list[Uses] = field(default_factory=list)
    declared: list[Declared] = field(default_factory=list)
    missions: list[str | None] = field(default_factory=list)
    done: dict[int, Typed] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)
    stores: dict[tuple[str, int | None], Type] = field(default_factory=dict)
    owners: dict[str, set[int | None]] = field(default_factory=dict)
    lets: dict[tuple[str, int | None], int] = field(default_factory=dict)
    fillers: dict[str, list[int]] = field(default_factory=dict)
    first: dict[int, Typed] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for types in self.sections:
            self.bodies += types.section.bodies
            self.uses += types.uses
            self.declared += [types.declared] * len(types.uses)
            self.missions += [types.section.name] * len(types.uses)
        for index, body in enumerate(self.bodies):
            if isinstance(body.node, ast.Store):
                self.owners.setdefault(body.node.name.text, set()).add(body.mission)
            elif isinstance(body.node, ast.Let):
                self.lets.setdefault((body.node.name.text, body.mission), index)
            for store in self.uses[index].fills:
                self.fillers.setdefault(store, []).append(index)

    def all(self) -> dict[int, Typed]:
        """Return the types of every declaration by the id of its facts."""
        return {id(body.facts): self.typed(index) for index, body in enumerate(self.bodies)}

    def typed(self, index: int) -> Typed:
        """Return the types of a declaration, inferred or kept."""
        if index in self.done:
            return self.done[index]
        self.begun.add(index)
        uses = self.uses[index]
        own = uses.reads & uses.fills
        before = self._first(index) if own else None
        environment = self._environment(index)
        if before is not None and _same(before.environment, environment):
            found = before
        else:
            found = self._inferred(index, environment, before)
        self.done[index] = found
        return found

    def _first(self, index: int) -> Typed:
        """Return the types of a declaration while nothing is known of the stores it also fills."""
        if index not in self.first:
            uses = self.uses[index]
            environment = self._environment(index, uses.reads & uses.fills)
            self.first[index] = self._inferred(index, environment, None)
        return self.first[index]

    def _environment(self, index: int, unknown: frozenset[str] = frozenset()) -> Environment:
        mission, uses = self.bodies[index].mission, self.uses[index]
        return Environment(
            self.declared[index],
            {
                name: ANY if name in unknown else self.store(name, mission)
                for name in sorted(uses.reads)
            },
            {name: self.variable(name, mission) for name in sorted(uses.variables)},
        )

    def _inferred(self, index: int, environment: Environment, before: Typed | None) -> Typed:
        """Infer a declaration, unless the same was done in an earlier version."""
        body = self.bodies[index]
        known = self.known.get(id(body.facts))
        for found in (known, known.before if known is not None else None):
            if found is not None and found.holds(environment):
                kept = found.environment.declared is environment.declared
                if kept and found.before is before:
                    return found
                return replace(found, environment=environment, before=before)
        seen = steps_seen(self.last_run, self.missions[index], body.node)
        made = infer_body(body.node, body.facts, environment, last_run=seen)
        return replace(made, before=before) if before is not None else made

    def store(self, name: str, mission: int | None) -> Type:
        """Return what the records of a store are: what all that fill it put into it."""
        owner = mission if mission in self.owners.get(name, ()) else None
        key = (name, owner)
        if key not in self.stores:
            fillers = [
                index
                for index in self.fillers.get(name, ())
                if owner is None or self.bodies[index].mission in (owner, None)
            ]
            filled = [of for index in fillers for of in self._filled(name, index)]
            if name in self.lent.stored and (owner is None or self.lent.folder):
                filled.append(self.lent.stored[name])
            self.stores[key] = join(*filled)
        return self.stores[key]

    def _filled(self, name: str, index: int) -> Sequence[Type]:
        if name in self.uses[index].reads:
            typed = self.first.get(index)
            if typed is None and self._is_near(index):
                self.begun.add(index)
                typed = self._first(index)
                self.begun.discard(index)
        else:
            near = index in self.done or self._is_near(index)
            typed = self.typed(index) if near else None
        if typed is None:
            return (ANY,)
        return [of for store, of in typed.stored if store == name] or (ANY,)

    def _is_near(self, index: int) -> bool:
        """Whether a declaration can be inferred now: it is not, and few wait for each other."""
        waiting = len(self.begun) - len(self.done)
        return index not in self.begun and waiting <= _LONGEST_CHAIN

    def variable(self, name: str, mission: int | None) -> Type:
        """Return the type of a variable of the mission or the file."""
        index = self.lets.get((name, mission), self.lets.get((name, None)))
        if index is None:
            return ANY
        near = index in self.done or self._is_near(index)
        return self.typed(index).bound if near else ANY


def steps_seen(
    last_run: LastRun, mission: str | None, node: ast.FileItem
) -> Mapping[ast.Span, StepRun]:
    """Return what the last run saw of the steps of a declaration of a mission."""
    return last_run.steps(mission, node) if isinstance(node, ast.Action) else NO_STEPS


def _same(one: Environment, other: Environment) -> bool:
    return one.stores == other.stores and one.variables == other.variables
