"""The checkpoint file, as a pure function of the state.

Its shape is the seed's (`checkpoint-configuration.md`) with members added, never changed. It
names the last *completed* unit (ruling D25). Writing it is the business of `publisher.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from reqon.journal import address
from reqon.journal.position import (
    Link,
    branches_begun,
    chain,
    grouped,
    last_item,
    step_path,
)
from reqon.journal.progress import action_checkpoints
from reqon.journal.state import ABSENT, BlobRef, ExecutionState, FrameState, Status
from reqon.journal.times import iso
from reqon.values import to_json

_REASONS: Final[Mapping[Status, str]] = {
    "failed": "onFailure",
    "interrupted": "signal",
    "paused": "pause",
}


def checkpoint(
    state: ExecutionState, status: Status | None = None, *, required: bool = False
) -> dict[str, Any] | None:
    """Return the checkpoint file's content, or None when the mission asked for none so far.

    `required` when there is a file already, which must not go on telling an old story.
    """
    shown = status or state.status
    if not (required or _wanted(state, shown)):
        return None
    exact = shown in _REASONS
    units = [_unit(state, branch, exact=exact) for branch in branches_begun(state)]
    current = next(
        (unit for unit in units if unit["status"] != "completed"), units[-1] if units else {}
    )
    content: dict[str, Any] = {
        "executionId": state.execution_id,
        "mission": state.mission,
        "timestamp": iso(state.updated_at),
        "status": shown,
        "reason": _reason(state, shown),
        "stageIndex": max(state.stage, 0),
        "stepIndex": -1,
        "variables": {},
        **{name: value for name, value in current.items() if name != "status"},
    }
    if len(units) > 1:
        content["branches"] = units
    content["stores"] = _stores(state)
    content["actionCheckpoints"] = action_checkpoints(state)
    content["journalSeq"] = state.sequence
    return content


def _wanted(state: ExecutionState, status: Status) -> bool:
    if status == "paused" or state.checkpoint_at:
        return True
    return status in _REASONS and (state.checkpoint is not None or _in_group(state))


def _reason(state: ExecutionState, status: Status) -> str:
    if status in _REASONS:
        return _REASONS[status]
    if state.checkpoint == "afterStep" and not _in_group(state):
        return "afterStep"
    return "every" if state.checkpoint_at else "onFailure"


def _in_group(state: ExecutionState) -> bool:
    """Whether a loop with `checkpoint every` is running."""
    return any(
        link.loop is not None and link.loop.every
        for branch in branches_begun(state)
        for link in chain(state, branch)
    )


def _stores(state: ExecutionState) -> dict[str, dict[str, Any]]:
    """Return the references to the stores; their contents are where these lead."""
    stores: dict[str, dict[str, Any]] = {
        name: dict(target) for name, target in state.store_targets.items()
    }
    for name, counters in state.stores.items():
        stores.setdefault(name, {})["count"] = counters.count
    return stores


def _unit(state: ExecutionState, branch: str, *, exact: bool) -> dict[str, Any]:
    """Return the position of one action, as the checkpoint file shows it."""
    links = chain(state, branch)
    if not exact:
        links = grouped(links)
    found = state.branch(branch)
    unit: dict[str, Any] = {
        "action": found.name if found else branch,
        "status": found.status if found else "running",
        "stepIndex": links[0].frame.done if links else -1,
        "stepPath": step_path(links, exact=exact),
        **_scope(state, links),
    }
    loops = [
        {
            "stepPath": link.address,
            "variable": link.loop.variable,
            "collection": link.loop.collection,
            "itemIndex": last_item(link.loop, exact=exact or link is not links[-1]),
            "total": link.loop.total,
        }
        for link in links
        if link.loop is not None
    ]
    if loops:
        innermost = loops[-1]
        unit["loopContext"] = {name: innermost[name] for name in ("itemIndex", "collection")}
        unit["loops"] = loops
    return unit


def _scope(state: ExecutionState, links: list[Link]) -> dict[str, Any]:
    """Return the variables visible at the end of the chain, and the response if there is one.

    Names that begin with `$` are the engine's own.
    """
    variables: dict[str, Any] = {}
    response: Any = ABSENT
    frames: list[FrameState | None] = [state.frames.get(address.MISSION)]
    for number, stage in enumerate(state.stages[: max(state.stage, 0)]):
        if len(stage.branches) == 1:
            frames.append(state.frames.get(address.branch(number, 0)))
    for frame in [*frames, *(link.frame for link in links)]:
        if frame is None:
            continue
        variables.update(frame.variables)
        arm = frame.arms.get(frame.done + 1)
        variables.update(arm.bindings if arm else {})
        response = response if frame.response is ABSENT else frame.response
    shown = {name: _plain(value) for name, value in variables.items() if name[0] != "$"}
    scope: dict[str, Any] = {"variables": shown}
    if response is not ABSENT:
        scope["response"] = _plain(response)
    return scope


def _plain(value: Any) -> Any:
    if isinstance(value, BlobRef):
        return {"$blob": value.digest, "n": value.size}
    return to_json(value)
