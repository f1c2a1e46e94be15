"""The execution records of the program that a file belongs to, newest first.

Only read, never mended: `reqon status` and a resume do that. What cannot be read is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeAlias

from reqon.journal.layout import Layout
from reqon.journal.record_files import record_files
from reqon.project.same_program import of_same_program

Record: TypeAlias = dict[str, Any]

_MOST: Final = 5
"""So many executions of a program are looked at, the newest ones."""
_OPENED: Final = 50
"""So many records are opened to find them, where other programs have missions of that name."""
_COUNTED: Final = 1_000
"""So many records are opened to count them."""


def names_of(layout: Layout, missions: Iterable[str]) -> dict[str, list[str]]:
    """Return the names of the records of each of the `missions`, newest first."""
    found: dict[str, list[str]] = {mission: [] for mission in missions}
    try:
        files = sorted((f for f in record_files(layout) if f.mission in found), reverse=True)
    except OSError:
        return found
    for file in files:
        found[file.mission].append(file.name)
    return found


def recent(layout: Layout, path: Path, names: Iterable[str]) -> Iterator[tuple[Path, Record]]:
    """Yield the newest records of a mission of the file at `path`, up to one that completed.

    `names` are those of the mission, newest first.
    """
    for place, record in islice(_of_program(layout, path, names), _MOST):
        yield place, record
        if record.get("status") == "completed":
            return


def count(layout: Layout, path: Path, names: Sequence[str]) -> tuple[int, bool]:
    """Return how many of the records are of the program, and whether there may be more.

    Each is opened once: an editor asks for this whenever one was added.
    """
    counted = names[:_COUNTED]
    same: dict[str | None, bool] = {}
    number = 0
    for name in counted:
        try:
            program = _program(layout.records / name)
        except (OSError, ValueError):
            continue
        if program not in same:
            same[program] = of_same_program(program, layout.root, path)
        number += same[program]
    return number, len(names) > len(counted)


def _of_program(layout: Layout, path: Path, names: Iterable[str]) -> Iterator[tuple[Path, Record]]:
    for name in islice(names, _OPENED):
        place = layout.records / name
        try:
            record = _read(place)
        except (OSError, ValueError):
            continue
        if of_same_program(record.get("programPath"), layout.root, path):
            yield place, record


def _read(place: Path) -> Record:
    record: Record = json.loads(place.read_bytes())
    if not _is_record(record):
        raise ValueError(f"{place} is no record")
    return record


def _is_record(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("executionId"), str)


@lru_cache(maxsize=4 * _COUNTED)
def _program(place: Path) -> str | None:
    """Return which program a record is of; that never changes. Raises OSError, ValueError."""
    program = _read(place).get("programPath")
    return program if isinstance(program, str) else None
