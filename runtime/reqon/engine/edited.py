"""May an execution go on although the mission was edited since it began?

Yes, while every step that completed, and the header of what is in progress, is as it was; a
failing step may be mended (durability specification, section 8).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reqon.engine.errors import EditedError
from reqon.journal import address
from reqon.journal.state import ExecutionState, FrameState
from reqon.plan.mission import MissionPlan

STEPS = "steps"
"""The member of a journal's metadata that keeps `MissionPlan.identities`."""


def check_unedited(plan: MissionPlan, state: ExecutionState) -> None:
    """Raise `EditedError` naming the first step that ran and is not what it was."""
    if state.program_hash == plan.digest:
        return
    stages = [list(stage.actions) for stage in plan.stages]
    for number, stage in enumerate(state.stages):
        begun = stage.status != "pending" or stage.started_at is not None
        if begun and (number >= len(stages) or stages[number] != stage.actions):
            raise _refusal(plan, state, f"stage {number + 1} of `run`")
    kept: Mapping[str, str] = state.metadata.get(STEPS, {})
    for path in _bound(state):
        for step in _at(path, kept):
            if plan.identities.get(step) != kept[step]:
                raise _refusal(plan, state, f"step {_shown(step)}")


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


def _at(bound: tuple[str, bool], kept: Mapping[str, str]) -> list[str]:
    path, deep = bound
    steps = [path] if path in kept else []
    if deep:
        steps += [step for step in kept if step.startswith((f"{path}.", f"{path}:"))]
    return steps


def _shown(path: str) -> str:
    action, _, rest = path.partition(".")
    return f"{int(rest.partition('.')[0].partition(':')[0]) + 1} of action `{action}`"


def _refusal(plan: MissionPlan, state: ExecutionState, what: str) -> EditedError:
    return EditedError(
        f"{what} ran in execution {state.execution_id} and was edited since",
        location=plan.location,
        help="Undo the edit, resume with `--force` (`accept_edits`), or start a new execution.",
    )
