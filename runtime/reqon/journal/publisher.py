"""Keeping the execution record and the checkpoint file up to date while a mission runs.

At most once a second, or after a thousand records, whichever is sooner; at once when forced
and for the first checkpoint. Whatever is written last is at most a second old, even when
nothing more happens until the process is killed (durability section 3).
"""

from __future__ import annotations

import contextlib
import threading
import time
from contextlib import AbstractContextManager
from typing import Any, Final, Protocol

from reqon.errors import JournalError
from reqon.files import write_atomically
from reqon.journal.checkpoints import checkpoint
from reqon.journal.documents import render
from reqon.journal.layout import Layout
from reqon.journal.masking import Masking
from reqon.journal.projections import execution_record
from reqon.journal.state import ExecutionState
from reqon.journal.times import iso, now

INTERVAL_SECONDS: Final = 1.0
_RECORDS: Final = 1000
_SHORTEST_SECONDS: Final = 0.1


class Source(Protocol):
    """What there is to publish."""

    state: ExecutionState
    masking: Masking

    def load(self, value: Any) -> Any:
        """Return a value, read from its blob when it is a `BlobRef`."""
        ...


class Publisher:
    """The files of one execution. `reading` is held while the state is being read."""

    def __init__(
        self,
        layout: Layout,
        source: Source,
        reading: AbstractContextManager[Any],
        *,
        durable: bool,
    ) -> None:
        state = source.state
        self._source = source
        self._reading = reading
        self._durable = durable
        self._layout = layout
        self._writing = threading.Lock()
        self._written_at = float("-inf")
        self._shown = 0
        self._checkpoint_shows = 0
        self.checkpointed = layout.checkpoint(state.mission, state.execution_id).exists()
        """Whether there is a checkpoint file."""
        self.look_at = _RECORDS
        """The record after which `due` should be asked."""

    def due(self) -> bool:
        """Whether the files should be written now rather than at the end of the second."""
        state = self._source.state
        if state.checkpoint_at and not self.checkpointed:
            return True
        elapsed = time.monotonic() - self._written_at
        if state.sequence >= self.look_at:
            self.look_at = state.sequence + _RECORDS
            return elapsed >= _SHORTEST_SECONDS
        return elapsed >= INTERVAL_SECONDS

    def publish(self, *, force: bool) -> None:
        """Write the files if they are behind the state or `force`. Raises OSError."""
        with self._writing:
            state, hide = self._source.state, self._source.masking.hide
            with self._reading:
                if state.sequence == self._shown and not force:
                    return
                record = render(execution_record(state, self._source.load), hide)
                content = self._checkpoint()
                sequence = state.sequence
            durable = force and self._durable
            if content is not None:
                path = self._layout.checkpoint(state.mission, state.execution_id)
                write_atomically(path, content, durable=durable)
                self.checkpointed = True
                self._checkpoint_shows = sequence
            write_atomically(self._layout.records / state.record_name, record, durable=durable)
            self._shown = sequence
            self.look_at = sequence + _RECORDS
            self._written_at = time.monotonic()

    def publish_failure(self, error: JournalError) -> None:
        """Say in the execution record that the state is not durable, if that can be written."""
        with self._writing, self._reading, contextlib.suppress(OSError):
            record = execution_record(self._source.state, self._source.load, "failed")
            record["errors"].append(
                {
                    "action": None,
                    "step": None,
                    "message": error.message,
                    "timestamp": iso(now()),
                    "journalSeq": self._source.state.sequence,
                }
            )
            path = self._layout.records / self._source.state.record_name
            write_atomically(path, render(record, self._source.masking.hide))

    def _checkpoint(self) -> bytes | None:
        """Return the checkpoint file's new content; None where it stays as it is."""
        state = self._source.state
        if state.status == "running" and state.checkpoint_at <= self._checkpoint_shows:
            return None
        content = checkpoint(state, required=self.checkpointed)
        return None if content is None else render(content, self._source.masking.hide)
