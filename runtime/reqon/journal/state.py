"""What is known about one execution: the values that the journal's records add up to.

Only data lives here. How a record changes it is in `reducer.py`, how it is written to a
snapshot in `snapshot.py`, how people see it in `projections.py`. Instants are milliseconds
since 1970 UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, Literal, TypeAlias

from reqon.journal import address

Status: TypeAlias = Literal["running", "completed", "failed", "interrupted", "paused", "cancelled"]
StageStatus: TypeAlias = Literal["pending", "running", "completed", "failed", "skipped"]
CheckpointMode: TypeAlias = Literal["afterStep", "onFailure"]


class Unset(Enum):
    """The type of `ABSENT` and `UNCHANGED`, which no mission value ever is."""

    ABSENT = "absent"
    UNCHANGED = "unchanged"


ABSENT: Final = Unset.ABSENT
"""The frame has no `response` of its own."""
UNCHANGED: Final = Unset.UNCHANGED
"""The step left `response` as it was."""


@dataclass(frozen=True, slots=True)
class BlobRef:
    """A value too large for a record: `Journal.load` returns it."""

    digest: str
    size: int
    """Bytes of the value as JSON."""


@dataclass(slots=True)
class LoopState:
    """A loop in progress. Membership was fixed when it began (durability section 6)."""

    variable: str
    collection: str
    keys: list[str] | BlobRef | None
    """The keys of the records to visit, in order; None for a loop over an array."""
    values: list[Any] | BlobRef | None
    """The items themselves; None for a loop over a store."""
    total: int
    every: int | None = None
    """`checkpoint every N`, where the loop has one."""
    key_field: str = "id"
    """The field by which people know an item."""
    next: int = 0
    """The first item that is not done."""
    ahead: set[int] = field(default_factory=set)
    """Items after `next` that are done already, in a concurrent loop."""

    def done(self, index: int) -> bool:
        """Whether the item at `index` need not be run again."""
        return index < self.next or index in self.ahead


@dataclass(slots=True)
class PageProgress:
    """A listing in progress."""

    cursor: dict[str, Any]
    """What `PageCursor.to_json` gave after the last completed page."""
    pages: int
    count: int
    """Items received so far."""
    chunks: list[list[Any] | BlobRef]
    """The items page by page; empty when they were streamed into a store."""


@dataclass(slots=True)
class ArmState:
    """The block of a step that was chosen, so that a resumed run enters the same one."""

    arm: int
    bindings: dict[str, Any]
    isolated: bool = False
    """The block is an action of its own: neither its variables nor its `response` get out."""


@dataclass(slots=True)
class FrameState:
    """How far a list of steps got, and what its scope held then."""

    done: int = -1
    """The last completed step."""
    rewinds: int = 0
    """How often `retry` went back in this frame; part of its steps' addresses."""
    variables: dict[str, Any] = field(default_factory=dict)
    response: Any = ABSENT
    loops: dict[int, LoopState] = field(default_factory=dict)
    pages: dict[int, PageProgress] = field(default_factory=dict)
    arms: dict[int, ArmState] = field(default_factory=dict)
    children: dict[int, set[str]] = field(default_factory=dict)
    """The frames that hang from each step in progress."""
    grouped: bool = False
    """An enclosing loop has a `checkpoint every` of its own."""


@dataclass(slots=True)
class BranchState:
    """One action of a stage."""

    name: str
    status: StageStatus = "pending"
    started_at: int | None = None
    completed_at: int | None = None


@dataclass(slots=True)
class StageState:
    """One stage of the pipeline."""

    branches: list[BranchState]
    status: StageStatus = "pending"
    started_at: int | None = None
    completed_at: int | None = None

    @property
    def actions(self) -> list[str]:
        """The names of the actions, in the order of the pipeline."""
        return [branch.name for branch in self.branches]


@dataclass(slots=True)
class StoreCounters:
    """What this execution did to a store; `count` is how many records it has now."""

    count: int = 0
    added: int = 0
    updated: int = 0


@dataclass(slots=True)
class Progress:
    """The documented action checkpoint: how far listings and loops of an action got."""

    page: int | None = None
    items: int = 0


@dataclass(frozen=True, slots=True)
class Intent:
    """A call that was about to be sent; without a result it is in doubt."""

    method: str
    url: str
    key: str | None
    body_hash: str | None
    at: int


@dataclass(frozen=True, slots=True)
class Resumption:
    """Where an earlier run of the execution ended."""

    at: int
    status: Status
    sequence: int


@dataclass(slots=True)
class ExecutionState:
    """The sum of all records of one execution."""

    execution_id: str = ""
    mission: str = ""
    status: Status = "running"
    started_at: int = 0
    completed_at: int | None = None
    updated_at: int = 0
    sequence: int = 0
    """The number of the last record."""
    fence: int = 0
    record_name: str = ""
    """The file name of the execution record."""
    program_path: str = ""
    program_hash: str = ""
    trigger: str = ""
    checkpoint: CheckpointMode | None = None
    checkpoint_at: int = 0
    """The last record after which the mission asked for a checkpoint; 0 for none."""
    metadata: dict[str, Any] = field(default_factory=dict)
    stage: int = -1
    """The last stage that was started."""
    stages: list[StageState] = field(default_factory=list)
    actions_run: list[str] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)
    """The first and the latest errors; `error_count` counts them all."""
    error_count: int = 0
    store_targets: dict[str, dict[str, str]] = field(default_factory=dict)
    stores: dict[str, StoreCounters] = field(default_factory=dict)
    progress: dict[str, Progress] = field(default_factory=dict)
    syncs: dict[str, dict[str, Any]] = field(default_factory=dict)
    frames: dict[str, FrameState] = field(default_factory=dict)
    intents: dict[str, Intent] = field(default_factory=dict)
    """Calls without a result, by address."""
    resumptions: list[Resumption] = field(default_factory=list)

    def branch(self, frame: str) -> BranchState | None:
        """Return the action in which `frame` or step lies."""
        stage, index = [*address.order_key(frame)[:2], -1, -1][:2]
        if 0 <= stage < len(self.stages) and 0 <= index < len(self.stages[stage].branches):
            return self.stages[stage].branches[index]
        return None
