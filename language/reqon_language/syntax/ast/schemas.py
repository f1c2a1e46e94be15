"""Types and the fields of schemas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from reqon_language.syntax.ast.expressions import Elision

if TYPE_CHECKING:
    from reqon_language.syntax.ast.expressions import Expression
    from reqon_language.syntax.ast.places import Identifier, Span


@dataclass(frozen=True, slots=True)
class TypeName:
    """A primitive, a schema's name or `array<T>`; `text` may be dotted."""

    span: Span
    name: Identifier
    arguments: tuple[Type, ...] = ()


@dataclass(frozen=True, slots=True)
class ArrayType:
    """`[T]`."""

    span: Span
    element: Type


@dataclass(frozen=True, slots=True)
class ObjectType:
    """`{ name: type, … }`."""

    span: Span
    fields: tuple[SchemaItem, ...]


@dataclass(frozen=True, slots=True)
class LiteralType:
    """A literal as a type: `"open"`."""

    span: Span
    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class RangeType:
    """`int in 1..5`."""

    span: Span
    base: TypeName
    range: Expression


@dataclass(frozen=True, slots=True)
class UnionType:
    """`"open" | "closed"`, `string | null`."""

    span: Span
    options: tuple[Type, ...]


Type: TypeAlias = TypeName | ArrayType | ObjectType | LiteralType | RangeType | UnionType


@dataclass(frozen=True, slots=True)
class SchemaField:
    """`name: type?`; `optional` means it may be absent or null."""

    span: Span
    name: Identifier
    type: Type
    optional: bool


@dataclass(frozen=True, slots=True)
class SchemaBase:
    """`...Base`: the fields of another schema."""

    span: Span
    name: Identifier


SchemaItem: TypeAlias = SchemaField | SchemaBase | Elision
