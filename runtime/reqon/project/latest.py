"""How the missions of a file last went: what an editor shows above and on them.

Only read, never mended: `reqon status` and a resume do that. What cannot be read is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final, cast, get_args

from reqon.errors import ReqonError
from reqon.journal import address, lease, segments
from reqon.journal.blobs import Blobs
from reqon.journal.layout import Layout
from reqon.journal.masking import Masking
from reqon.journal.opening import find_journal
from reqon.journal.projections import execution_record
from reqon.journal.record_files import record_files
from reqon_language.features.code_lenses import ActionRun, MissionRuns, Outcome, Waiting

_MOST: Final = 5
"""So many executions are looked at for one that can be resumed, the newest ones."""
_PLACE: Final = re.compile(r"^[^\n]*?:\d+:\d+: ")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a step failed. `step` is its definition path, such as `Close.0.2`; "" for the action."""

    action: str
    step: str
    message: str


@dataclass(frozen=True, slots=True)
class LatestRun:
    """The newest execution of a mission; `runs` says of all of them what lenses show."""

    execution_id: str
    mission: str
    outcome: Outcome
    record: Path
    started: str
    failures: tuple[Failure, ...]
    runs: MissionRuns


def latest_run(state_dir: Path, mission: str) -> LatestRun | None:
    """Return how a mission last went, None where it never ran or nothing can be read."""
    layout = Layout(state_dir)
    try:
        files = sorted((f for f in record_files(layout) if f.mission == mission), reverse=True)
    except OSError:
        return None
    records = _records(layout, [file.name for file in files])
    newest = next(records, None)
    if newest is None:
        return None
    path, record = newest
    outcome = _outcome(layout, record)
    execution_id = str(record["executionId"])
    waiting = _waiting(layout, mission, outcome, record)
    for _, older in islice(records, _MOST - 1):
        if waiting is not None or outcome in ("completed", "running"):
            break
        waiting = _waiting(layout, mission, _outcome(layout, older), older)
    return LatestRun(
        execution_id,
        mission,
        outcome,
        path,
        str(record.get("startedAt", "")),
        tuple(_failures(record)) if outcome == "failed" else (),
        MissionRuns(len(files), waiting, _actions(record, execution_id, outcome)),
    )


def _records(layout: Layout, names: list[str]) -> Iterator[tuple[Path, dict[str, Any]]]:
    for name in names:
        path = layout.records / name
        try:
            record = json.loads(path.read_bytes())
        except (OSError, ValueError):
            continue
        if isinstance(record, dict) and isinstance(record.get("executionId"), str):
            yield path, _up_to_date(layout, record)


def _up_to_date(layout: Layout, record: dict[str, Any]) -> dict[str, Any]:
    """Return a record as its journal has it, where a killed run left it behind."""
    journal = find_journal(layout, str(record["executionId"]))
    if record.get("status") != "running" or journal is None or lease.owned(journal):
        return record
    try:
        state = segments.read(journal, Masking()).state
        load = Blobs(journal / "blobs", Masking(), durable=False).load
        return execution_record(state, load, "interrupted") if state.sequence else record
    except (OSError, ReqonError):
        return record


def _outcome(layout: Layout, record: Mapping[str, Any]) -> Outcome:
    status = record.get("status")
    if status == "running":
        journal = find_journal(layout, str(record["executionId"]))
        return "running" if journal is not None and lease.owned(journal) else "interrupted"
    return cast("Outcome", status) if status in get_args(Outcome) else "failed"


def _waiting(
    layout: Layout, mission: str, outcome: Outcome, record: Mapping[str, Any]
) -> Waiting | None:
    execution_id = str(record["executionId"])
    if outcome in ("completed", "running") or find_journal(layout, execution_id) is None:
        return None
    active = record.get("activeStep")
    active = active if isinstance(active, dict) else {}
    item = active.get("index") if active.get("stepType") == "for" else None
    return Waiting(
        execution_id,
        str(active.get("action", mission)),
        item if isinstance(item, int) else None,
        _total(layout.checkpoint(mission, execution_id)) if item is not None else None,
    )


def _total(checkpoint: Path) -> int | None:
    """Return how many items the innermost loop of a checkpoint has."""
    try:
        loops = json.loads(checkpoint.read_bytes())["loops"]
        total = loops[-1]["total"]
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        return None
    return total if isinstance(total, int) else None


def _failures(record: Mapping[str, Any]) -> Iterator[Failure]:
    """Yield what failed since the execution was resumed for the last time, each step once."""
    resumed = record.get("resumedFrom")
    last = resumed[-1] if isinstance(resumed, list) and resumed else None
    since = str(last.get("at", "")) if isinstance(last, dict) else ""
    errors = record.get("errors")
    found: dict[tuple[str, str], Failure] = {}
    for error in errors if isinstance(errors, list) else ():
        if isinstance(error, dict) and str(error.get("timestamp", since)) >= since:
            action = str(error.get("action", ""))
            message = _PLACE.sub("", str(error.get("message", "it failed")), count=1)
            failure = Failure(action, _step(action, error.get("address")), message)
            found[failure.action, failure.step] = failure
    yield from found.values()


def _step(action: str, place: object) -> str:
    if not isinstance(place, str):
        return ""
    inside = ".".join(address.definition(place).split(".")[2:])
    return f"{action}.{inside}" if inside else ""


def _actions(
    record: Mapping[str, Any], execution_id: str, outcome: Outcome
) -> dict[str, ActionRun]:
    done = record.get("actionsRun")
    runs = {
        str(name): ActionRun(execution_id, "completed", _duration(record, str(name)))
        for name in (done if isinstance(done, list) else ())
    }
    active = record.get("activeStep")
    if isinstance(active, dict) and outcome != "completed":
        runs[str(active.get("action"))] = ActionRun(execution_id, outcome)
    return runs


def _duration(record: Mapping[str, Any], action: str) -> float | None:
    """Return how long an action took, in milliseconds, where it was alone in its stage."""
    stages = record.get("stages")
    for stage in stages if isinstance(stages, list) else ():
        if isinstance(stage, dict) and stage.get("actions") == [action]:
            try:
                begin, end = (
                    datetime.fromisoformat(str(stage[moment]))
                    for moment in ("startedAt", "completedAt")
                )
            except (KeyError, ValueError):
                return None
            return (end - begin).total_seconds() * 1_000
    return None
