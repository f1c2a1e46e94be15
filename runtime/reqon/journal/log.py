"""What a session needs of the log behind it: on disk (`disk_log.py`) or none (`memory_log.py`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from reqon.journal.state import ExecutionState


class Log(Protocol):
    """What a session needs of its log; all but `close` raise `JournalError`."""

    state: ExecutionState

    def append(self, kind: str, fields: Mapping[str, Any]) -> None:
        """Write one record and fold it into the state."""
        ...

    def append_item(self, frame: str, step: int, index: int) -> None:
        """Do what `append` does for the record written most often."""
        ...

    def keep(self, value: Any) -> Any:
        """Return what a record holds for `value`."""
        ...

    def load(self, value: Any) -> Any:
        """Return `value`, read from its blob when it is a `BlobRef`."""
        ...

    def hide(self, secrets: Mapping[str, str]) -> None:
        """Keep further secrets out of everything written from now on."""
        ...

    def is_secret(self, text: str) -> bool:
        """Whether a text has a secret in it."""
        ...

    def sync(self, key: str, entry: Mapping[str, Any]) -> tuple[str, ...]:
        """Write a watermark, here and in the file of all missions; return notices."""
        ...

    def flush(self) -> None:
        """Make everything so far as durable as the policy promises."""
        ...

    def publish(self, *, force: bool) -> None:
        """Write the files people read: when forced, else if they are behind and it is time."""
        ...

    def close(self) -> None:
        """Bring the files up to date if that is still possible, and let go."""
        ...
