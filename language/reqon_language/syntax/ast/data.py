"""Declarations of the data language: what made-up records look like and how many there are.

A mission does not run them; mock data is made from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Literal as OneOf

if TYPE_CHECKING:
    from reqon_language.syntax.ast.expressions import Expression
    from reqon_language.syntax.ast.places import Identifier, Span
    from reqon_language.syntax.ast.schemas import ContextUse, SchemaItem, Type


@dataclass(frozen=True, slots=True)
class Refinement:
    """`if condition { … }` in the `refine` of a schema: what some records look like instead."""

    span: Span
    condition: Expression
    items: tuple[SchemaItem, ...]


@dataclass(frozen=True, slots=True)
class Mutation:
    """`target = value` in the `then` of a schema: what a record does to others."""

    span: Span
    target: Expression
    operator: OneOf["=", "+=", "-="]
    value: Expression


@dataclass(frozen=True, slots=True)
class Dataset:
    """`dataset Name violating with Context { customers: 100 of Customer, validate { … } }`."""

    span: Span
    name: Identifier
    violating: bool
    contexts: tuple[ContextUse, ...]
    items: tuple[SchemaItem, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """`context Name { field: type, affects other => value }`, `context Name = value`."""

    span: Span
    name: Identifier
    items: tuple[SchemaItem, ...]
    value: Type | None


@dataclass(frozen=True, slots=True)
class Contract:
    """`contract Name { invariant condition }`."""

    span: Span
    name: Identifier
    items: tuple[SchemaItem, ...]


@dataclass(frozen=True, slots=True)
class Bucket:
    """`18..25: 20%` of a distribution."""

    span: Span
    value: Expression
    weight: Expression


@dataclass(frozen=True, slots=True)
class Distribution:
    """`distribution Name { 18..25: 20% }`, `distribution Name = normal(40, 10)`."""

    span: Span
    name: Identifier
    buckets: tuple[Bucket, ...]
    value: Type | None
