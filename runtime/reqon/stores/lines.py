"""The line format of a store's append log, and reading it back after any crash.

A line is `<crc32, eight hex digits> <JSON>\\n` and is one commit: rows and the marker of their
writer stand or fall together. The members of the JSON, by `t`:

    base     digest of the projection the log begins from (null: none), progress, fences
    put      rows {key: final record}, m (the writer's entry)?
    del      keys, m?
    clear    m?
    fence    execution, fence
    forget   execution
    compact  digest of a projection that holds everything up to here
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import orjson

from reqon.errors import StoreError
from reqon.stores.progress import Entry, Progress


@dataclass(frozen=True, slots=True)
class Line:
    """One intact line; its JSON is decoded when asked for, as logs are larger than memory likes."""

    kind: str
    text: bytes

    def value(self) -> dict[str, Any]:
        """Decode the line."""
        return cast("dict[str, Any]", orjson.loads(self.text))


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines of a log, and the byte at which the last good one ends."""

    lines: list[Line]
    end: int
    notes: tuple[str, ...]
    """What was left out, for the user."""


def line(value: Mapping[str, Any]) -> bytes:
    """Return one line of the log."""
    text = orjson.dumps(value)
    return b"%08x %s\n" % (zlib.crc32(text), text)


def base_line(digest: str | None, progress: Progress) -> bytes:
    """Open a log: the projection it begins from, and what is known of writers so far."""
    return line({"t": "base", "version": 1, "digest": digest, **progress.to_json()})


def put_line(changes: Mapping[str, bytes], entry: Entry | None = None) -> bytes:
    """Record that these records now read so."""
    rows = {key: orjson.Fragment(text) for key, text in changes.items()}
    return line({"t": "put", "rows": rows, **_marked(entry)})


def delete_line(keys: Iterable[str], entry: Entry | None) -> bytes:
    """Record that these records are gone."""
    return line({"t": "del", "keys": list(keys), **_marked(entry)})


def clear_line(entry: Entry | None) -> bytes:
    """Record that every record is gone."""
    return line({"t": "clear", **_marked(entry)})


def claim_line(execution: str, fence: int) -> bytes:
    """Record that runs with a lower fence have lost the execution."""
    return line({"t": "fence", "execution": execution, "fence": fence})


def forget_line(execution: str) -> bytes:
    """Record that the execution has ended."""
    return line({"t": "forget", "execution": execution})


def compact_line(digest: str) -> bytes:
    """Announce a projection that is about to take its name."""
    return line({"t": "compact", "digest": digest})


def _marked(entry: Entry | None) -> dict[str, list[str | int]]:
    return {} if entry is None else {"m": list(entry)}


def read_lines(path: Path, data: bytes) -> Reading:
    """Split a log into its lines; a torn last line is left out.

    Raises `StoreError` for any other damage: lines that follow would be applied to the wrong
    records, and a complete line had been committed.
    """
    lines: list[Line] = []
    start = 0
    while start < len(data):
        newline = data.find(b"\n", start)
        intact = None if newline < 0 else _line(data[start:newline])
        if intact is None:
            if _torn(data, start, newline):
                return Reading(lines, start, (_torn_note(path, data, start),))
            raise StoreError(
                f"{path}:{len(lines) + 1}: the line at byte {start} is damaged; the store's "
                "files were left as they are",
                help=f"Restore {path.name} from a backup, or give up this line and all after "
                f"it: truncate -s {start} {path}",
            )
        lines.append(intact)
        start = newline + 1
    return Reading(lines, start, ())


def _torn_note(path: Path, data: bytes, start: int) -> str:
    return (
        f"{path}: an unfinished write of {len(data) - start} bytes at byte {start} was dropped; "
        "it had not been committed"
    )


def _torn(data: bytes, start: int, newline: int) -> bool:
    """Tell whether a bad line was cut short by a crash, rather than damaged later.

    A killed process leaves a beginning without newline; a power cut may leave zeros, which
    JSON never holds. The first line got its name when it was complete.
    """
    if newline < 0:
        return True
    return start > 0 and newline == len(data) - 1 and b"\0" in data[start:newline]


def _line(raw: bytes) -> Line | None:
    """Return the line, if its sum is right."""
    text = raw[9:]
    if raw[:9] != b"%08x " % zlib.crc32(text):
        return None
    # `line` writes the kind first: {"t":"put",…
    return Line(text[6 : text.index(b'"', 6)].decode(), text)
