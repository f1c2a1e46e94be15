"""A log that leaves no trace: the state of a run, and nothing to resume it from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reqon.journal.reducer import apply
from reqon.journal.state import ExecutionState
from reqon.journal.times import now


class MemoryLog:
    """Folds records into the state and forgets them."""

    def __init__(self, state: ExecutionState) -> None:
        self.state = state

    def append(self, kind: str, fields: Mapping[str, Any]) -> None:
        """Fold one record into the state."""
        record = {"q": self.state.sequence + 1, "t": kind, **fields, "ts": now()}
        apply(self.state, record)

    def append_item(self, frame: str, step: int, index: int) -> None:
        """Fold an `item` record into the state."""
        self.append("item", {"p": frame, "s": step, "i": index})

    def keep(self, value: Any) -> Any:
        """Return `value`: nothing is encoded."""
        return value

    def load(self, value: Any) -> Any:
        """Return `value`: there are no blobs."""
        return value

    def hide(self, secrets: Mapping[str, str]) -> None:
        """Nothing is written that could show them."""

    def is_secret(self, text: str) -> bool:
        """Nothing is written, so nothing has to be hidden."""
        del text
        return False

    def sync(self, key: str, entry: Mapping[str, Any]) -> tuple[str, ...]:
        """Fold a watermark into the state; it is lost with the run."""
        self.append("sync", {"key": key, "entry": dict(entry)})
        return ()

    def flush(self) -> None:
        """There is no disk."""

    def publish(self, *, force: bool) -> None:
        """There are no files."""

    def close(self) -> None:
        """Nothing is held."""
