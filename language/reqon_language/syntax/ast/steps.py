"""What an action does, one step after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias
from typing import Literal as OneOf

from msgspec import Struct

if TYPE_CHECKING:
    from reqon_language.syntax.ast.expressions import Entry, Expression, Object
    from reqon_language.syntax.ast.patterns import Pattern
    from reqon_language.syntax.ast.places import Identifier, Span


class Block(Struct, frozen=True, gc=False):
    """A list of steps. `inline` marks an arm's single step written without braces."""

    span: Span
    steps: tuple[Step, ...]
    inline: bool = False


class Fetch(Struct, frozen=True, gc=False):
    """`get "/path" { … }` and its siblings. `method` is in lower case.

    `source` is named in front of the path or behind it; where both name one, the latter is
    `source` and the former is `overruled`.
    """

    span: Span
    method: OneOf["get", "post", "put", "patch", "delete"]
    source: Identifier | None
    path: Expression
    options: Object | None
    overruled: Identifier | None = None


class OperationCall(Struct, frozen=True, gc=False):
    """`call Source.operation { … }`."""

    span: Span
    source: Identifier
    operation: Identifier
    options: Object | None


class OnError(Struct, frozen=True, gc=False):
    """`onError continue`, `onError abort` or `onError queue store` of a loop."""

    span: Span
    policy: Identifier
    store: Identifier | None


class For(Struct, frozen=True, gc=False):
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


class Map(Struct, frozen=True, gc=False):
    """`map source -> target { … }`."""

    span: Span
    source: Expression
    target: Identifier
    mappings: Object | None


class Apply(Struct, frozen=True, gc=False):
    """`apply transform to source as binding`."""

    span: Span
    transform: Identifier
    source: Expression
    binding: Identifier | None


class Assume(Struct, frozen=True, gc=False):
    """A constraint: `assume conditions`, or `assume if guard { conditions }`.

    `severity` is written `error` or `warning`. An `invariant` holds in made-up data even where
    constraints are meant to be violated.
    """

    span: Span
    conditions: tuple[Expression, ...]
    guard: Expression | None = None
    message: Expression | None = None
    severity: Identifier | None = None
    invariant: bool = False


class Validate(Struct, frozen=True, gc=False):
    """`validate target { assume … } or { … }`; without a target it is `response`.

    `strays` are entries between the constraints that say nothing of one.
    """

    span: Span
    target: Expression | None
    assumptions: tuple[Assume, ...]
    otherwise: Block | None
    strays: tuple[Entry, ...] = ()


class StoreStep(Struct, frozen=True, gc=False):
    """`store value -> target { key: …, upsert: …, partial: … }`."""

    span: Span
    value: Expression
    target: Identifier
    each: bool
    options: Object | None


class StepArm(Struct, frozen=True, gc=False):
    """`pattern [where guard] -> body`. `arrow` is the span of `->` or `=>`."""

    span: Span
    pattern: Pattern
    guard: Expression | None
    arrow: Span
    body: Block


class Match(Struct, frozen=True, gc=False):
    """`match subject { … } catch { … }` as a step."""

    span: Span
    subject: Expression | None
    arms: tuple[StepArm, ...]
    catch: tuple[StepArm, ...] | None


class Let(Struct, frozen=True, gc=False):
    """`let name = value`."""

    span: Span
    name: Identifier
    value: Expression


class Continue(Struct, frozen=True, gc=False):
    """`continue`: go on with the step after the match."""

    span: Span


class Skip(Struct, frozen=True, gc=False):
    """`skip`: end the innermost loop iteration, or the action (ruling D15)."""

    span: Span


class Abort(Struct, frozen=True, gc=False):
    """`abort message`: fail the mission."""

    span: Span
    message: Expression | None


class Retry(Struct, frozen=True, gc=False):
    """`retry { … }`: issue the latest fetch again (ruling D16)."""

    span: Span
    options: Object | None


class Queue(Struct, frozen=True, gc=False):
    """`queue target { item: …, key: … }`."""

    span: Span
    target: Identifier | None
    options: Object | None


class Jump(Struct, frozen=True, gc=False):
    """`jump action then retry`."""

    span: Span
    action: Identifier
    after: OneOf["retry", "continue"] | None


class Wait(Struct, frozen=True, gc=False):
    """`wait { … }`: hold the process until events arrive."""

    span: Span
    options: Object


class Pause(Struct, frozen=True, gc=False):
    """`pause { duration: …, resumeOn: … }`: release the process until a trigger."""

    span: Span
    options: Object


class RunStep(Struct, frozen=True, gc=False):
    """`run Action` inside an action, or an arm that is just an action's name."""

    span: Span
    action: Identifier


class DeleteRecord(Struct, frozen=True, gc=False):
    """`delete store[key]`."""

    span: Span
    store: Identifier
    key: Expression


class Clear(Struct, frozen=True, gc=False):
    """`clear store`."""

    span: Span
    store: Identifier


class If(Struct, frozen=True, gc=False):
    """`if condition { … } else { … }`; an `else if` is an `If` inside `otherwise`."""

    span: Span
    condition: Expression
    then: Block
    otherwise: Block | None


class Try(Struct, frozen=True, gc=False):
    """`try { … } catch { … }`. Arms in `catch` are lowered to a `Match` on `error`."""

    span: Span
    body: Block
    catch: Block


class Generate(Struct, frozen=True, gc=False):
    """`generate count of schema as binding { seed: … }`."""

    span: Span
    count: Expression
    schema: Identifier
    binding: Identifier | None
    options: Object | None


class Custom(Struct, frozen=True, gc=False):
    """`name { … }`: a step handled by a registered handler."""

    span: Span
    name: Identifier
    options: Object


class ElisionStep(Struct, frozen=True, gc=False):
    """A bare `...` in place of steps."""

    span: Span


Step: TypeAlias = (
    Fetch | OperationCall | For | Map | Apply | Validate | StoreStep | Match | Let | Continue
    | Skip | Abort | Retry | Queue | Jump | Wait | Pause | RunStep | DeleteRecord | Clear | If
    | Try | Generate | Custom | ElisionStep
)  # fmt: skip
