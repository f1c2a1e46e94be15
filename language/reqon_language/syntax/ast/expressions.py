"""Values: literals, names, operators, calls, objects, and `match` used as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from typing import Literal as OneOf

if TYPE_CHECKING:
    from reqon_language.syntax.ast.patterns import Pattern
    from reqon_language.syntax.ast.places import Identifier, Span


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, string, boolean or null.

    `value` of a string has its escapes resolved; `20%` is 0.2.
    """

    span: Span
    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Duration:
    """`30s` or `7 days`, in milliseconds. A `"7d"` string stays a `Literal`."""

    span: Span
    milliseconds: int | float


@dataclass(frozen=True, slots=True)
class Name:
    """A bare name used as a value."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """`.name`: a field of the current element."""

    span: Span
    name: Identifier


@dataclass(frozen=True, slots=True)
class ParentReference:
    """`^name`: a field of the record that holds the one being described."""

    span: Span
    name: Identifier


@dataclass(frozen=True, slots=True)
class Member:
    """`object.name`."""

    span: Span
    object: Expression
    name: Identifier


@dataclass(frozen=True, slots=True)
class Subscript:
    """`object[index]`."""

    span: Span
    object: Expression
    index: Expression


@dataclass(frozen=True, slots=True)
class Call:
    """`function(arguments)`; a method-style call has a `Member` as `function`."""

    span: Span
    function: Expression
    arguments: tuple[Expression | Spread, ...]


@dataclass(frozen=True, slots=True)
class Lambda:
    """`x => body` or `(a, b) => body`; only an argument may be one."""

    span: Span
    parameters: tuple[Identifier, ...]
    body: Expression


@dataclass(frozen=True, slots=True)
class Unary:
    """`-x`, `+x`, `not x` (`!x` is lowered to `not`)."""

    span: Span
    operator: OneOf["-", "+", "not"]
    operand: Expression


BinaryOperator: TypeAlias = OneOf[
    "+", "-", "*", "/", "%", "==", "!=", "<", ">", "<=", ">=", "and", "or", "??",
    "in", "not in", "contains", "startsWith", "endsWith", "..",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Binary:
    """`left operator right`. An open range `a..` has a null `Literal` on its right."""

    span: Span
    operator: BinaryOperator
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class TypeTest:
    """`operand is type` or `operand is not type`."""

    span: Span
    operand: Expression
    type_name: Identifier
    negated: bool


@dataclass(frozen=True, slots=True)
class Conditional:
    """`c ? a : b` or `if c then a else b`."""

    span: Span
    condition: Expression
    then: Expression
    otherwise: Expression | None


@dataclass(frozen=True, slots=True)
class Filter:
    """`source where condition`."""

    span: Span
    source: Expression
    condition: Expression


@dataclass(frozen=True, slots=True)
class Pipe:
    """`source | target`: a call, another trigger of `resumeOn`, or another possible value."""

    span: Span
    source: Expression
    target: Expression


@dataclass(frozen=True, slots=True)
class Weighted:
    """`0.7: value`, one side of a `|`; a percentage is given as its fraction."""

    span: Span
    weight: Literal
    value: Expression


@dataclass(frozen=True, slots=True)
class Array:
    """`[a, ...b]`."""

    span: Span
    items: tuple[Expression | Spread, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """`...value`."""

    span: Span
    value: Expression


@dataclass(frozen=True, slots=True)
class Elision:
    """A bare `...`: a placeholder to be filled in (ruling D33)."""

    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """`key: value` in an object, an option block or a mapping.

    `block` is the `{…}` that may follow a value, as in `since: lastSync { param: "x" }`.
    `shorthand` marks `{ name }`, whose value is `Name(name)`.
    """

    span: Span
    key: Identifier
    value: Expression
    block: Object | None = None
    shorthand: bool = False


@dataclass(frozen=True, slots=True)
class Object:
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


@dataclass(frozen=True, slots=True)
class ExpressionArm:
    """`pattern [where guard] => value`; without a subject the pattern is a condition.

    `arrow` spans the arrow, which is a wrong one where the program says `->`.
    """

    span: Span
    pattern: Pattern
    guard: Expression | None
    arrow: Span
    value: Expression


@dataclass(frozen=True, slots=True)
class MatchExpression:
    """`match subject { … }` used as a value."""

    span: Span
    subject: Expression | None
    arms: tuple[ExpressionArm, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """`any of source where condition`."""

    span: Span
    source: Expression
    condition: Expression | None


@dataclass(frozen=True, slots=True)
class Tagged:
    """A word before a string: `cron "…"`, `at "…"`, `webhook "/path"`."""

    span: Span
    tag: Identifier
    text: Literal


@dataclass(frozen=True, slots=True)
class Every:
    """`every 6 hours`."""

    span: Span
    interval: Expression


@dataclass(frozen=True, slots=True)
class Missing:
    """A value the parser had to invent; an error was reported where it stands."""

    span: Span


Expression: TypeAlias = (
    Literal | Duration | Name | Field | Member | Subscript | Call | Lambda | Unary | Binary
    | TypeTest | Conditional | Filter | Pipe | Array | Object | MatchExpression | AnyOf
    | Tagged | Every | ParentReference | Weighted | Elision | Missing
)  # fmt: skip
