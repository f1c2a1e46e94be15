"""Where everything lies in the state directory, and whether it may be used at all.

    execution/{Mission}-{start}.json             execution record
    execution/checkpoints/{Mission}-{id}.json    checkpoint
    execution/journal/{id}/                      journal, blobs, lock
    execution/missions/{sha256}/                 pinned sources
    sync-checkpoints.json                        watermarks
    shapes/{Mission}.json                        what the last run saw, for editors

Names are made and checked here; contents are others' business.
"""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from reqon.errors import ConfigurationError
from reqon.files import write_atomically
from reqon.journal.times import iso

VERSION: Final = 1
"""The format of the state directory, in its file `VERSION`."""

_LONGEST_NAME: Final = 150
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}", re.ASCII)
_OWN_ID: Final = re.compile(r"exec_([0-9a-hjkmnp-tv-z]{10})[0-9a-hjkmnp-tv-z]{8}", re.ASCII)
_OWN_ID_LENGTH: Final = len("exec_") + 18
_DIGITS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_AS_INTEGER: Final = str.maketrans(_DIGITS, "0123456789abcdefghijklmnopqrstuv")
RECORD_NAME: Final = re.compile(
    r"(?P<mission>.+?)-(?P<moment>\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d)(?:-(?P<copy>\d+))?\.json",
    re.ASCII,
)
"""The file name of an execution record: mission, start, and a number when two began at once."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths below one state directory."""

    root: Path

    @property
    def records(self) -> Path:
        """The folder of execution records."""
        return self.root / "execution"

    @property
    def checkpoints(self) -> Path:
        """The folder of checkpoint files."""
        return self.records / "checkpoints"

    @property
    def journals(self) -> Path:
        """The folder that holds one journal folder per execution."""
        return self.records / "journal"

    @property
    def missions(self) -> Path:
        """The folder of pinned source bundles."""
        return self.records / "missions"

    @property
    def syncs(self) -> Path:
        """The file of watermarks."""
        return self.root / "sync-checkpoints.json"

    def shape(self, mission: str) -> Path:
        """Return the file of what the last run of a mission saw of its steps."""
        return self.root / "shapes" / f"{file_name(mission)}.json"

    def journal(self, execution_id: str) -> Path:
        """Return the journal folder of an execution. Raises `ConfigurationError` for a bad id."""
        if not valid_id(execution_id):
            raise ConfigurationError(
                f"{execution_id!r} is not an execution id",
                help="`reqon history <mission>` lists the ids.",
            )
        return self.journals / execution_id

    def checkpoint(self, mission: str, execution_id: str) -> Path:
        """Return the checkpoint file of an execution."""
        return self.checkpoints / f"{file_name(mission)}-{execution_id}.json"


def valid_id(text: str) -> bool:
    """Whether `text` can be an execution id, ours or another program's."""
    return _ID.fullmatch(text) is not None


def file_name(name: str) -> str:
    """Return `name` as a file name part: nothing in it leads out of the folder."""
    quoted = quote(name, safe="").replace(".", "%2E")
    if not 0 < len(quoted) <= _LONGEST_NAME:
        raise ConfigurationError(f"{name[:50]!r} cannot be part of a file name: it is too long")
    return quoted


def moment(started_at: int) -> str:
    """Return the start of an execution as it stands in file names: `2024-01-20T09-00-00`."""
    return iso(started_at // 1000 * 1000).removesuffix("Z").replace(":", "-")


def record_name(mission: str, started_at: int, copy: int = 1) -> str:
    """Return the name of an execution record; `copy` counts those that began in one second."""
    suffix = f"-{copy}" if copy > 1 else ""
    return f"{file_name(mission)}-{moment(started_at)}{suffix}.json"


def new_execution_id(started_at: int) -> str:
    """Return an id that sorts by time: ten characters of it, eight of chance."""
    return f"exec_{_base32(started_at, 10)}{_base32(secrets.randbits(40), 8)}"


def looks_like_own_id(text: str) -> bool:
    """Whether `started_at` is worth asking; cheap enough for a whole folder."""
    return len(text) == _OWN_ID_LENGTH and text.startswith("exec_")


def started_at(execution_id: str) -> int | None:
    """Return when an execution began, if its id was made here."""
    match = _OWN_ID.fullmatch(execution_id)
    if match is None:
        return None
    return int(match[1].translate(_AS_INTEGER), 32)


def prepare(state_dir: Path) -> Layout:
    """Create the state directory if need be and return its layout.

    Raises `ConfigurationError`, naming the path, when it cannot be used.
    """
    layout = Layout(state_dir)
    for folder in (state_dir, layout.records, layout.checkpoints, layout.journals, layout.missions):
        _folder(folder)
    check_version(state_dir)
    try:
        version = state_dir / "VERSION"
        if not version.exists():
            if not (state_dir / ".gitignore").exists():
                write_atomically(state_dir / ".gitignore", b"*\n", durable=False)
            if not layout.syncs.exists():
                write_atomically(layout.syncs, b"{}\n")
            write_atomically(version, f"{VERSION}\n".encode())
    except OSError as error:
        raise _unusable(state_dir, error.strerror or str(error)) from error
    return layout


def check_version(state_dir: Path) -> None:
    """Raise `ConfigurationError` when a newer Reqon wrote the directory."""
    try:
        text = (state_dir / "VERSION").read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        return
    except OSError as error:
        raise _unusable(state_dir, error.strerror or str(error)) from error
    if not text.isdecimal():
        raise _unusable(state_dir, f"its VERSION is {text!r}, not a number")
    if int(text) > VERSION:
        raise _unusable(state_dir, f"a newer version of Reqon wrote it (format {text})")


def _folder(path: Path) -> None:
    if path.is_symlink():
        raise _unusable(path, "it is a symbolic link, and state must not leave its directory")
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise _unusable(path, "it is not a directory") from None
    except OSError as error:
        raise _unusable(path, error.strerror or str(error)) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise _unusable(path, "it cannot be written")


def _unusable(path: Path, reason: str) -> ConfigurationError:
    return ConfigurationError(
        f"the state directory cannot be used: {path}: {reason}",
        help="Mend it, or choose another with `--state-dir` or REQON_STATE_DIR.",
    )


def _base32(number: int, length: int) -> str:
    digits = ""
    for _ in range(length):
        number, digit = divmod(number, 32)
        digits = _DIGITS[digit] + digits
    return digits
