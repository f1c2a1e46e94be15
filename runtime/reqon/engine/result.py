"""What a run came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from reqon.errors import Location, ReqonError

RunStatus = Literal["completed", "failed", "interrupted"]


@dataclass(frozen=True, slots=True)
class ErrorRecord:
    """One failure: the action and step it happened in, its text without help, and its place.

    `address` names the step in the running mission; `error` is what was raised.
    """

    action: str | None
    step: str | None
    message: str
    location: Location | None
    address: str | None
    error: ReqonError

    def __str__(self) -> str:
        place = "/".join(part for part in (self.action, self.step) if part)
        return f"[{place}] {self.error}" if place else str(self.error)


@dataclass(frozen=True, slots=True)
class StoreResult:
    """A store after the run: records now, and what the execution added and changed.

    `records` are there for memory stores, which are gone otherwise, and where they were asked
    for; None for other stores.
    """

    adapter: str
    target: str
    count: int
    added: int
    updated: int
    records: list[dict[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class ExecutionResult:
    """The outcome of one run of a mission (language specification 4.1).

    `duration_ms` is of this run alone; `actions_run` are all actions the execution completed.
    """

    mission: str
    execution_id: str
    status: RunStatus
    duration_ms: float
    actions_run: tuple[str, ...]
    errors: tuple[ErrorRecord, ...] = ()
    stores: Mapping[str, StoreResult] = field(default_factory=dict)
    resumed: bool = False

    @property
    def success(self) -> bool:
        """Whether the mission completed."""
        return self.status == "completed"

    @property
    def exit_code(self) -> int:
        """The exit status of a command: 0, the error's own, or 130 (specification 5.3)."""
        if self.status == "interrupted":
            return 130
        return self.errors[0].error.exit_code if self.errors else int(not self.success)
