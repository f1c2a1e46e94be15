"""May an execution go on although the mission was edited since it began?

Yes, while every step that completed, and the header of what is in progress, is as it was; a
failing step may be mended (durability specification, section 8).
"""

from __future__ import annotations

from collections.abc import Iterator

from reqon.engine.errors import EditedError
from reqon.journal import address
from reqon.journal.state import ExecutionState, FrameState
from reqon.plan.mission import MissionPlan
from reqon_language.model.identity import (
    Completed,
    changed_stage,
    changed_steps,
    step_number,
)

STEPS = "steps"
"""The member of a journal's metadata that keeps `MissionPlan.identities`."""


def check_unedited(plan: MissionPlan, state: ExecutionState) -> None:
    """Raise `EditedError` naming the first step that ran and is not what it was."""
    if state.program_hash == plan.digest:
        return
    completed = completed_by(state)
    stage = changed_stage(completed, [stage.actions for stage in plan.stages])
    if stage is not None:
        raise _refusal(plan, state, f"stage {stage + 1} of `run`")
    for step in changed_steps(completed, plan.identities):
        action = step.partition(".")[0]
        raise _refusal(plan, state, f"step {step_number(step)} of action `{action}`")


def completed_by(state: ExecutionState) -> Completed:
    """Return what an execution has run of its mission, and so may not change."""
    begun = [
        tuple(stage.actions)
        for stage in state.stages
        if stage.status != "pending" or stage.started_at is not None
    ]
    return Completed(tuple(begun), state.metadata.get(STEPS, {}), tuple(_bound(state)))


def _bound(state: ExecutionState) -> Iterator[tuple[str, bool]]:
    """Yield the definition paths of the steps that may not change, and whether all below them."""
    for place, frame in state.frames.items():
        branch = state.branch(place)
        if branch is None:
            continue
        prefix = branch.name + _inside(place)
        for step in range(frame.done + 1):
            yield f"{prefix}.{step}", True
        for step in _in_progress(frame):
            yield f"{prefix}.{step}", False


def _in_progress(frame: FrameState) -> set[int]:
    return {*frame.loops, *frame.pages, *frame.arms}


def _inside(place: str) -> str:
    """Return the part of a definition address behind stage and branch."""
    definition = address.definition(place)
    return definition[len(".".join(definition.split(".")[:2])) :]


def _refusal(plan: MissionPlan, state: ExecutionState, what: str) -> EditedError:
    return EditedError(
        f"{what} ran in execution {state.execution_id} and was edited since",
        location=plan.location,
        help="Undo the edit, resume with `--force` (`accept_edits`), or start a new execution.",
    )
