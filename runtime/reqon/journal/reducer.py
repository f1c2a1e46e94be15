"""How a record changes what is known: `apply(state, record)`.

The one interpretation of the journal. The running engine and a resume both come through here,
so they cannot disagree. It reads no file and no clock; a record of an unknown type changes
nothing but the sequence. Positions and variables are the business of `frames.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from reqon.journal import frames
from reqon.journal.state import (
    BranchState,
    ExecutionState,
    Resumption,
    StageState,
    StoreCounters,
)

Record = Mapping[str, Any]

KEPT_ERRORS = 500
"""How many of the first, and how many of the latest errors stay in the state."""


def apply(state: ExecutionState, record: Record) -> None:
    """Fold one record, as `records.decode` gave it, into `state`."""
    state.sequence = record["q"]
    state.updated_at = record["ts"]
    change = _CHANGES.get(record["t"])
    if change is not None:
        change(state, record)


def _begin(state: ExecutionState, record: Record) -> None:
    state.execution_id = record["id"]
    state.mission = record["mission"]
    state.started_at = record["at"]
    state.fence = record["fence"]
    state.record_name = record["record"]
    state.program_path = record["path"]
    state.program_hash = record["hash"]
    state.trigger = record["trigger"]
    state.checkpoint = record["checkpoint"]
    state.metadata = record["metadata"]
    state.store_targets = record["stores"]
    state.stages = [_stage(actions) for actions in record["stages"]]


def _resume(state: ExecutionState, record: Record) -> None:
    """Go on: what failed is pending again, what completed stays so."""
    state.resumptions.append(Resumption(record["ts"], record["from"], record["q"] - 1))
    state.status = "running"
    state.completed_at = None
    state.fence = record["fence"]
    state.program_hash = record.get("hash", state.program_hash)
    for number, actions in enumerate(record.get("stages", ())):
        if number >= len(state.stages):
            state.stages.append(_stage(actions))
        elif state.stages[number].actions != actions and state.stages[number].status == "pending":
            state.stages[number] = _stage(actions)
    for stage in state.stages:
        _reopen(stage)
        for branch in stage.branches:
            _reopen(branch)
    for note in record.get("notes", ()):
        _keep_error(state, record, {"action": None, "step": None, "message": note})


def _reopen(unit: StageState | BranchState) -> None:
    if unit.status in {"running", "failed"}:
        unit.status = "pending"
        unit.completed_at = None


def _stage(actions: list[str]) -> StageState:
    return StageState([BranchState(name) for name in actions])


def _stage_edge(state: ExecutionState, record: Record) -> None:
    number = record["s"]
    if number >= len(state.stages):
        return
    stage = state.stages[number]
    stage.status = record["st"]
    if record["st"] == "running":
        state.stage = number
        stage.started_at = stage.started_at or record["ts"]
    else:
        stage.completed_at = record["ts"]


def _action_edge(state: ExecutionState, record: Record) -> None:
    branch = state.branch(record["p"])
    if branch is None:
        return
    branch.status = record["st"]
    if record["st"] == "running":
        branch.started_at = branch.started_at or record["ts"]
        frames.frame_at(state, record["p"])
        return
    branch.completed_at = record["ts"]
    if record["st"] == "completed":
        frame = frames.frame_at(state, record["p"])
        for step in list(frame.children):
            frames.drop_below(state, frame, step)
        if branch.name not in state.actions_run:
            state.actions_run.append(branch.name)


def _store(state: ExecutionState, record: Record) -> None:
    state.stores[record["store"]] = StoreCounters(
        record["count"], record["added"], record["updated"]
    )


def _sync(state: ExecutionState, record: Record) -> None:
    state.syncs[record["key"]] = record["entry"]


def _error(state: ExecutionState, record: Record) -> None:
    _keep_error(state, record, record["error"])


def _end(state: ExecutionState, record: Record) -> None:
    state.status = record["st"]
    if record["st"] in {"completed", "failed", "cancelled"}:
        state.completed_at = record["ts"]


def _keep_error(state: ExecutionState, record: Record, error: dict[str, Any]) -> None:
    state.error_count += 1
    if len(state.errors) >= 2 * KEPT_ERRORS:
        del state.errors[KEPT_ERRORS]
    state.errors.append({**error, "at": record["ts"], "journalSeq": record["q"]})


_CHANGES: dict[str, Callable[[ExecutionState, Record], None]] = {
    "begin": _begin,
    "resume": _resume,
    "stage": _stage_edge,
    "action": _action_edge,
    "step": frames.finish_step,
    "retry": frames.go_back,
    "arm": frames.choose_block,
    "loop": frames.start_loop,
    "item": frames.finish_recorded_item,
    "page": frames.finish_page,
    "intent": frames.intend,
    "result": frames.resolve,
    "store": _store,
    "sync": _sync,
    "error": _error,
    "end": _end,
}
