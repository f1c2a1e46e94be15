"""What an action does, one step after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from typing import Literal as OneOf

if TYPE_CHECKING:
    from reqon_language.syntax.ast.expressions import Expression, Object
    from reqon_language.syntax.ast.patterns import Pattern
    from reqon_language.syntax.ast.places import Identifier, Span


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
    """`try { … } catch { … }`. Arms in `catch` are lowered to a `Match` on `error`."""

    span: Span
    body: Block
    catch: Block


@dataclass(frozen=True, slots=True)
class Generate:
    """`generate count of schema as binding { seed: … }`."""

    span: Span
    count: Expression
    schema: Identifier
    binding: Identifier | None
    options: Object | None


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
    | Try | Generate | Custom | ElisionStep
)  # fmt: skip
