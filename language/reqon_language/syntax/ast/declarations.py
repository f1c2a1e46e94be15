"""Missions, their members and whole files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from reqon_language.syntax.ast.data import (
    Context,
    Contract,
    Dataset,
    Distribution,
    Mutation,
    Refinement,
)
from reqon_language.syntax.ast.places import Placed
from reqon_language.syntax.ast.steps import ElisionStep, Let, Step

if TYPE_CHECKING:
    from reqon_language.syntax.ast.expressions import Entry, Expression, Literal, Object
    from reqon_language.syntax.ast.places import Identifier, Span
    from reqon_language.syntax.ast.schemas import ContextUse, SchemaItem
    from reqon_language.syntax.ast.steps import Block


class Source(Struct, frozen=True, gc=False):
    """`source Name from "spec" { … }`."""

    span: Span
    name: Identifier
    spec: Literal | None
    options: Object | None


class Store(Struct, frozen=True, gc=False):
    """`store name: adapter("target") { … }`. `adapter` is a `Call`, a `Name` or a match."""

    span: Span
    name: Identifier
    adapter: Expression
    options: Object | None


class Schema(Struct, frozen=True, gc=False):
    """`schema Name from base implements contracts with contexts { … } refine { … } then { … }`.

    `base` may be dotted, naming a schema of an imported document.
    """

    span: Span
    name: Identifier
    items: tuple[SchemaItem, ...]
    base: Identifier | None = None
    contracts: tuple[Identifier, ...] = ()
    contexts: tuple[ContextUse, ...] = ()
    refinements: tuple[Refinement, ...] = ()
    mutations: tuple[Mutation, ...] = ()


class TransformVariant(Struct, frozen=True, gc=False):
    """`(Source) where guard -> Target { … }`; `source` is None for any source."""

    span: Span
    source: Identifier | None
    guard: Expression | None
    target: Identifier
    mappings: Object


class Transform(Struct, frozen=True, gc=False):
    """`transform Name: Source -> Target { … }` or a block of variants."""

    span: Span
    name: Identifier
    variants: tuple[TransformVariant, ...]


class Action(Struct, frozen=True, gc=False):
    """`action Name { … }`. `options` are entries such as `concurrency: 5`."""

    span: Span
    name: Identifier
    options: tuple[Entry, ...]
    body: Block


class Stage(Struct, frozen=True, gc=False):
    """One stage of a pipeline; more than one action, or brackets, make it parallel."""

    span: Span
    actions: tuple[Identifier, ...]
    parallel: bool
    condition: Expression | None


class Pipeline(Struct, frozen=True, gc=False):
    """`run A then [B, C]`."""

    span: Span
    stages: tuple[Stage, ...]


class Option(Struct, frozen=True, gc=False):
    """A mission option such as `checkpoint: afterStep` or `schedule: every 6 hours`."""

    span: Span
    entry: Entry


class Import(Struct, frozen=True, gc=False):
    """`import name from "file"`."""

    span: Span
    names: tuple[Identifier, ...]
    path: Literal


MissionMember: TypeAlias = (
    Source | Store | Schema | Transform | Action | Pipeline | Option | Let
    | Dataset | Context | Distribution | Contract | ElisionStep
)  # fmt: skip


class Mission(Struct, frozen=True, gc=False):
    """`mission Name { … }`. Members are placed relative to the mission."""

    span: Span
    name: Identifier
    members: tuple[Placed[MissionMember], ...]


FileItem: TypeAlias = Mission | MissionMember | Import | Step


class Program(Struct, frozen=True, gc=False):
    """A whole file. Items are placed relative to the start of the text."""

    items: tuple[Placed[FileItem], ...]

    def missions(self) -> Iterator[Placed[Mission]]:
        """Yield the missions in file order."""
        for item in self.items:
            if isinstance(item.node, Mission):
                yield Placed(item.offset, item.node)
