"""The types of a whole file: what each mission declares, and what its stores hold.

A store holds what the mission's actions put into it, so the actions that fill a store are
inferred before those that read it. Where two wait for each other, the store is not known. Nor
is it in a folder of files, whose other files may fill it, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from reqon_language.model.facts import BodyFacts
from reqon_language.model.inference import Declared, Environment, Typed
from reqon_language.model.inference_bodies import infer_body
from reqon_language.model.lent import Lent, Specs, Typing
from reqon_language.model.openapi import Document, read_document
from reqon_language.model.schema_types import shape_of
from reqon_language.model.types import ANY, SchemaOf, Type, join
from reqon_language.syntax import ast

if TYPE_CHECKING:
    from reqon_language.model.file import Body

_REMOVES: Final = ("clear", "delete")
_LONGEST_CHAIN: Final = 50
"""More declarations than this, each waiting for the next, are not followed."""


@dataclass(frozen=True, slots=True)
class Uses:
    """The stores a declaration reads and fills, and the variables it reads from outside."""

    reads: frozenset[str]
    fills: frozenset[str]
    variables: frozenset[str]


@dataclass(frozen=True, slots=True)
class FileTypes:
    """The types of the declarations of a file: `typed` and `uses` go with its bodies.

    `declared` is what each mission declares, None for what stands outside. `documents` are
    those that could be read, each with the mapping it was read from.
    """

    typed: tuple[Typed, ...] = ()
    uses: tuple[Uses, ...] = ()
    declared: Mapping[int | None, Declared] = field(default_factory=dict)
    documents: Mapping[str, tuple[Mapping[str, Any], Document | None]] = field(default_factory=dict)


def infer_file(
    bodies: Sequence[Body],
    specs: Specs,
    *,
    lent: Lent,
    previous: tuple[Sequence[Body], FileTypes] | None = None,
) -> FileTypes:
    """Infer every declaration of a file; what did not change is taken from `previous`."""
    before = previous[1] if previous else FileTypes()
    known = {
        id(body.facts): (uses, typed)
        for body, uses, typed in zip(
            previous[0] if previous else (), before.uses, before.typed, strict=True
        )
    }
    documents = {
        name: found
        if (found := before.documents.get(name)) is not None and found[0] is root
        else (root, read_document(root, name))
        for name, root in {**lent.specs, **specs}.items()
    }
    declared: dict[int | None, Declared] = {}
    for mission in {body.mission for body in bodies}:
        made = _declared(bodies, mission, lent.declarations, documents)
        old = before.declared.get(mission)
        declared[mission] = old if old is not None and old == made else made
    uses = tuple(
        known[id(body.facts)][0] if id(body.facts) in known else _uses(body.facts)
        for body in bodies
    )
    ordered = _Ordered(bodies, uses, declared, lent, {key: one for key, (_, one) in known.items()})
    typed = tuple(ordered.typed(index) for index in range(len(bodies)))
    return FileTypes(typed, uses, declared, documents)


def _uses(facts: BodyFacts) -> Uses:
    reads, fills, variables = set(), set(), set()
    for reference in facts.references:
        if reference.kind == "store" and reference.role == "read":
            reads.add(reference.name)
        elif reference.kind == "store" and reference.place not in _REMOVES:
            fills.add(reference.name)
        elif reference.kind == "variable" and reference.binding is None:
            variables.add(reference.name)
    return Uses(frozenset(reads), frozenset(fills), frozenset(variables))


def _declared(
    bodies: Sequence[Body],
    mission: int | None,
    lent: Sequence[Typing],
    documents: Mapping[str, tuple[Mapping[str, Any], Document | None]],
) -> Declared:
    """Collect what a mission sees; its own declarations hide those of the file and those lent."""
    schemas: dict[str, ast.Schema] = {}
    transforms: dict[str, ast.Transform] = {}
    sources: dict[str, ast.Source] = {}
    for node in (*lent, *(body.node for body in _seen(bodies, mission))):
        if isinstance(node, ast.Schema):
            schemas[node.name.text] = node
        elif isinstance(node, ast.Transform):
            transforms[node.name.text] = node
        elif isinstance(node, ast.Source):
            sources[node.name.text] = node
    shapes = {SchemaOf(name): shape_of(node, schemas) for name, node in schemas.items()}
    operations = {}
    for name, source in sources.items():
        _, document = documents.get(str(source.spec.value) if source.spec else "", (None, None))
        if document is not None:
            operations[name] = document.operations
            shapes.update(document.shapes)
    results = {name: _result(node, shapes) for name, node in transforms.items()}
    return Declared(shapes, results, operations)


def _seen(bodies: Sequence[Body], mission: int | None) -> Iterator[Body]:
    """Yield the file's own declarations and those of the mission, those that hide others last."""
    if mission is None:
        yield from (body for body in bodies if body.mission is not None)
    yield from (body for body in bodies if body.mission is None)
    if mission is not None:
        yield from (body for body in bodies if body.mission == mission)


def _result(node: ast.Transform, shapes: Mapping[SchemaOf, Type]) -> Type:
    """Return what a transform makes: the schemas of its variants, if all are declared."""
    targets = [SchemaOf(variant.target.text) for variant in node.variants]
    return join(*targets) if all(target in shapes for target in targets) else ANY


@dataclass(slots=True)
class _Ordered:
    """Infers each declaration once, after those that fill the stores it reads."""

    bodies: Sequence[Body]
    uses: Sequence[Uses]
    declared: Mapping[int | None, Declared]
    lent: Lent
    known: Mapping[int, Typed]
    done: dict[int, Typed] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)
    stores: dict[tuple[str, int | None], Type] = field(default_factory=dict)
    owners: dict[str, set[int | None]] = field(default_factory=dict)
    lets: dict[tuple[str, int | None], int] = field(default_factory=dict)
    fillers: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for index, body in enumerate(self.bodies):
            if isinstance(body.node, ast.Store):
                self.owners.setdefault(body.node.name.text, set()).add(body.mission)
            elif isinstance(body.node, ast.Let):
                self.lets.setdefault((body.node.name.text, body.mission), index)
            for store in self.uses[index].fills:
                self.fillers.setdefault(store, []).append(index)

    def typed(self, index: int) -> Typed:
        """Return the types of a declaration, inferred or kept."""
        if index in self.done:
            return self.done[index]
        self.begun.add(index)
        body, uses = self.bodies[index], self.uses[index]
        environment = Environment(
            self.declared[body.mission],
            {name: self.store(name, body.mission) for name in sorted(uses.reads)},
            {name: self.variable(name, body.mission) for name in sorted(uses.variables)},
        )
        found = self.known.get(id(body.facts))
        if found is None or not _same(found.environment, environment):
            found = infer_body(body.node, body.facts, environment)
        self.done[index] = found
        return found

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
            alone = not self.lent.folder and name not in self.lent.names.stores
            self.stores[key] = join(*filled) if alone else ANY
        return self.stores[key]

    def _filled(self, name: str, index: int) -> Sequence[Type]:
        waiting = len(self.begun) - len(self.done)
        if index not in self.done and (index in self.begun or waiting > _LONGEST_CHAIN):
            return (ANY,)
        return [of for store, of in self.typed(index).stored if store == name] or (ANY,)

    def variable(self, name: str, mission: int | None) -> Type:
        """Return the type of a variable of the mission or the file."""
        index = self.lets.get((name, mission), self.lets.get((name, None)))
        if index is None:
            return ANY
        waiting = len(self.begun) - len(self.done)
        if index not in self.done and (index in self.begun or waiting > _LONGEST_CHAIN):
            return ANY
        return self.typed(index).bound


def _same(one: Environment, other: Environment) -> bool:
    return (
        one.declared is other.declared
        and one.stores == other.stores
        and one.variables == other.variables
    )
