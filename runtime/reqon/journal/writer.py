"""Appending to a journal: one open segment, and when its bytes are forced to the disk.

Knows lines, not what they mean. The first error of the disk is the last thing that happens:
after a failed fsync the kernel may have dropped the pages, so trying again on the same file
would report success for lost data (durability section 4).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from reqon.errors import JournalError
from reqon.files import Durability, sync_directory, write_all, write_atomically
from reqon.journal.segments import segment_path, snapshot_path

SEGMENT_RECORDS: Final = 4096
SEGMENT_BYTES: Final = 4 * 1024 * 1024
GROUP_RECORDS: Final = 256
"""With `durability: power`, how many records are forced to the disk together at most."""
GROUP_SECONDS: Final = 0.005
"""With `durability: power`, how long they wait for each other."""
_GROUPS: Final = {
    Durability.PROCESS: float("inf"),
    Durability.POWER: GROUP_RECORDS,
    Durability.STRICT: 1,
}
_KEPT_SNAPSHOTS: Final = 2
_force: Final[Callable[[int], None]] = getattr(os, "fdatasync", os.fsync)


class Writer:
    """The open end of a journal. `write` and `roll` belong to one thread, `sync` to any.

    `group_is_full` is called when a group of records should be synced, by another thread.
    """

    def __init__(
        self,
        folder: Path,
        segment: int,
        durability: Durability,
        group_is_full: Callable[[], None],
    ) -> None:
        self._folder = folder
        self._segment = segment
        self.durable = durability is not Durability.PROCESS
        """Whether anything is forced to the disk at all."""
        self._group = _GROUPS[durability]
        self._group_is_full = group_is_full
        self._syncing = threading.Lock()
        self._descriptor = -1
        self._room = 0
        self._full_at = 0
        self._written = 0
        self._synced = 0
        self._sync_at = self._group
        self.full = False
        """Whether the segment is to be ended before the next record."""
        self.failure: JournalError | None = None
        """Why nothing may be written any more."""
        self._open()

    def write(self, line: bytes) -> None:
        """Hand one line to the operating system, and to the disk if the policy says now."""
        if self.failure is not None:
            raise self.failure
        try:
            taken = os.write(self._descriptor, line)
            if taken != len(line):
                write_all(self._descriptor, line[taken:])
        except OSError as error:
            raise self.fail(error) from error
        self._room -= taken
        self._written += 1
        if self._room <= 0 or self._written >= self._full_at:
            self.full = True
        if self._written >= self._sync_at:
            self._end_group()

    def sync(self) -> None:
        """Force everything written so far to the disk."""
        if not self.durable:
            return
        with self._syncing:
            if self.failure is not None:
                raise self.failure
            upto = self._written
            if upto == self._synced:
                return
            try:
                _force(self._descriptor)
            except OSError as error:
                raise self.fail(error) from error
            self._synced = upto
            self._sync_at = upto + self._group

    def roll(self, snapshot: bytes) -> None:
        """End the segment with a snapshot of the state after it, and open the next one."""
        self.sync()
        try:
            write_atomically(
                snapshot_path(self._folder, self._segment), snapshot, durable=self.durable
            )
            outdated = snapshot_path(self._folder, self._segment - _KEPT_SNAPSHOTS)
            outdated.unlink(missing_ok=True)
        except OSError as error:
            raise self.fail(error) from error
        with self._syncing:
            os.close(self._descriptor)
            self._segment += 1
            self._open()

    def fail(self, error: OSError) -> JournalError:
        """Accept nothing more, and return what to raise."""
        if self.failure is None:
            place = error.filename or segment_path(self._folder, self._segment)
            self.failure = JournalError(
                f"state not durable: {error.strerror or error} while writing {place}",
                help="Everything journaled before is intact: free the disk or mend the cause,"
                " then use `--resume`.",
            )
        return self.failure

    def close(self) -> None:
        """Close the segment without a last sync; `sync` first where it matters."""
        with self._syncing:
            if self._descriptor >= 0:
                os.close(self._descriptor)
                self._descriptor = -1

    def _end_group(self) -> None:
        if self._group == 1:
            self.sync()
        else:
            self._sync_at = self._written + self._group
            self._group_is_full()

    def _open(self) -> None:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL
        try:
            self._descriptor = os.open(segment_path(self._folder, self._segment), flags, 0o600)
            if self.durable:
                sync_directory(self._folder)
        except FileExistsError:
            self._descriptor = -1
            self.failure = JournalError(
                f"another process took over the execution: it writes segment {self._segment}"
                f" of {self._folder}"
            )
            raise self.failure from None
        except OSError as error:
            raise self.fail(error) from error
        self._room = SEGMENT_BYTES
        self._full_at = self._written + SEGMENT_RECORDS
        self.full = False
