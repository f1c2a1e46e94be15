"""Finding executions: the newest, by id, the history of a mission, what can be resumed.

Answers come from the execution records. One that is missing, damaged, edited by hand or left
behind by a killed run is rebuilt from its journal first (`mending.py`), so that what is read
here is what a resume would start from.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, cast, get_args

import orjson

from reqon.errors import ConfigurationError
from reqon.journal import lease, mending
from reqon.journal.documents import intact
from reqon.journal.layout import Layout, check_version, valid_id
from reqon.journal.opening import find_journal
from reqon.journal.record_files import journals_begun_at, newest_first, parse, record_files
from reqon.journal.state import Status


@dataclass(frozen=True, slots=True)
class Execution:
    """One execution as `status` and `history` show it."""

    execution_id: str
    mission: str
    status: Status
    """`running` only while a living process owns it."""
    record: dict[str, Any]
    """The execution record, with this `status`."""
    path: Path
    journal: Path | None
    """None when only the record is left, or another program wrote it."""
    owner: str | None = None
    """Who runs it: `pid 123 since …`."""
    notes: tuple[str, ...] = ()
    """What is wrong with its files or was mended, in sentences."""

    @property
    def resumable(self) -> bool:
        """Whether `--resume` would go on with it."""
        return self.journal is not None and self.status in {"interrupted", "failed", "paused"}


def missions(state_dir: Path) -> list[str]:
    """Return the names of all missions that ever ran, sorted."""
    return sorted({file.mission for file in record_files(_open(state_dir))})


def known_mission(state_dir: Path, mission: str) -> str:
    """Return `mission` if it ever ran. Raises `ConfigurationError` with the nearest name."""
    ran = missions(state_dir)
    if mission in ran:
        return mission
    near = difflib.get_close_matches(mission, ran, n=1)
    if near:
        advice = f"Did you mean {near[0]}?"
    elif ran:
        advice = f"These ran: {', '.join(ran[:10])}."
    else:
        advice = "Nothing ran with this state directory yet."
    raise ConfigurationError(f"no execution of {mission} in {state_dir}", help=advice)


def history(state_dir: Path, mission: str | None = None, limit: int = 10) -> list[Execution]:
    """Return the newest executions, newest first, of one mission or of all."""
    return list(islice(executions(state_dir, mission), limit))


def latest(state_dir: Path, mission: str) -> Execution | None:
    """Return the newest execution of a mission, or None when it never ran."""
    return next(executions(state_dir, mission), None)


def latest_resumable(state_dir: Path, mission: str) -> Execution | None:
    """Return the newest execution of a mission that can be resumed, or None."""
    return next((found for found in executions(state_dir, mission) if found.resumable), None)


def find(state_dir: Path, execution_id: str) -> Execution | None:
    """Return an execution by its id, in which `-` and `_` are the same (ruling D24)."""
    layout = _open(state_dir)
    journal = find_journal(layout, execution_id)
    path = None if journal is None else mending.record_path(layout, journal)
    if path is not None:
        return _execution(layout, path)
    wanted = execution_id.replace("-", "_")
    for file in record_files(layout):
        record = _parse(layout.records / file.name)
        if record is not None and str(record["executionId"]).replace("-", "_") == wanted:
            return _execution(layout, layout.records / file.name)
    return None


def executions(state_dir: Path, mission: str | None = None) -> Iterator[Execution]:
    """Yield executions, newest first; no more files are read than executions are taken."""
    layout = _open(state_dir)
    for file in newest_first(layout):
        if mission in (None, file.mission):
            yield _execution(layout, layout.records / file.name)


def _execution(layout: Layout, path: Path) -> Execution:
    record = _parse(path)
    journal = _journal_of(layout, path, record)
    owner: str | None = None
    notes: tuple[str, ...] = ()
    believed = record is not None and intact(record) is not False
    if not believed:
        notes = (f"{path} is damaged or was edited by hand; it is not believed",)
    if record is None or not believed or record["status"] == "running":
        if journal is not None and lease.owned(journal):
            owner = str(lease.owner(journal))
        if journal is not None and (owner is None or not believed):
            mended = mending.rebuild(layout, journal)
            if mended is not None:
                record, notes = mended.record, (*notes, *mended.notes)
    if record is None:
        record = _unreadable(path)
    if record["status"] == "running" and owner is None:
        record["status"] = "interrupted"
    return Execution(
        execution_id=str(record["executionId"]),
        mission=str(record["mission"]),
        status=cast("Status", record["status"]),
        record=record,
        path=path,
        journal=journal,
        owner=owner,
        notes=notes,
    )


def _journal_of(layout: Layout, path: Path, record: dict[str, Any] | None) -> Path | None:
    if record is not None:
        execution_id = str(record["executionId"])
        return find_journal(layout, execution_id) if valid_id(execution_id) else None
    file = parse(path.name)
    candidates = journals_begun_at(layout, file.moment) if file is not None else ()
    return next((found for found in candidates if mending.record_name(found) == path.name), None)


def _unreadable(path: Path) -> dict[str, Any]:
    """Return what the name of a damaged record without a journal still says."""
    error = {"message": "the execution record is damaged and there is no journal"}
    file = parse(path.name)
    day, _, time = (file.moment if file else "").partition("T")
    return {
        "executionId": path.stem,
        "mission": file.mission if file else path.stem,
        "startedAt": f"{day}T{time.replace('-', ':')}Z",
        "status": "failed",
        "actionsRun": [],
        "errors": [error],
        "stores": {},
    }


def _parse(path: Path) -> dict[str, Any] | None:
    try:
        record = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return None
    if not isinstance(record, dict) or not {"executionId", "mission"} <= record.keys():
        return None
    return record if record.get("status") in get_args(Status) else None


def _open(state_dir: Path) -> Layout:
    check_version(state_dir)
    return Layout(state_dir)
