"""Who may write an execution: an flock on the file `lock`, and a fence that grows with every owner.

The kernel releases the lock with the last breath of its owner, so nobody has to guess from
process ids or clocks; what the file says serves messages only. The fence goes with every
store write, which keeps out a stopped owner that wakes up again (durability section 7).
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import orjson

from reqon.errors import ConfigurationError
from reqon.files import write_all
from reqon.journal.times import iso

_FILE: Final = "lock"
_ATTEMPTS: Final = 10
"""`status` holds the lock for a moment when it looks whether it is free."""
_PAUSE_SECONDS: Final = 0.01
_BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Owner:
    """What an owner left in the lock file."""

    pid: int = 0
    host: str = "an unknown host"
    since: str = "an unknown time"
    fence: int = 0

    def __str__(self) -> str:
        here = "" if self.host == socket.gethostname() else f" on {self.host}"
        return f"pid {self.pid}{here} since {self.since}"


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to write one execution, until `release`."""

    path: Path
    descriptor: int

    @property
    def lost(self) -> bool:
        """Whether somebody took the execution over by force."""
        return os.fstat(self.descriptor).st_nlink == 0

    def announce(self, fence: int, now: int) -> None:
        """Say in the file who owns the execution now. `now` is in milliseconds."""
        owner = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "bootId": _boot_id(),
            "fence": fence,
            "startedAt": iso(now),
        }
        os.lseek(self.descriptor, 0, os.SEEK_SET)
        os.ftruncate(self.descriptor, 0)
        write_all(self.descriptor, orjson.dumps(owner) + b"\n")

    def release(self) -> None:
        """Let the next owner in."""
        os.close(self.descriptor)


def acquire(folder: Path, execution_id: str, *, take_over: bool = False) -> Lease:
    """Return the lease of the execution in `folder`.

    `take_over` pushes a living owner aside: its next sync, projection or store write fails.
    Raises `ConfigurationError` when another process owns it.
    """
    path = folder / _FILE
    if take_over:
        path.unlink(missing_ok=True)
    for attempt in range(_ATTEMPTS):
        if attempt:
            time.sleep(_PAUSE_SECONDS)
        lease = _try(path)
        if lease is not None:
            return lease
    raise ConfigurationError(
        f"execution {execution_id} is owned by {owner(folder)}",
        help="Wait until it ends, or stop that process.",
    )


def try_acquire(folder: Path) -> Lease | None:
    """Return the lease if it is free at this moment; None as well where it cannot be written."""
    try:
        return _try(folder / _FILE)
    except OSError:
        return None


def owned(folder: Path) -> bool:
    """Whether a living process owns the execution in `folder`."""
    try:
        descriptor = os.open(folder / _FILE, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def owner(folder: Path) -> Owner:
    """Return what the lock file says, as far as it can be read."""
    try:
        data = orjson.loads((folder / _FILE).read_bytes())
        return Owner(data["pid"], data["host"], data["startedAt"], data["fence"])
    except (OSError, ValueError, KeyError, TypeError):
        return Owner()


def _try(path: Path) -> Lease | None:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with contextlib.suppress(OSError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_ino == os.fstat(descriptor).st_ino:
                return Lease(path, descriptor)
    os.close(descriptor)
    return None


def _boot_id() -> str | None:
    try:
        return _BOOT_ID.read_text().strip()
    except OSError:
        return None
