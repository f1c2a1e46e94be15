"""The model of one file: the questions features and rules ask, answered by place or name.

All offsets and spans that go in or come out are absolute code points.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from reqon_language.functions import FUNCTIONS
from reqon_language.model.inference import Declared, Known, Typed
from reqon_language.model.inference_bodies import infer_body
from reqon_language.model.last_run import NEVER_RUN, LastRun, StepRun
from reqon_language.model.lent import Lent
from reqon_language.model.names import Names
from reqon_language.model.references import Reference
from reqon_language.model.scopes import Element, Scope, innermost
from reqon_language.model.section import Body, Section
from reqon_language.model.seen_types import SeenTypes
from reqon_language.model.shapes import members
from reqon_language.model.store_types import FileTypes, steps_seen
from reqon_language.model.summary import (
    Declaration,
    DeclarationKind,
    FileSummary,
    declared,
    summarize,
)
from reqon_language.model.types import ANY, ArrayOf, Type, join
from reqon_language.syntax import ast
from reqon_language.vocabulary.words import IMPLICIT_NAMES, REQUEST_NAMES

__all__ = ["Body", "FileModel", "Section", "Visible", "VisibleName"]


@dataclass(frozen=True, slots=True)
class VisibleName:
    """A name that can be read at a place: what it stands for and where it was declared."""

    name: str
    kind: str
    declaration: Declaration | None = None
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Visible:
    """What can be read at a place. `element` is what `.field` would read from, if anything."""

    names: tuple[VisibleName, ...]
    element: Element | None
    body: Body | None


@dataclass(frozen=True, eq=False)
class FileModel:
    """One file, analyzed.

    `sections` are its missions in file order, each where it begins, and last, at 0, what stands
    outside them. `lent` is what other files of its project lend it. `types` are what rules go by.
    `last_run` is what the last run of its missions saw, `earlier` the types seen for an earlier
    version. What follows from these is made when it is asked for.
    """

    program: ast.Program
    sections: tuple[ast.Placed[Section], ...]
    lent: Lent
    types: FileTypes
    last_run: LastRun = NEVER_RUN
    earlier: SeenTypes | None = None

    def with_last_run(self, last_run: LastRun, previous: FileModel | None = None) -> FileModel:
        """Return the model of the same file that knows what its last run saw.

        It answers questions about types where nothing static is known. `previous` is such a model
        of an earlier version, which saves work.
        """
        if last_run == NEVER_RUN:
            return self
        earlier = None
        if previous is not None and previous.last_run == last_run:
            earlier = previous.__dict__.get("seen", previous.earlier)
        return replace(self, last_run=last_run, earlier=earlier)

    @cached_property
    def seen(self) -> SeenTypes | FileTypes:
        """The types with what the last run saw, where nothing else is known."""
        if self.last_run == NEVER_RUN:
            return self.types
        if self.earlier is not None:
            return self.earlier.after(self.types)
        return SeenTypes(self.types, self.last_run)

    @property
    def around(self) -> Names:
        """The names that other files lend it."""
        return self.lent.names

    @property
    def alone(self) -> bool:
        """Whether the file is no part of a mission folder."""
        return not self.lent.folder

    @property
    def loose(self) -> Section:
        """What stands outside the missions."""
        return self.sections[-1].node

    @cached_property
    def missions(self) -> tuple[ast.Placed[ast.Mission], ...]:
        """The missions in file order."""
        return tuple(self.program.missions())

    @property
    def mission_names(self) -> tuple[str, ...]:
        """The names of the missions in file order."""
        return tuple(mission.node.name.text for mission in self.missions)

    @cached_property
    def bodies(self) -> tuple[Body, ...]:
        """Every member of a mission and item of the file, in source order, without overlap."""
        bodies = [body for section in self.sections for body in section.node.at(section.offset)]
        return tuple(sorted(bodies, key=lambda body: body.offset + body.node.span.start))

    def placed(self) -> Iterator[tuple[ast.Placed[Section], Body]]:
        """Yield every body with its section, those of missions first; offsets are relative."""
        for section in self.sections:
            for body in section.node.bodies:
                yield section, body

    @cached_property
    def summary(self) -> FileSummary:
        """What the file declares."""
        return summarize(self.program)

    @property
    def broken(self) -> tuple[bool, ...]:
        """Whether a syntax error lies inside, for each mission."""
        return tuple(section.node.broken for section in self.sections[:-1])

    def declarations(
        self, kind: DeclarationKind | None = None, mission: str | None = None
    ) -> tuple[Declaration, ...]:
        """Return the declarations of one kind, or all; with `mission`, those visible in it."""
        numbers = {
            number for number, name in enumerate(self.summary.missions) if name == mission
        } | {None}
        return tuple(
            declaration
            for declaration in self.summary.declarations
            if kind in (None, declaration.kind)
            and (mission is None or declaration.mission in numbers)
        )

    def body_at(self, offset: int) -> Body | None:
        """Return the body around `offset`; right behind a body still counts as in it."""
        index = bisect_right(self.bodies, offset, key=lambda body: body.extent.start) - 1
        if index < 0 or offset > self.bodies[index].extent.end:
            return None
        return self.bodies[index]

    def reference_at(self, offset: int) -> Reference | None:
        """Return the reference at `offset`, the smallest one where several are nested."""
        body = self.body_at(offset)
        if body is None:
            return None
        at = offset - body.offset
        found = [
            reference
            for reference in body.facts.references
            if reference.span.start <= at <= reference.span.end
        ]
        if not found:
            return None
        best = min(found, key=lambda reference: reference.span.end - reference.span.start)
        return best.shift(body.offset)

    def references(self) -> tuple[Reference, ...]:
        """Return every reference of the file in source order."""
        return tuple(
            reference.shift(body.offset)
            for body in self.bodies
            for reference in body.facts.references
        )

    def definition_of(self, reference: Reference) -> Declaration | None:
        """Return what a reference of this file names, or None when it is not in this file."""
        body = self.body_at(reference.span.start)
        mission = body.mission if body else None
        if reference.binding is not None:
            return Declaration(
                "variable", reference.name, reference.binding, reference.binding, mission
            )
        if reference.kind == "variable":
            return self.variable(reference.name, mission)
        if reference.kind in (
            "source", "store", "schema", "action", "transform",
            "dataset", "context", "contract", "distribution",
        ):  # fmt: skip
            return self.declared(reference.kind, reference.name, mission)
        return None

    def declared(self, kind: DeclarationKind, name: str, mission: int | None) -> Declaration | None:
        """Return the declaration a name stands for in a mission: its own, else the file's.

        What stands outside missions may also mean what one of them declares.
        """
        *missions, outside = self.sections
        for placed in (outside, *missions) if mission is None else (missions[mission], outside):
            for declaration in placed.node.declarations:
                if declaration.name == name and declaration.kind == kind:
                    return declaration.shift(placed.offset)
        return None

    def declaration_at(self, offset: int) -> Declaration | None:
        """Return the declaration whose name stands at `offset`, None where none is declared."""
        for item, placed in zip(self.missions, self.sections, strict=False):
            name = item.node.name.span.shift(item.offset)
            if name.start <= offset <= name.end:
                return next(declared(item.node, item.offset, None), None)
            if placed.offset <= offset <= item.offset + item.node.span.end:
                return _declaration_at(placed, offset)
        return _declaration_at(self.sections[-1], offset)

    def body_of(self, declaration: Declaration) -> Body | None:
        """Return the body of one of the file's declarations, None for a mission."""
        placed = self.sections[-1 if declaration.mission is None else declaration.mission]
        start = declaration.extent.start - placed.offset
        for body in placed.node.bodies:
            if body.offset + body.node.span.start == start:
                return body.shift(placed.offset)
        return None

    def references_to(self, declaration: Declaration) -> tuple[Reference, ...]:
        """Return the references of this file to one of its declarations."""
        found: list[Reference] = []
        # What a name stands for is the same for all of a kind that are read in one mission.
        means: dict[tuple[str, int | None], bool] = {}
        for body in self.bodies:
            if declaration.mission is not None and body.mission not in (declaration.mission, None):
                continue
            for relative in body.facts.references:
                if relative.name != declaration.name:
                    continue
                reference = relative.shift(body.offset)
                key = (reference.kind, body.mission)
                if reference.binding is not None or key not in means:
                    meant = self.definition_of(reference)
                    same = meant is not None and meant.span == declaration.span
                    if reference.binding is None:
                        means[key] = same
                else:
                    same = means[key]
                if same:
                    found.append(reference)
        return tuple(found)

    def references_named(self, name: str) -> Iterator[Reference]:
        """Yield the references to anything of that name, in source order."""
        for body in self.bodies:
            for reference in body.facts.references:
                if reference.name == name:
                    yield reference.shift(body.offset)

    def scope_at(self, offset: int) -> Visible:
        """Return the names visible at `offset`, the innermost first, without repetition."""
        body = self.body_at(offset)
        if body is None:
            return Visible(_declared_names(self, None), None, None)
        scope = innermost(body.facts.scopes, offset - body.offset)
        names: dict[str, VisibleName] = {}
        for visible in (*_local_names(body, scope, offset), *_outer_names(self, body, scope)):
            names.setdefault(visible.name, visible)
        return Visible(tuple(names.values()), scope.current_element(), body)

    def type_at(self, offset: int) -> Type | None:
        """Return the type of the smallest expression or name around `offset`, if any."""
        body = self.body_at(offset)
        if body is None:
            return None
        return narrowest(self.recorded(body).types, offset - body.offset)

    def type_of(self, span: ast.Span) -> Type | None:
        """Return the type of the expression that stands exactly at `span`, if any."""
        body = self.body_at(span.start)
        if body is None:
            return None
        at = span.shift(-body.offset)
        known = self.recorded(body).types
        return next((one.type for one in known if (one.start, one.end) == (at.start, at.end)), None)

    def response_type_at(self, offset: int) -> Type | None:
        """Return what `response` holds at `offset`, None outside steps."""
        body = self.body_at(offset)
        if body is None:
            return None
        return narrowest(self.recorded(body).responses, offset - body.offset)

    def element_type_at(self, offset: int) -> Type | None:
        """Return what the `.field` at `offset` reads from, None where there is no such field."""
        body = self.body_at(offset)
        if body is None:
            return None
        return narrowest(self.recorded(body).elements, offset - body.offset)

    def members(self, of: Type, offset: int) -> Mapping[str, Type]:
        """Return the members of a type with what schemas stand for at `offset`."""
        return members(of, self.declared_at(offset).shapes)

    def declared_at(self, offset: int) -> Declared:
        """Return the schemas, transforms and operations that can be named at `offset`."""
        body = self.body_at(offset)
        return self.types.declared(body.mission if body else None)

    def stored_type(self, store: Declaration, elsewhere: Type | None) -> Type:
        """Return what the records of a store are; `elsewhere` is what other files put in, if any.

        A store of a mission is its own, unless the file is part of a folder.
        """
        filled = [*self.seen.stored(store.name, store.mission)]
        if elsewhere is not None and (store.mission is None or not self.alone):
            filled.append(elsewhere)
        return join(*filled)

    def recorded(self, body: Body) -> Typed:
        """Infer a declaration again, this time with the type of every place."""
        kept = self.seen.of(body)
        return infer_body(
            body.node,
            body.facts,
            kept.environment,
            recording=True,
            last_run=self.steps_seen(body.node, body.mission),
        )

    def steps_seen(self, node: ast.FileItem, mission: int | None) -> Mapping[ast.Span, StepRun]:
        """Return what the last run saw of the steps of a declaration, by their span in it.

        A step that was edited since is left out.
        """
        name = None if mission is None else self.sections[mission].node.name
        return steps_seen(self.last_run, name, node)

    def response_is_seen(self, offset: int) -> bool:
        """Whether only the last run tells what `response` holds at `offset`."""
        body = self.body_at(offset)
        if body is None or self.last_run == NEVER_RUN:
            return False
        known = infer_body(
            body.node, body.facts, self.types.of(body).environment, recording=True
        ).responses
        return narrowest(known, offset - body.offset) in (ANY, ArrayOf(ANY))

    def variable(self, name: str, mission: int | None) -> Declaration | None:
        """Return where a variable read across bodies is bound: a `let`, or in an action."""
        found = self.declared("variable", name, mission)
        if found is not None:
            return found
        for body in self.bodies:
            if body.mission not in (mission, None):
                continue
            for binding in body.facts.scopes[0].bindings:
                if binding.name == name:
                    span = binding.span.shift(body.offset)
                    return Declaration("variable", name, span, span, body.mission)
        return None


def _declaration_at(placed: ast.Placed[Section], offset: int) -> Declaration | None:
    at = offset - placed.offset
    for declaration in placed.node.declarations:
        if declaration.span.start <= at <= declaration.span.end:
            return declaration.shift(placed.offset)
    return None


def narrowest(known: Sequence[Known], offset: int) -> Type | None:
    """Return the type that holds in the smallest stretch around `offset`, None for none."""
    around = [one for one in known if one.start <= offset <= one.end]
    found = min(around, key=lambda one: (one.end - one.start, one.start), default=None)
    return found.type if found else None


def _local_names(body: Body, scope: Scope, offset: int) -> list[VisibleName]:
    names = []
    for level in scope.climb():
        for binding in reversed(level.bindings):
            if binding.visible_from <= offset - body.offset:
                span = binding.span.shift(body.offset)
                declaration = Declaration("variable", binding.name, span, span, body.mission)
                if binding.kind == "implicit":
                    names.append(VisibleName(binding.name, "implicit"))
                else:
                    names.append(VisibleName(binding.name, "variable", declaration))
    return names


def _outer_names(model: FileModel, body: Body, scope: Scope) -> list[VisibleName]:
    around = body.names
    names = [
        VisibleName(name, "variable", model.variable(name, body.mission))
        for name in sorted(around.variables)
    ]
    names += [VisibleName(name, "implicit", doc=doc) for name, doc in IMPLICIT_NAMES.items()]
    if scope.in_request():
        names += [VisibleName(name, "implicit", doc=doc) for name, doc in REQUEST_NAMES.items()]
    names += [
        VisibleName(name, "store", model.declared("store", name, body.mission))
        for name in sorted(around.stores)
    ]
    names += [
        VisibleName(name, "function", doc=function.doc) for name, function in FUNCTIONS.items()
    ]
    return names


def _declared_names(model: FileModel, mission: int | None) -> tuple[VisibleName, ...]:
    return tuple(
        VisibleName(declaration.name, declaration.kind, declaration)
        for declaration in model.summary.declarations
        if declaration.mission == mission
    )
