"""How far each writer of each execution has committed, for stores that keep it in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from reqon.stores.base import Committed, FencedError, Marker


class Entry(NamedTuple):
    """What one writer left behind; the counters run since the execution began."""

    execution: str
    writer: str
    position: str
    fence: int
    added: int
    updated: int


@dataclass(slots=True)
class Progress:
    """The last entry of each writer, and the highest fence of each execution."""

    entries: dict[tuple[str, str], Entry] = field(default_factory=dict)
    fences: dict[str, int] = field(default_factory=dict)

    def advance(self, marker: Marker, added: int = 0, updated: int = 0) -> Entry:
        """Return the entry a write under `marker` will leave; raises `FencedError`."""
        self.admit(marker.execution, marker.fence)
        before = self.entries.get((marker.execution, marker.writer))
        return Entry(
            marker.execution,
            marker.writer,
            marker.position,
            marker.fence,
            added + (before.added if before else 0),
            updated + (before.updated if before else 0),
        )

    def admit(self, execution: str, fence: int) -> None:
        """Raise `FencedError` when a run with a higher fence owns the execution."""
        owner = self.fences.get(execution, fence)
        if fence < owner:
            raise fenced(execution, fence, owner)

    def record(self, entry: Entry) -> None:
        """Take over an entry that has been committed."""
        self.entries[entry.execution, entry.writer] = entry
        self.claim(entry.execution, entry.fence)

    def claim(self, execution: str, fence: int) -> None:
        """Keep the highest fence seen."""
        self.fences[execution] = max(fence, self.fences.get(execution, fence))

    def committed(self, execution: str, writer: str) -> Committed | None:
        """Answer `Store.committed`."""
        entry = self.entries.get((execution, writer))
        return Committed(entry.position, entry.added, entry.updated) if entry else None

    def forget(self, execution: str) -> None:
        """Drop all that is known of an execution."""
        self.fences.pop(execution, None)
        self.entries = {at: entry for at, entry in self.entries.items() if at[0] != execution}

    def knows(self, execution: str) -> bool:
        """Tell whether `forget` would drop anything."""
        return execution in self.fences

    def to_json(self) -> dict[str, Any]:
        """Return what `restore` reads back."""
        return {"progress": [list(entry) for entry in self.entries.values()], "fences": self.fences}

    def restore(self, value: dict[str, Any]) -> None:
        """Take over what `to_json` gave."""
        for entry in value["progress"]:
            self.record(Entry(*entry))
        for execution, fence in value["fences"].items():
            self.claim(execution, fence)


def fenced(execution: str, fence: int, owner: int) -> FencedError:
    """Return the refusal of a write by a run that lost its execution."""
    return FencedError(
        f"execution {execution} was taken over by another run "
        f"(its fence is {owner}, this run's {fence}); nothing was written",
        help="Let the run that owns the execution finish; this one can only stop.",
    )
