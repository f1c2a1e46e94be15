"""Listing the execution records of a state directory, newest first, from names alone.

Records and journals both carry their start in their names. A journal without a record shows
without opening either; its record is rebuilt on the way.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from reqon.journal import layout as names
from reqon.journal.layout import Layout
from reqon.journal.mending import record_path


class RecordFile(NamedTuple):
    """What the name of an execution record says; sorts by age."""

    moment: str
    """The start, to the second: `2024-01-20T09-00-00`."""
    copy: int
    """Which of those that began in the same second."""
    mission: str
    name: str


def parse(name: str) -> RecordFile | None:
    """Return what `name` says, or None when it is not that of a record."""
    match = names.RECORD_NAME.fullmatch(name)
    if match is None:
        return None
    mission, moment, copy = match.groups()
    return RecordFile(moment, int(copy or 1), unquote(mission), name)


def record_files(layout: Layout) -> list[RecordFile]:
    """Return all execution records there are, in no order."""
    return [file for name in _names(layout.records) if (file := parse(name)) is not None]


def newest_first(layout: Layout) -> Iterator[RecordFile]:
    """Yield all execution records, restoring lost ones.

    Names are only parsed when it is their turn: there may be tens of thousands.
    """
    by_moment: dict[str, list[str]] = defaultdict(list)
    for name in _names(layout.records):
        by_moment[_moment_in(name)].append(name)
    by_moment.pop("", None)
    ids = sorted(name for name in _names(layout.journals) if names.looks_like_own_id(name))
    for moment in sorted(by_moment, reverse=True):
        same: list[str] = []
        while ids and (begun := _begun(ids[-1])) >= moment:
            if begun == moment:
                same.append(ids.pop())
            else:
                yield from _restored(layout, ids.pop())
        files = {file for name in by_moment[moment] if (file := parse(name)) is not None}
        if len(same) > len(files):
            for execution_id in same:
                files.update(_restored(layout, execution_id))
        yield from sorted(files, reverse=True)
    for execution_id in reversed(ids):
        yield from _restored(layout, execution_id)


def journals_begun_at(layout: Layout, moment: str) -> Iterator[Path]:
    """Yield the journals of the executions that began in one second."""
    for name in _names(layout.journals):
        if names.looks_like_own_id(name) and _begun(name) == moment:
            yield layout.journal(name)


def _restored(layout: Layout, execution_id: str) -> Iterator[RecordFile]:
    path = record_path(layout, layout.journal(execution_id))
    file = None if path is None else parse(path.name)
    if file is not None:
        yield file


def _begun(execution_id: str) -> str:
    return names.moment(names.started_at(execution_id) or 0)


def _moment_in(name: str) -> str:
    """Return the moment in the name of a record, or "" when it is none."""
    if name[-14:-13] == "T" and name.endswith(".json"):
        return name[-24:-5]
    file = parse(name)
    return "" if file is None else file.moment


def _names(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries]
    except FileNotFoundError:
        return []
