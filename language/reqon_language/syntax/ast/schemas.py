"""Types, the fields of schemas, and what else may stand among fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from reqon_language.syntax.ast.expressions import Elision
from reqon_language.syntax.ast.steps import Assume

if TYPE_CHECKING:
    from reqon_language.syntax.ast.expressions import Expression, Literal, Spread
    from reqon_language.syntax.ast.places import Identifier, Span


class TypeName(Struct, frozen=True, gc=False):
    """A primitive, a schema's name, `array<T>` or `decimal(2)`; the name may be dotted.

    It may turn out to name a field or a variable, whose value is then meant.
    """

    span: Span
    name: Identifier
    arguments: tuple[Type, ...] = ()


class ArrayType(Struct, frozen=True, gc=False):
    """`[T]`."""

    span: Span
    element: Type


class SequenceType(Struct, frozen=True, gc=False):
    """`[48, 52, 55]`: one of these values, in turn."""

    span: Span
    values: tuple[Type, ...]


class ObjectType(Struct, frozen=True, gc=False):
    """`{ name: type, … }`."""

    span: Span
    fields: tuple[SchemaItem, ...]


class LiteralType(Struct, frozen=True, gc=False):
    """A literal as a type: `"open"`."""

    span: Span
    value: str | int | float | bool | None


class RangeType(Struct, frozen=True, gc=False):
    """`int in 1..5`."""

    span: Span
    base: TypeName
    range: Expression


class UnionType(Struct, frozen=True, gc=False):
    """`"open" | "closed"`, `string | null`, `0.7: "open" | 0.3: "closed"`."""

    span: Span
    options: tuple[Type, ...]


class WeightedType(Struct, frozen=True, gc=False):
    """`0.7: "open"`, an option of a union; a percentage is given as its fraction."""

    span: Span
    weight: Literal
    option: Type


class ContextUse(Struct, frozen=True, gc=False):
    """`Name` or `Name(arguments)` behind `with`."""

    span: Span
    name: Identifier
    arguments: tuple[Expression | Spread, ...]


class CollectionType(Struct, frozen=True, gc=False):
    """`1..5 of Item`, `100 per customers of Order { field: … }`.

    `per` may be dotted. `overrides` replace fields of the element.
    """

    span: Span
    count: Expression
    per: Identifier | None
    element: Type
    contexts: tuple[ContextUse, ...] = ()
    violating: bool = False
    overrides: tuple[SchemaItem, ...] = ()


class ComputedType(Struct, frozen=True, gc=False):
    """A value instead of a type: `round(.price * .quantity, 2)`, `faker.name()`."""

    span: Span
    value: Expression


Type: TypeAlias = (
    TypeName | ArrayType | SequenceType | ObjectType | LiteralType | RangeType | UnionType
    | WeightedType | CollectionType | ComputedType
)  # fmt: skip


class SchemaField(Struct, frozen=True, gc=False):
    """`name: unique type? when condition ~ distribution where constraint`.

    `optional` means it may be absent or null; with a `condition` it is absent where that does
    not hold.
    """

    span: Span
    name: Identifier
    type: Type
    optional: bool
    unique: bool = False
    private: bool = False
    condition: Expression | None = None
    distribution: Expression | None = None
    constraint: Expression | None = None


class SchemaBase(Struct, frozen=True, gc=False):
    """`...Base`: the fields of another schema."""

    span: Span
    name: Identifier


class Constraints(Struct, frozen=True, gc=False):
    """`constraints { … }` of a schema or `validate { … }` of a dataset."""

    span: Span
    assumptions: tuple[Assume, ...]


class Affects(Struct, frozen=True, gc=False):
    """`affects field => value` of a context."""

    span: Span
    field: Identifier
    value: Expression


SchemaItem: TypeAlias = SchemaField | SchemaBase | Assume | Constraints | Affects | Elision
