"""Which files a path means, what is in them, and which belong together.

Files are read here and nowhere deeper: the language package sees text only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from reqon.errors import ConfigurationError
from reqon.project.ignored import Ignored

Reader: TypeAlias = Callable[[Path], str]
"""What gives the text of a file, or raises `ConfigurationError`."""
SUFFIXES = (".vague", ".reqon")
ROOTS = ("mission.vague", "mission.reqon")


def mission_files(path: Path, ignored: Ignored | None = None) -> Iterator[Path]:
    """Yield the file `path`, or the mission files below the folder `path`, in order.

    Folders that are `ignored` are left out. A path that does not exist is a
    `ConfigurationError`.
    """
    if path.is_dir():
        for folder, names in (ignored or Ignored()).walk(path):
            for name in names:
                if name.endswith(SUFFIXES):
                    yield Path(folder, name)
    elif path.exists():
        yield path
    else:
        message = f"{shown(path)}: no such file or folder"
        raise ConfigurationError(message, help="give a .vague file, or a folder with some")


def read_text(path: Path) -> str:
    """Return the text of a mission file, without a byte order mark."""
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "unreadable").lower()
        raise ConfigurationError(f"{shown(path)}: cannot be read: {reason}") from error
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        message = f"{shown(path)}: not UTF-8 text (byte {error.start} is 0x{data[error.start]:02x})"
        raise ConfigurationError(message, help="save the file as UTF-8") from error
    if "\0" in text:
        message = f"{shown(path)}: not a text file (it has zero bytes)"
        raise ConfigurationError(message, help="give a .vague file")
    return text.removeprefix("\ufeff")


def root_of(path: Path) -> Path | None:
    """Return the root file of the mission folder that `path` lies in, if it lies in one."""
    for folder in path.absolute().parents:
        for name in ROOTS:
            if (folder / name).is_file():
                return folder / name
    return None


def parts_of(root: Path) -> Iterator[Path]:
    """Yield the files of the mission folder that begins with `root`, the root included.

    A folder below that has a root of its own is another project (specification 4.17).
    """
    for path in mission_files(root.parent):
        if root_of(path) == root:
            yield path.absolute()


def shown(path: Path | str) -> str:
    """Return a path fit for a terminal: control characters are escaped."""
    text = str(path)
    return text if text.isprintable() else ascii(text)[1:-1]


def unique(paths: Iterable[Path]) -> list[Path]:
    """Return paths without repetition; two spellings of one file count once."""
    found: dict[Path, Path] = {}
    for path in paths:
        found.setdefault(path.absolute(), path)
    return list(found.values())
