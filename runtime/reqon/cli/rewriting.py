"""Write a mission file anew, or show what would change: for `reqon fmt` and `reqon check --fix`."""

from __future__ import annotations

import difflib
import stat
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path

from reqon import files
from reqon.errors import ConfigurationError
from reqon.project.files import read_text, shown


def rewrite(path: Path, before: str, after: str) -> None:
    """Replace the text of a file in one step, keeping its mode, its links and its byte order mark.

    A file that no longer holds `before`, or cannot be written, is a `ConfigurationError`.
    """
    target = path.resolve()
    if read_text(target) != before:
        message = f"{shown(path)} was changed by somebody else meanwhile, and is left alone"
        raise ConfigurationError(message, help="run the command again")
    try:
        mode = stat.S_IMODE(target.stat().st_mode)
        with target.open("rb") as file:
            marked = file.read(len(BOM_UTF8)) == BOM_UTF8
        text = after.encode("utf-8")
        temporary = files.write_beside(target, [BOM_UTF8, text] if marked else [text])
        temporary.chmod(mode)
        files.replace(temporary, target)
    except OSError as error:
        message = f"{shown(path)} cannot be written: {error.strerror}"
        raise ConfigurationError(message, help="check its permissions") from error


def difference(name: str, before: str, after: str) -> Iterator[str]:
    """Yield the lines of a unified diff; none when nothing changes."""
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), name, name
    )
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
