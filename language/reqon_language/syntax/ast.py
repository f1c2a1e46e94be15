"""The typed syntax tree: immutable values lowered from the lossless tree.

Every node carries a `Span` in code points, *relative to the declaration that holds it*
(see `Placed`), so the nodes of a declaration stay equal when text above it moves.
Nothing here judges: a node holds what was written, and the rules say what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar
from typing import Literal as OneOf

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points, `start` inclusive, `end` exclusive."""

    start: int
    end: int

    def shift(self, offset: int) -> Span:
        """Return this span moved by `offset` code points."""
        return Span(self.start + offset, self.end + offset)


@dataclass(frozen=True, slots=True)
class Placed(Generic[T_co]):
    """A declaration and where it begins, in code points from the start of its parent."""

    offset: int
    node: T_co


@dataclass(frozen=True, slots=True)
class Identifier:
    """A name as written. `text` is empty where the parser had to invent it."""

    span: Span
    text: str


# --- expressions ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, string, boolean or null. `value` of a string has its escapes resolved."""

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
    """`source | target`: in a value `target` is a call, in `resumeOn` another trigger."""

    span: Span
    source: Expression
    target: Expression


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
    """`pattern [where guard] => value`; without a subject the pattern is a condition."""

    span: Span
    pattern: Pattern
    guard: Expression | None
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
    | Tagged | Every | Elision | Missing
)  # fmt: skip


# --- patterns ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wildcard:
    """`_`."""

    span: Span


@dataclass(frozen=True, slots=True)
class NamePattern:
    """A schema's name, or, where no schema is called that, a binding."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class LiteralPattern:
    """A scalar compared with `==`; a number may also be an HTTP status."""

    span: Span
    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class ArrayPattern:
    """`[]`, `[Schema]` or `[p, q]`."""

    span: Span
    items: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class PatternEntry:
    """`key: pattern`, or `key` alone, which binds the field to its own name."""

    span: Span
    key: Identifier
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class ObjectPattern:
    """`{ error: e, code: 429 }`."""

    span: Span
    entries: tuple[PatternEntry, ...]


@dataclass(frozen=True, slots=True)
class ExpressionPattern:
    """Any other expression: a value to compare with, or a condition without a subject."""

    span: Span
    expression: Expression


Pattern: TypeAlias = (
    Wildcard | NamePattern | LiteralPattern | ArrayPattern | ObjectPattern | ExpressionPattern
)


# --- steps ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Block:
    """A list of steps. `inline` marks an arm's single step written without braces."""

    span: Span
    steps: tuple[Step, ...]
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Fetch:
    """`get "/path" { … }` and its siblings. `method` is in lower case."""

    span: Span
    method: OneOf["get", "post", "put", "patch", "delete"]
    source: Identifier | None
    path: Expression
    options: Object | None


@dataclass(frozen=True, slots=True)
class OperationCall:
    """`call Source.operation { … }`."""

    span: Span
    source: Identifier
    operation: Identifier
    options: Object | None


@dataclass(frozen=True, slots=True)
class OnError:
    """`onError continue`, `onError abort` or `onError queue store` of a loop."""

    span: Span
    policy: Identifier
    store: Identifier | None


@dataclass(frozen=True, slots=True)
class For:
    """`for variable in collection where condition checkpoint every N { … }`."""

    span: Span
    variable: Identifier
    collection: Expression
    condition: Expression | None
    checkpoint_every: Expression | None
    concurrency: Expression | None
    parallel: bool
    on_error: OnError | None
    body: Block


@dataclass(frozen=True, slots=True)
class Map:
    """`map source -> target { … }`."""

    span: Span
    source: Expression
    target: Identifier
    mappings: Object | None


@dataclass(frozen=True, slots=True)
class Apply:
    """`apply transform to source as binding`."""

    span: Span
    transform: Identifier
    source: Expression
    binding: Identifier | None


@dataclass(frozen=True, slots=True)
class Assume:
    """One constraint of a `validate`. `severity` is written `error` or `warning`."""

    span: Span
    condition: Expression
    message: Expression | None
    severity: Identifier | None


@dataclass(frozen=True, slots=True)
class Validate:
    """`validate target { assume … } or { … }`; without a target it is `response`."""

    span: Span
    target: Expression | None
    assumptions: tuple[Assume, ...]
    otherwise: Block | None


@dataclass(frozen=True, slots=True)
class StoreStep:
    """`store value -> target { key: …, upsert: …, partial: … }`."""

    span: Span
    value: Expression
    target: Identifier
    each: bool
    options: Object | None


@dataclass(frozen=True, slots=True)
class StepArm:
    """`pattern [where guard] -> body`. `arrow` is the span of `->` or `=>`."""

    span: Span
    pattern: Pattern
    guard: Expression | None
    arrow: Span
    body: Block


@dataclass(frozen=True, slots=True)
class Match:
    """`match subject { … } catch { … }` as a step."""

    span: Span
    subject: Expression | None
    arms: tuple[StepArm, ...]
    catch: tuple[StepArm, ...] | None


@dataclass(frozen=True, slots=True)
class Let:
    """`let name = value`."""

    span: Span
    name: Identifier
    value: Expression


@dataclass(frozen=True, slots=True)
class Continue:
    """`continue`: go on with the step after the match."""

    span: Span


@dataclass(frozen=True, slots=True)
class Skip:
    """`skip`: end the innermost loop iteration, or the action (ruling D15)."""

    span: Span


@dataclass(frozen=True, slots=True)
class Abort:
    """`abort message`: fail the mission."""

    span: Span
    message: Expression | None


@dataclass(frozen=True, slots=True)
class Retry:
    """`retry { … }`: issue the latest fetch again (ruling D16)."""

    span: Span
    options: Object | None


@dataclass(frozen=True, slots=True)
class Queue:
    """`queue target { item: …, key: … }`."""

    span: Span
    target: Identifier | None
    options: Object | None


@dataclass(frozen=True, slots=True)
class Jump:
    """`jump action then retry`."""

    span: Span
    action: Identifier
    after: OneOf["retry", "continue"] | None


@dataclass(frozen=True, slots=True)
class Wait:
    """`wait { … }`: hold the process until events arrive."""

    span: Span
    options: Object


@dataclass(frozen=True, slots=True)
class Pause:
    """`pause { duration: …, resumeOn: … }`: release the process until a trigger."""

    span: Span
    options: Object


@dataclass(frozen=True, slots=True)
class RunStep:
    """`run Action` inside an action, or an arm that is just an action's name."""

    span: Span
    action: Identifier


@dataclass(frozen=True, slots=True)
class DeleteRecord:
    """`delete store[key]`."""

    span: Span
    store: Identifier
    key: Expression


@dataclass(frozen=True, slots=True)
class Clear:
    """`clear store`."""

    span: Span
    store: Identifier


@dataclass(frozen=True, slots=True)
class If:
    """`if condition { … } else { … }`; an `else if` is an `If` inside `otherwise`."""

    span: Span
    condition: Expression
    then: Block
    otherwise: Block | None


@dataclass(frozen=True, slots=True)
class Try:
    """`try { … } catch { … }`."""

    span: Span
    body: Block
    catch: Block


@dataclass(frozen=True, slots=True)
class Custom:
    """`name { … }`: a step handled by a registered handler."""

    span: Span
    name: Identifier
    options: Object


@dataclass(frozen=True, slots=True)
class ElisionStep:
    """A bare `...` in place of steps."""

    span: Span


Step: TypeAlias = (
    Fetch | OperationCall | For | Map | Apply | Validate | StoreStep | Match | Let | Continue
    | Skip | Abort | Retry | Queue | Jump | Wait | Pause | RunStep | DeleteRecord | Clear | If
    | Try | Custom | ElisionStep
)  # fmt: skip


# --- schemas -------------------------------------------------------------------------------


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


# --- declarations --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """`source Name from "spec" { … }`."""

    span: Span
    name: Identifier
    spec: Literal | None
    options: Object | None


@dataclass(frozen=True, slots=True)
class Store:
    """`store name: adapter("target") { … }`. `adapter` is a `Call`, a `Name` or a match."""

    span: Span
    name: Identifier
    adapter: Expression
    options: Object | None


@dataclass(frozen=True, slots=True)
class Schema:
    """`schema Name { field: type }`."""

    span: Span
    name: Identifier
    items: tuple[SchemaItem, ...]


@dataclass(frozen=True, slots=True)
class TransformVariant:
    """`(Source) where guard -> Target { … }`; `source` is None for any source."""

    span: Span
    source: Identifier | None
    guard: Expression | None
    target: Identifier
    mappings: Object


@dataclass(frozen=True, slots=True)
class Transform:
    """`transform Name: Source -> Target { … }` or a block of variants."""

    span: Span
    name: Identifier
    variants: tuple[TransformVariant, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """`action Name { … }`. `options` are entries such as `concurrency: 5`."""

    span: Span
    name: Identifier
    options: tuple[Entry, ...]
    body: Block


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a pipeline; more than one action, or brackets, make it parallel."""

    span: Span
    actions: tuple[Identifier, ...]
    parallel: bool
    condition: Expression | None


@dataclass(frozen=True, slots=True)
class Pipeline:
    """`run A then [B, C]`."""

    span: Span
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """A mission option such as `checkpoint: afterStep` or `schedule: every 6 hours`."""

    span: Span
    entry: Entry


@dataclass(frozen=True, slots=True)
class Import:
    """`import name from "file"`."""

    span: Span
    names: tuple[Identifier, ...]
    path: Literal


MissionMember: TypeAlias = Source | Store | Schema | Transform | Action | Pipeline | Option | Let


@dataclass(frozen=True, slots=True)
class Mission:
    """`mission Name { … }`. Members are placed relative to the mission."""

    span: Span
    name: Identifier
    members: tuple[Placed[MissionMember], ...]


FileItem: TypeAlias = Mission | MissionMember | Import | Step


@dataclass(frozen=True, slots=True)
class Program:
    """A whole file. Items are placed relative to the start of the text."""

    items: tuple[Placed[FileItem], ...]

    def missions(self) -> Iterator[Placed[Mission]]:
        """Yield the missions in file order."""
        for item in self.items:
            if isinstance(item.node, Mission):
                yield Placed(item.offset, item.node)
