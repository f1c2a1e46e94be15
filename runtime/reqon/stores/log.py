"""An append log on disk: one owner at a time, a failed append leaves no trace.

Knows nothing of what the lines say (see `lines`).
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable
from pathlib import Path

from reqon.errors import ConfigurationError, StoreError
from reqon.files import (
    Durability,
    check_writable,
    remove_leftovers,
    replace,
    sync_directory,
    write_all,
    write_beside,
)

_MEND = "Free space or mend the disk, then resume the run."
_force = getattr(os, "fdatasync", os.fsync)


class AppendLog:
    """The open log of one store. The lock is on the file itself and dies with the process."""

    def __init__(self, path: Path, descriptor: int, durability: Durability) -> None:
        self.path = path
        self.durability = durability
        self._descriptor = descriptor
        self._size = os.fstat(descriptor).st_size
        self._unsynced = False
        self._broken: str | None = None

    @property
    def size(self) -> int:
        """Bytes in the log."""
        return self._size

    def read(self) -> bytes:
        """Return the whole log."""
        return self.path.read_bytes()

    def truncate(self, size: int) -> None:
        """Cut off a torn line, so that the next one starts cleanly."""
        try:
            os.ftruncate(self._descriptor, size)
        except OSError as error:
            raise self._failure(error, "its torn last line is still there") from error
        self._size = size

    def append(self, line: bytes) -> None:
        """Hand a line to the operating system, and to the disk when durability is strict.

        Raises `StoreError`; the log is then as it was, or refuses every later call.
        """
        if self._broken:
            raise StoreError(self._broken)
        try:
            write_all(self._descriptor, line)
        except OSError as error:
            failure = self._failure(error, "nothing of this write was kept")
            try:
                os.ftruncate(self._descriptor, self._size)
            except OSError:
                self._broken = failure.message
            raise failure from error
        self._size += len(line)
        self._unsynced = True
        if self.durability is Durability.STRICT:
            self.force()

    def sync(self) -> None:
        """Force what was appended to the disk, unless only process deaths are to be survived."""
        if self.durability is not Durability.PROCESS and self._unsynced:
            self.force()

    def force(self) -> None:
        """Force what was appended to the disk, whatever the durability."""
        if self._broken:
            raise StoreError(self._broken)
        try:
            _force(self._descriptor)
        except OSError as error:
            # The kernel may have dropped the pages: a second try would report a false success.
            self._broken = (
                f"cannot write {self.path}: {error.strerror}; what was written last may be lost"
            )
            raise StoreError(self._broken, help=_MEND) from error
        self._unsynced = False

    def restart(self, lines: Iterable[bytes]) -> None:
        """Replace the log by a new one, in one step, and stay its owner."""
        try:
            temporary = write_beside(self.path, lines)
            descriptor = os.open(temporary, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                replace(temporary, self.path)
            except OSError:
                os.close(descriptor)
                raise
        except OSError as error:
            raise self._failure(error, "the log was left as it is") from error
        os.close(self._descriptor)
        self._descriptor = descriptor
        self._size = os.fstat(descriptor).st_size
        self._unsynced = False

    def close(self, *, remove: bool = False) -> None:
        """Give up the lock; with `remove`, delete the log, since nothing in it is needed."""
        if self._descriptor < 0:
            return
        try:
            if remove:
                self.path.unlink(missing_ok=True)
                sync_directory(self.path.parent)
        except OSError as error:
            raise self._failure(error, "it holds nothing that is needed") from error
        finally:
            os.close(self._descriptor)
            self._descriptor = -1
            self._broken = f"{self.path} is closed"

    def _failure(self, error: OSError, outcome: str) -> StoreError:
        return StoreError(f"cannot write {self.path}: {error.strerror}; {outcome}", help=_MEND)


def open_log(path: Path, durability: Durability) -> AppendLog:
    """Create or open a log and become its only owner. Raises `ConfigurationError`."""
    try:
        check_writable(path.parent)
        descriptor = _open_locked(path)
        if durability is not Durability.PROCESS:
            sync_directory(path.parent)
    except BlockingIOError as error:
        raise ConfigurationError(
            f"{path} is in use by another run",
            help="Wait for that run to end, or give this store a target of its own.",
        ) from error
    except OSError as error:
        raise ConfigurationError(
            f"cannot write {path}: {error.strerror}",
            help="Make the directory writable, or choose another one with --state-dir.",
        ) from error
    remove_leftovers(path)
    return AppendLog(path, descriptor, durability)


def _open_locked(path: Path) -> int:
    """Open and lock the file that bears the name, which a former owner may just replace."""
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    while True:
        descriptor = os.open(path, flags, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _bears_its_name(descriptor, path):
                return descriptor
        except OSError:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _bears_its_name(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except FileNotFoundError:
        return False
