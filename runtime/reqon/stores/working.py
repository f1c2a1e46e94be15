"""A store whose records live in memory, backed by whatever keeps them: nothing, or files.

Every change is worked out first, then handed to the backing as one line, then applied, so a
line that cannot be written changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import RLock
from typing import Protocol

from reqon.stores.base import Committed, Marker, Record, WriteMode, WriteResult
from reqon.stores.contents import Contents, remove
from reqon.stores.lines import claim_line, clear_line, delete_line, forget_line, put_line
from reqon.stores.progress import Entry
from reqon.stores.records import decode, require_storable, stage


class Backing(Protocol):
    """Where the changes of a working store go."""

    def append(self, line: bytes) -> None:
        """Keep one line, or raise `StoreError` and keep nothing of it."""
        ...

    def after_write(self, contents: Contents) -> None:
        """Compact what has grown too large."""
        ...

    def sync(self) -> None:
        """Force the lines to disk as the durability asks."""
        ...

    def flush(self, contents: Contents) -> None:
        """Bring the files people read up to date."""
        ...

    def close(self) -> None:
        """Release everything held."""
        ...


class WorkingStore:
    """The `Store` of the adapters `memory` and `file`."""

    def __init__(
        self,
        name: str,
        adapter: str,
        target: str,
        *,
        contents: Contents,
        backing: Backing,
        blocking: bool,
        notes: Sequence[str] = (),
    ) -> None:
        self.name = name
        self.adapter = adapter
        self.target = target
        self.blocking = blocking
        self.notes = notes
        self._contents = contents
        self._backing = backing
        self._lock = RLock()

    def write(
        self, rows: Sequence[tuple[str, Record]], mode: WriteMode, marker: Marker | None = None
    ) -> WriteResult:
        """Stage the batch, keep it as one line, apply it."""
        require_storable(self.name, rows)
        with self._lock:
            records = self._contents.records
            staged = stage(self.name, rows, mode, records)
            entry = self._entry(marker, staged.added, staged.updated)
            if staged.changes or entry:
                self._commit(put_line(staged.changes, entry), entry)
                records.update(staged.changes)
                self._backing.after_write(self._contents)
            return WriteResult(staged.added, staged.updated)

    def delete(self, keys: Sequence[str], marker: Marker | None = None) -> int:
        """Remove the records that are there, as one line."""
        with self._lock:
            records = self._contents.records
            present = [key for key in dict.fromkeys(keys) if key in records]
            entry = self._entry(marker)
            if present or entry:
                self._commit(delete_line(present, entry), entry)
                remove(records, present)
            return len(present)

    def clear(self, marker: Marker | None = None) -> int:
        """Remove every record, as one line."""
        with self._lock:
            count = len(self._contents.records)
            entry = self._entry(marker)
            if count or entry:
                self._commit(clear_line(entry), entry)
                self._contents.records.clear()
            return count

    def get(self, key: str) -> Record | None:
        """Return a fresh copy."""
        with self._lock:
            text = self._contents.records.get(key)
        return None if text is None else decode(text)

    def count(self) -> int:
        """Return the number of records."""
        return len(self._contents.records)

    def keys(self) -> list[str]:
        """Return the keys in insertion order."""
        with self._lock:
            return list(self._contents.records)

    def scan(self) -> Iterator[tuple[str, Record]]:
        """Yield copies of what was there at the first step."""
        with self._lock:
            snapshot = list(self._contents.records.items())
        for key, text in snapshot:
            yield key, decode(text)

    def claim(self, execution: str, fence: int) -> None:
        """Keep the fence as a line of its own."""
        with self._lock:
            progress = self._contents.progress
            progress.admit(execution, fence)
            if progress.fences.get(execution) != fence:
                self._backing.append(claim_line(execution, fence))
                progress.claim(execution, fence)

    def committed(self, execution: str, writer: str) -> Committed | None:
        """Answer from the last entry of the writer."""
        with self._lock:
            return self._contents.progress.committed(execution, writer)

    def forget(self, execution: str) -> None:
        """Keep the end of the execution as a line, if it wrote here."""
        with self._lock:
            if self._contents.progress.knows(execution):
                self._backing.append(forget_line(execution))
                self._contents.progress.forget(execution)

    def sync(self) -> None:
        """Pass on to the backing."""
        with self._lock:
            self._backing.sync()

    def flush(self) -> None:
        """Bring the backing up to date with the contents."""
        with self._lock:
            self._backing.flush(self._contents)

    def close(self) -> None:
        """Flush, and release the backing even when that fails."""
        with self._lock:
            try:
                self._backing.flush(self._contents)
            finally:
                self._backing.close()

    def _entry(self, marker: Marker | None, added: int = 0, updated: int = 0) -> Entry | None:
        if marker is None:
            return None
        return self._contents.progress.advance(marker, added, updated)

    def _commit(self, line: bytes, entry: Entry | None) -> None:
        self._backing.append(line)
        if entry is not None:
            self._contents.progress.record(entry)
