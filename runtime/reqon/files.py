"""Writing files so that a crash at any moment leaves the old content or the new, never half.

Shared by the stores and the journal. Knows nothing of what the files mean; failures leave as
`OSError`, for the caller knows what to call the file.
"""

from __future__ import annotations

import contextlib
import glob
import os
import tempfile
from collections.abc import Iterable
from enum import Enum
from pathlib import Path


class Durability(Enum):
    """When bytes are forced to the disk (durability specification, section 4)."""

    PROCESS = "process"
    """Never: survives the death of the process, not of the machine."""
    POWER = "power"
    """At `sync` points, which the engine places before anything it may not lose."""
    STRICT = "strict"
    """With every write."""


def write_atomically(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Replace `path` by a file of mode 0600 that holds `data`.

    When `durable`, the content and then the name are on disk before this returns.
    """
    replace(write_beside(path, [data], durable=durable), path, durable=durable)


def write_beside(path: Path, chunks: Iterable[bytes], *, durable: bool = True) -> Path:
    """Write a temporary file in the directory of `path` and return it, ready for `replace`."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(chunks)
            file.flush()
            if durable:
                os.fsync(file.fileno())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def replace(temporary: Path, path: Path, *, durable: bool = True) -> None:
    """Give `temporary` the name `path`, in one step; it is removed if that fails."""
    try:
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    if durable:
        sync_directory(path.parent)


def sync_directory(path: Path) -> None:
    """Force the names in a directory to disk: a rename or a new file is not durable without."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def check_writable(directory: Path) -> None:
    """Create the directory if need be; raise `OSError` unless files can be made in it."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_beside(directory / "probe", [], durable=False).unlink()


def remove_leftovers(path: Path) -> None:
    """Remove temporary files a killed writer of `path` left; only for who holds its lock."""
    for leftover in path.parent.glob(f".{glob.escape(path.name)}.*.tmp"):
        with contextlib.suppress(FileNotFoundError):
            leftover.unlink()


def write_all(descriptor: int, data: bytes) -> None:
    """Hand all of `data` to the operating system; `os.write` alone may stop short."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
