"""The adapter `memory`: gone with the process, unless a shadow log keeps it for a resume.

The shadow log has the line format of the file store and no projection: the log begins with
all records and is rewritten when most of it is outdated.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from reqon.files import Durability
from reqon.stores.contents import Contents, apply
from reqon.stores.lines import base_line, put_line, read_lines
from reqon.stores.log import AppendLog, open_log
from reqon.stores.target import memory_path
from reqon.stores.working import WorkingStore

SMALLEST_REWRITE = 8 * 1024 * 1024
ROWS_PER_LINE = 1000


class Nothing:
    """Keeps no line: the process is all there is."""

    def append(self, line: bytes) -> None:
        """Drop the line."""

    def after_write(self, contents: Contents) -> None:
        """Do nothing."""

    def sync(self) -> None:
        """Do nothing."""

    def flush(self, contents: Contents) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


class ShadowLog:
    """Keeps every line, so that the store can be rebuilt by the run that resumes."""

    def __init__(self, log: AppendLog) -> None:
        self._log = log
        self._rewritten = 0

    def append(self, line: bytes) -> None:
        """Keep one line."""
        self._log.append(line)

    def after_write(self, contents: Contents) -> None:
        """Rewrite the log when it has outgrown the records."""
        if self._log.size > max(SMALLEST_REWRITE, 2 * self._rewritten):
            self._log.restart(_all_lines(contents))
            self._rewritten = self._log.size

    def sync(self) -> None:
        """Force the log to disk."""
        self._log.sync()

    def flush(self, contents: Contents) -> None:
        """Do nothing: nobody reads a store in memory from outside."""

    def close(self) -> None:
        """Give up the log; it goes with the journal of the execution."""
        self._log.close()


def _all_lines(contents: Contents) -> Iterator[bytes]:
    yield base_line(None, contents.progress)
    rows = iter(contents.records.items())
    while part := dict(islice(rows, ROWS_PER_LINE)):
        yield put_line(part)


def open_memory_store(
    name: str,
    target: str,
    shadow: Path | None = None,
    durability: Durability = Durability.PROCESS,
) -> WorkingStore:
    """Open a store in memory; with a directory `shadow`, rebuild it from the log kept there."""
    contents = Contents()
    if shadow is None:
        return WorkingStore(
            name, "memory", target, contents=contents, backing=Nothing(), blocking=False
        )
    path = memory_path(name, target, shadow)
    log = open_log(path, durability)
    try:
        reading = read_lines(path, log.read())
        for line in reading.lines:
            apply(contents, line.value())
        if reading.end < log.size:
            log.truncate(reading.end)
        if not log.size:
            log.append(base_line(None, contents.progress))
    except BaseException:
        log.close()
        raise
    return WorkingStore(
        name,
        "memory",
        target,
        contents=contents,
        backing=ShadowLog(log),
        blocking=True,
        notes=reading.notes,
    )
