"""The pinned sources of a mission: every file of it, by the hash of all of them.

A resumed execution can run exactly what it began with, whatever became of the files since
(durability section 8). Bundles never change once written.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath

from reqon.errors import ConfigurationError, JournalError
from reqon.files import sync_directory
from reqon.journal.layout import Layout, prepare


def digest(files: Mapping[str, bytes]) -> str:
    """Return the hash of a bundle: of names and contents, in the order of the names."""
    sum_ = sha256()
    for name, content in sorted(files.items()):
        sum_.update(f"{len(name.encode())} {name} {len(content)} ".encode())
        sum_.update(content)
    return sum_.hexdigest()


def pin(state_dir: Path, files: Mapping[str, bytes], *, durable: bool = True) -> str:
    """Keep `files`, contents by name relative to the mission's folder; return their digest.

    Raises `ConfigurationError` for a name that leads out of the bundle, `JournalError` when the
    disk refuses.
    """
    for name in files:
        _check(name)
    layout = prepare(state_dir)
    key = digest(files)
    folder = layout.missions / key
    try:
        if not folder.is_dir():
            _write(layout.missions, folder, files, durable=durable)
    except OSError as error:
        raise JournalError(
            f"the sources of the mission could not be kept: {error.strerror or error}: {folder}",
            help="Free the disk or mend the directory; nothing was sent.",
        ) from error
    return key


def unpin(state_dir: Path, key: str) -> dict[str, bytes]:
    """Return the files of a bundle. Raises `JournalError` when it is lost or was changed."""
    folder = Layout(state_dir).missions / key
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    if digest(files) != key:
        raise JournalError(
            f"the pinned sources in {folder} are not what they were",
            help="Resume with the current files instead, or start the mission afresh.",
        )
    return files


def _write(missions: Path, folder: Path, files: Mapping[str, bytes], *, durable: bool) -> None:
    """Build the bundle beside its place and move it there in one step."""
    building = Path(tempfile.mkdtemp(prefix=".", dir=missions))
    try:
        for name, content in files.items():
            path = building / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                file.write(content)
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
        if not folder.is_dir():
            building.rename(folder)
            if durable:
                sync_directory(missions)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _check(name: str) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or not path.parts or ".." in path.parts or "\0" in name:
        raise ConfigurationError(
            f"{name!r} lies outside the mission's folder and cannot be pinned",
            help="Name the files of a mission relative to its folder.",
        )
