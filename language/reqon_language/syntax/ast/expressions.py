"""Values: literals, names, operators, calls, objects, and `match` used as a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias
from typing import Literal as OneOf

from msgspec import Struct

if TYPE_CHECKING:
    from reqon_language.syntax.ast.patterns import Pattern
    from reqon_language.syntax.ast.places import Identifier, Span


class Literal(Struct, frozen=True, gc=False):
    """A number, string, boolean or null.

    `value` of a string has its escapes resolved; `20%` is 0.2.
    """

    span: Span
    value: str | int | float | bool | None


class Duration(Struct, frozen=True, gc=False):
    """`30s` or `7 days`, in milliseconds. A `"7d"` string stays a `Literal`."""

    span: Span
    milliseconds: int | float


class Name(Struct, frozen=True, gc=False):
    """A bare name used as a value."""

    span: Span
    text: str


class Field(Struct, frozen=True, gc=False):
    """`.name`: a field of the current element."""

    span: Span
    name: Identifier


class ParentReference(Struct, frozen=True, gc=False):
    """`^name`: a field of the record that holds the one being described."""

    span: Span
    name: Identifier


class Member(Struct, frozen=True, gc=False):
    """`object.name`."""

    span: Span
    object: Expression
    name: Identifier


class Subscript(Struct, frozen=True, gc=False):
    """`object[index]`."""

    span: Span
    object: Expression
    index: Expression


class Call(Struct, frozen=True, gc=False):
    """`function(arguments)`; a method-style call has a `Member` as `function`."""

    span: Span
    function: Expression
    arguments: tuple[Expression | Spread, ...]


class Lambda(Struct, frozen=True, gc=False):
    """`x => body` or `(a, b) => body`; only an argument may be one."""

    span: Span
    parameters: tuple[Identifier, ...]
    body: Expression


class Unary(Struct, frozen=True, gc=False):
    """`-x`, `+x`, `not x` (`!x` is lowered to `not`)."""

    span: Span
    operator: OneOf["-", "+", "not"]
    operand: Expression


BinaryOperator: TypeAlias = OneOf[
    "+", "-", "*", "/", "%", "==", "!=", "<", ">", "<=", ">=", "and", "or", "??",
    "in", "not in", "contains", "startsWith", "endsWith", "..",
]  # fmt: skip


class Binary(Struct, frozen=True, gc=False):
    """`left operator right`. An open range `a..` has a null `Literal` on its right."""

    span: Span
    operator: BinaryOperator
    left: Expression
    right: Expression


class TypeTest(Struct, frozen=True, gc=False):
    """`operand is type` or `operand is not type`."""

    span: Span
    operand: Expression
    type_name: Identifier
    negated: bool


class Conditional(Struct, frozen=True, gc=False):
    """`c ? a : b` or `if c then a else b`."""

    span: Span
    condition: Expression
    then: Expression
    otherwise: Expression | None


class Filter(Struct, frozen=True, gc=False):
    """`source where condition`."""

    span: Span
    source: Expression
    condition: Expression


class Pipe(Struct, frozen=True, gc=False):
    """`source | target`: a call, another trigger of `resumeOn`, or another possible value."""

    span: Span
    source: Expression
    target: Expression


class Weighted(Struct, frozen=True, gc=False):
    """`0.7: value`, one side of a `|`; a percentage is given as its fraction."""

    span: Span
    weight: Literal
    value: Expression


class Array(Struct, frozen=True, gc=False):
    """`[a, ...b]`."""

    span: Span
    items: tuple[Expression | Spread, ...]


class Spread(Struct, frozen=True, gc=False):
    """`...value`."""

    span: Span
    value: Expression


class Elision(Struct, frozen=True, gc=False):
    """A bare `...`: a placeholder to be filled in (ruling D33)."""

    span: Span


class Entry(Struct, frozen=True, gc=False):
    """`key: value` in an object, an option block or a mapping.

    `block` is the `{…}` that may follow a value, as in `since: lastSync { param: "x" }`.
    `shorthand` marks `{ name }`, whose value is `Name(name)`.
    """

    span: Span
    key: Identifier
    value: Expression
    block: Object | None = None
    shorthand: bool = False


class Object(Struct, frozen=True, gc=False):
    """`{ … }` as a value, an option block or the mappings of a `map`."""

    span: Span
    entries: tuple[Entry | Spread | Elision, ...]

    def get(self, key: str) -> Entry | None:
        """Return the last entry called `key`, the one that counts."""
        found = None
        for entry in self.entries:
            if isinstance(entry, Entry) and entry.key.text == key:
                found = entry
        return found


class ExpressionArm(Struct, frozen=True, gc=False):
    """`pattern [where guard] => value`; without a subject the pattern is a condition.

    `arrow` spans the arrow, which is a wrong one where the program says `->`.
    """

    span: Span
    pattern: Pattern
    guard: Expression | None
    arrow: Span
    value: Expression


class MatchExpression(Struct, frozen=True, gc=False):
    """`match subject { … }` used as a value."""

    span: Span
    subject: Expression | None
    arms: tuple[ExpressionArm, ...]


class AnyOf(Struct, frozen=True, gc=False):
    """`any of source where condition`."""

    span: Span
    source: Expression
    condition: Expression | None


class Tagged(Struct, frozen=True, gc=False):
    """A word before a string: `cron "…"`, `at "…"`, `webhook "/path"`."""

    span: Span
    tag: Identifier
    text: Literal


class Every(Struct, frozen=True, gc=False):
    """`every 6 hours`."""

    span: Span
    interval: Expression


class Missing(Struct, frozen=True, gc=False):
    """A value the parser had to invent; an error was reported where it stands."""

    span: Span


Expression: TypeAlias = (
    Literal | Duration | Name | Field | Member | Subscript | Call | Lambda | Unary | Binary
    | TypeTest | Conditional | Filter | Pipe | Array | Object | MatchExpression | AnyOf
    | Tagged | Every | ParentReference | Weighted | Elision | Missing
)  # fmt: skip
