"""The execution record, as a pure function of the state.

Its shape is the seed's (`execution-state.md`) with members added, never changed. Writing it is
the business of `publisher.py`, finding it again that of `catalog.py`.
"""

from __future__ import annotations

from typing import Any

from reqon.journal import address
from reqon.journal.position import Load, active_step, branches_begun
from reqon.journal.progress import action_checkpoints
from reqon.journal.state import ExecutionState, StageState, Status
from reqon.journal.times import iso


def execution_record(
    state: ExecutionState, load: Load, status: Status | None = None
) -> dict[str, Any]:
    """Return the execution record; `status` is what it shows instead of the journaled one."""
    shown = status or state.status
    record: dict[str, Any] = {
        "executionId": state.execution_id,
        "mission": state.mission,
        "startedAt": iso(state.started_at),
    }
    if state.completed_at is not None:
        record["completedAt"] = iso(state.completed_at)
    record["status"] = shown
    record["actionsRun"] = list(state.actions_run)
    active = [] if shown == "completed" else _active_steps(state, load)
    if active:
        record["activeStep"] = active[0]
    if len(active) > 1:
        record["activeSteps"] = active
    record["errors"] = [_error(error) for error in state.errors]
    if state.error_count > len(state.errors):
        record["errorCount"] = state.error_count
    record["stores"] = _stores(state)
    record["progress"] = action_checkpoints(state)
    record["stages"] = [_stage(stage) for stage in state.stages]
    record["trigger"] = state.trigger
    record["programPath"] = state.program_path
    record["missionHash"] = state.program_hash
    record["journal"] = f"execution/journal/{state.execution_id}"
    record["journalSeq"] = state.sequence
    record["resumeCount"] = len(state.resumptions)
    record["resumedFrom"] = [
        {"at": iso(resumed.at), "status": resumed.status, "journalSeq": resumed.sequence}
        for resumed in state.resumptions
    ]
    return record


def _active_steps(state: ExecutionState, load: Load) -> list[dict[str, Any]]:
    steps = (
        active_step(state, place, load)
        for place in branches_begun(state)
        if (branch := state.branch(place)) is not None and branch.status != "completed"
    )
    return [step for step in steps if step is not None]


def _stores(state: ExecutionState) -> dict[str, Any]:
    return {
        name: {"count": counters.count, "added": counters.added, "updated": counters.updated}
        for name, counters in state.stores.items()
    }


def _stage(stage: StageState) -> dict[str, Any]:
    shown: dict[str, Any] = {"actions": stage.actions, "status": stage.status}
    if stage.started_at is not None:
        shown["startedAt"] = iso(stage.started_at)
    if stage.completed_at is not None:
        shown["completedAt"] = iso(stage.completed_at)
    return shown


def _error(error: dict[str, Any]) -> dict[str, Any]:
    shown = {name: value for name, value in error.items() if name != "at"}
    place = address.order_key(error.get("address", ""))
    stage = {"stageIndex": place[0]} if place else {}
    return {**shown, **stage, "timestamp": iso(error["at"])}
