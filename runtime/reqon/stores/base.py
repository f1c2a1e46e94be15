"""The protocol every store speaks, and the values that cross it.

A store is an ordered map from string keys to JSON records. Iteration follows insertion
order and an update does not move a record (durability specification, section 6). Calls are
synchronous: the engine runs those of a `blocking` store in a worker thread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol, TypeAlias

from reqon.errors import StoreError

Record: TypeAlias = dict[str, Any]


class WriteMode(Enum):
    """What a write does with a record that is already there."""

    REPLACE = "replace"
    MERGE = "merge"
    """Shallow merge over the existing record; inserts where there is none."""


@dataclass(frozen=True, slots=True)
class Marker:
    """The progress of one writer, committed together with the rows it wrote.

    `writer` names a branch of the pipeline, `position` the address of the write. A write
    whose `fence` is lower than the one stored is refused: its owner lost the execution.
    """

    execution: str
    writer: str
    position: str
    fence: int


@dataclass(frozen=True, slots=True)
class Committed:
    """What a writer last committed here, with its counters since the execution began."""

    position: str
    added: int
    updated: int


@dataclass(frozen=True, slots=True)
class WriteResult:
    """How many records one write added and changed; an identical record counts as neither."""

    added: int
    updated: int


class FencedError(StoreError):
    """The execution was taken over by another run; what this one tried to write is refused."""


class Store(Protocol):
    """An ordered, keyed set of JSON records. Calls may come from any thread."""

    name: str
    adapter: str
    target: str
    blocking: bool
    """Whether calls may wait for a disk or a server."""
    notes: Sequence[str]
    """What opening had to mend or found unusual, in sentences for the user."""

    def write(
        self, rows: Sequence[tuple[str, Record]], mode: WriteMode, marker: Marker | None = None
    ) -> WriteResult:
        """Write all rows and the marker, or nothing. Raises `StoreError`, `FencedError`."""
        ...

    def delete(self, keys: Sequence[str], marker: Marker | None = None) -> int:
        """Remove records; absent keys are no error. Returns how many were there."""
        ...

    def clear(self, marker: Marker | None = None) -> int:
        """Remove every record; returns how many there were."""
        ...

    def get(self, key: str) -> Record | None:
        """Return a copy of the record, or None."""
        ...

    def count(self) -> int:
        """Return the number of records."""
        ...

    def keys(self) -> list[str]:
        """Return all keys in insertion order."""
        ...

    def scan(self) -> Iterator[tuple[str, Record]]:
        """Yield a snapshot, taken at the first step, of all records in insertion order."""
        ...

    def claim(self, execution: str, fence: int) -> None:
        """Refuse every later write of this execution under a lower fence.

        Called when a run begins or resumes and before `committed` is asked, so that a former
        owner cannot commit in between. Raises `FencedError` when a newer run has claimed it.
        """
        ...

    def committed(self, execution: str, writer: str) -> Committed | None:
        """Return what `writer` last committed in `execution`, or None."""
        ...

    def forget(self, execution: str) -> None:
        """Drop the markers and the fence of an execution that has ended."""
        ...

    def sync(self) -> None:
        """Force what was written to the disk, where the durability chosen asks for it."""
        ...

    def flush(self) -> None:
        """Bring the files people read up to date."""
        ...

    def close(self) -> None:
        """Flush and release everything held."""
        ...
