"""How the missions of a file last went: what an editor shows above and on them.

Only read, never mended: `reqon status` and a resume do that. What cannot be read is left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast, get_args

from reqon.errors import ReqonError
from reqon.journal import lease, segments
from reqon.journal.blobs import Blobs
from reqon.journal.layout import Layout
from reqon.journal.masking import Masking
from reqon.journal.mending import record_name
from reqon.journal.opening import find_journal
from reqon.journal.projections import execution_record
from reqon.journal.times import instant
from reqon.project.failures import Execution, Failure, not_passed
from reqon.project.program_records import count, names_of, recent
from reqon_language.features.code_lenses import ActionRun, MissionRuns, Outcome, Waiting


@dataclass(frozen=True, slots=True)
class LatestRun:
    """The newest execution of a mission; `runs` says of all of them what lenses show.

    `started` is in milliseconds since 1970. `failures` are those that no run has passed since, be
    they of an earlier execution.
    """

    execution_id: str
    mission: str
    outcome: Outcome
    record: Path
    started: int
    failures: tuple[Failure, ...]
    runs: MissionRuns


def latest_run(state_dir: Path, path: Path, mission: str) -> LatestRun | None:
    """Return how a mission of the file at `path` last went.

    None where it never ran or nothing can be read.
    """
    layout = Layout(state_dir)
    names = names_of(layout, [mission])[mission]
    executions = [_execution(layout, *one) for one in recent(layout, path, names)]
    if not executions:
        return None
    newest, record, outcome = executions[0]
    execution_id = str(record["executionId"])
    found = (_waiting(layout, mission, ended, older) for _, older, ended in executions)
    waiting = None if outcome == "running" else next(filter(None, found), None)
    counted, more = count(layout, path, names)
    return LatestRun(
        execution_id,
        mission,
        outcome,
        newest,
        instant(record.get("startedAt")) or 0,
        not_passed(executions),
        MissionRuns(counted, waiting, _actions(record, execution_id, outcome), more),
    )


def record_of(state_dir: Path, execution_id: str) -> Path | None:
    """Return the record of an execution, None where there is none or it cannot be found."""
    layout = Layout(state_dir)
    try:
        journal = find_journal(layout, execution_id)
        name = record_name(journal) if journal is not None else None
    except (OSError, ReqonError):
        return None
    place = layout.records / name if name is not None else None
    return place if place is not None and place.is_file() else None


def _execution(layout: Layout, place: Path, record: dict[str, Any]) -> Execution:
    record = _up_to_date(layout, record)
    return place, record, _outcome(layout, record)


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
