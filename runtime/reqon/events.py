"""What a run tells whoever listens: plain values, one after the other, in order.

Listeners are called synchronously from the run; they must be quick and must not raise. The
runtime never throttles: `loop.iteration` comes once per item.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

EVENT_TYPES: Final = frozenset(
    {
        "mission.start",
        "mission.complete",
        "mission.failed",
        "mission.interrupted",
        "stage.start",
        "stage.complete",
        "action.start",
        "action.complete",
        "step.start",
        "step.complete",
        "fetch.start",
        "fetch.retry",
        "fetch.complete",
        "fetch.error",
        "data.validate",
        "data.store",
        "loop.start",
        "loop.iteration",
        "loop.complete",
        "match.result",
        "checkpoint.save",
        "checkpoint.resume",
        "sync.checkpoint",
        "warning",
    }
)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `duration_ms` is given by events that end something.

    `payload` holds JSON values only and no secrets; the keys of each type are listed in the
    manual.
    """

    type: str
    execution_id: str
    mission: str
    timestamp: datetime
    payload: Mapping[str, Any] = field(default_factory=dict)
    duration_ms: float | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the event as `--events jsonl` writes it."""
        value: dict[str, Any] = {
            "type": self.type,
            "executionId": self.execution_id,
            "mission": self.mission,
            "timestamp": self.timestamp.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "payload": dict(self.payload),
        }
        if self.duration_ms is not None:
            value["duration"] = round(self.duration_ms, 3)
        return value


Listener = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Emitter:
    """Makes events of one execution and hands them to its listener.

    Ask `listening` before building an expensive payload.
    """

    execution_id: str
    mission: str
    listener: Listener | None = None

    @property
    def listening(self) -> bool:
        """Whether anybody hears."""
        return self.listener is not None

    def emit(self, kind: str, /, *, duration_ms: float | None = None, **payload: Any) -> None:
        """Tell the listener, if there is one."""
        if self.listener is not None:
            self.listener(
                Event(
                    kind, self.execution_id, self.mission, datetime.now(UTC), payload, duration_ms
                )
            )
