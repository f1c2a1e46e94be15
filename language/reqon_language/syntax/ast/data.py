"""Declarations of the data language: what made-up records look like and how many there are.

A mission does not run them; mock data is made from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Literal as OneOf

from msgspec import Struct

if TYPE_CHECKING:
    from reqon_language.syntax.ast.expressions import Expression
    from reqon_language.syntax.ast.places import Identifier, Span
    from reqon_language.syntax.ast.schemas import ContextUse, SchemaItem, Type


class Refinement(Struct, frozen=True, gc=False):
    """`if condition { … }` in the `refine` of a schema: what some records look like instead."""

    span: Span
    condition: Expression
    items: tuple[SchemaItem, ...]


class Mutation(Struct, frozen=True, gc=False):
    """`target = value` in the `then` of a schema: what a record does to others."""

    span: Span
    target: Expression
    operator: OneOf["=", "+=", "-="]
    value: Expression


class Dataset(Struct, frozen=True, gc=False):
    """`dataset Name violating with Context { customers: 100 of Customer, validate { … } }`."""

    span: Span
    name: Identifier
    violating: bool
    contexts: tuple[ContextUse, ...]
    items: tuple[SchemaItem, ...]


class Context(Struct, frozen=True, gc=False):
    """`context Name { field: type, affects other => value }`, `context Name = value`."""

    span: Span
    name: Identifier
    items: tuple[SchemaItem, ...]
    value: Type | None


class Contract(Struct, frozen=True, gc=False):
    """`contract Name { invariant condition }`."""

    span: Span
    name: Identifier
    items: tuple[SchemaItem, ...]


class Bucket(Struct, frozen=True, gc=False):
    """`18..25: 20%` of a distribution."""

    span: Span
    value: Expression
    weight: Expression


class Distribution(Struct, frozen=True, gc=False):
    """`distribution Name { 18..25: 20% }`, `distribution Name = normal(40, 10)`."""

    span: Span
    name: Identifier
    buckets: tuple[Bucket, ...]
    value: Type | None
