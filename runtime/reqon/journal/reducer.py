"""How a record changes what is known: `apply(state, record)`.

The one interpretation of the journal. The running engine and a resume both come through here,
so they cannot disagree. It reads no file and no clock; a record of an unknown type changes
nothing but the sequence. Work per record does not grow with the number of items or frames.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from reqon.journal import address
from reqon.journal.state import (
    ABSENT,
    ArmState,
    BranchState,
    ExecutionState,
    FrameState,
    Intent,
    LoopState,
    PageProgress,
    Progress,
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


def finish_item(
    state: ExecutionState, sequence: int, at: int, place: str, step: int, index: int
) -> None:
    """Fold an `item` record, of which there are more than of all others."""
    state.sequence = sequence
    state.updated_at = at
    frame = state.frames.get(place)
    loop = frame.loops.get(step) if frame else None
    if frame is None or loop is None:
        return
    before = loop.next
    if index != before:
        loop.ahead.add(index)
    elif loop.ahead:
        loop.next = _first_not_in(loop.ahead, index + 1)
    else:
        loop.next = index + 1
    if frame.children or state.intents:
        _leave_iteration(state, frame, step, address.step(place, step, frame.rewinds), index)
    if loop.every:
        if loop.next // loop.every > before // loop.every:
            state.checkpoint_at = sequence
    elif state.checkpoint == "afterStep" and not frame.grouped:
        state.checkpoint_at = sequence


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
        _keep_error(state, {"action": None, "step": None, "message": note, "at": record["ts"]})


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
        _frame(state, record["p"])
        return
    branch.completed_at = record["ts"]
    if record["st"] == "completed":
        frame = _frame(state, record["p"])
        for step in list(frame.children):
            _drop_below(state, frame, step)
        if branch.name not in state.actions_run:
            state.actions_run.append(branch.name)


def _step(state: ExecutionState, record: Record) -> None:
    place, step = record["p"], record["s"]
    frame = state.frames.get(place) or _frame(state, place)
    if frame.loops or frame.pages or frame.arms or frame.children:
        _close(state, place, frame, step)
    if state.intents:
        state.intents.pop(address.step(place, step, frame.rewinds), None)
    frame.done = step
    if "v" in record:
        frame.variables.update(record["v"])
    if "r" in record:
        frame.response = record["r"]
    if state.checkpoint == "afterStep" and not frame.grouped:
        state.checkpoint_at = record["q"]


def _close(state: ExecutionState, place: str, frame: FrameState, last: int) -> None:
    """Drop what lies below the steps up to `last`, after taking out what outlives it.

    Two steps may complete as one: a listing that is streamed into the store behind it.
    """
    for step in _upto(frame.arms, last):
        arm = frame.arms.pop(step)
        inner = state.frames.get(address.block(address.step(place, step, frame.rewinds), arm.arm))
        if inner is not None and inner.response is not ABSENT and not arm.isolated:
            frame.response = inner.response
    for step in _upto(frame.loops, last):
        loop = frame.loops.pop(step)
        if "[" not in place:
            _progress(state, place).items = loop.next + len(loop.ahead)
        if loop.every and loop.next:
            state.checkpoint_at = state.sequence
    for step in _upto(frame.pages, last):
        del frame.pages[step]
    for step in _upto(frame.children, last):
        _drop_below(state, frame, step)


def _upto(steps: Mapping[int, Any], last: int) -> list[int]:
    return [step for step in steps if step <= last]


def _retry(state: ExecutionState, record: Record) -> None:
    frame = _frame(state, record["p"])
    first = record["s"]
    for step in [step for step in frame.children if step >= first]:
        _drop_below(state, frame, step)
    for kept in (frame.loops, frame.pages, frame.arms):
        for step in [step for step in kept if step >= first]:
            del kept[step]
    frame.done = first - 1
    frame.rewinds += 1


def _arm(state: ExecutionState, record: Record) -> None:
    frame = _frame(state, record["p"])
    frame.arms[record["s"]] = ArmState(record["a"], record["b"], record.get("isolated", False))


def _loop(state: ExecutionState, record: Record) -> None:
    _frame(state, record["p"]).loops[record["s"]] = LoopState(
        variable=record["var"],
        collection=record["collection"],
        keys=record.get("keys"),
        values=record.get("values"),
        total=record["total"],
        every=record.get("every"),
        key_field=record.get("key", "id"),
    )


def _item(state: ExecutionState, record: Record) -> None:
    finish_item(state, record["q"], record["ts"], record["p"], record["s"], record["i"])


def _first_not_in(ahead: set[int], index: int) -> int:
    while index in ahead:
        ahead.remove(index)
        index += 1
    return index


def _leave_iteration(
    state: ExecutionState, frame: FrameState, step: int, loop: str, index: int
) -> None:
    """Drop what lies below one iteration of the loop at the address `loop`."""
    inner = address.iteration(loop, index)
    children = frame.children.get(step)
    if children is not None and inner in children:
        children.remove(inner)
        if not children:
            del frame.children[step]
        _drop(state, inner)
    if state.intents:
        _forget_intents(state, inner)


def _page(state: ExecutionState, record: Record) -> None:
    place, step = record["p"], record["s"]
    frame = _frame(state, place)
    if frame.children:
        _drop_below(state, frame, step)
    chunk = [] if record.get("items") is None else [record["items"]]
    listing = frame.pages.get(step)
    if listing is None:
        listing = frame.pages[step] = PageProgress(record["cursor"], 1, record["n"], chunk)
    else:
        listing.cursor = record["cursor"]
        listing.pages += 1
        listing.count += record["n"]
        listing.chunks += chunk
    if "[" not in place:
        progress = _progress(state, place)
        progress.page, progress.items = listing.pages, listing.count
    if state.checkpoint == "afterStep" and not frame.grouped:
        state.checkpoint_at = record["q"]


def _intent(state: ExecutionState, record: Record) -> None:
    state.intents[record["p"]] = Intent(
        record["method"], record["url"], record["key"], record["body"], record["ts"]
    )


def _result(state: ExecutionState, record: Record) -> None:
    state.intents.pop(record["p"], None)


def _store(state: ExecutionState, record: Record) -> None:
    state.stores[record["store"]] = StoreCounters(
        record["count"], record["added"], record["updated"]
    )


def _sync(state: ExecutionState, record: Record) -> None:
    state.syncs[record["key"]] = record["entry"]


def _error(state: ExecutionState, record: Record) -> None:
    _keep_error(state, {**record["error"], "at": record["ts"]})


def _end(state: ExecutionState, record: Record) -> None:
    state.status = record["st"]
    if record["st"] in {"completed", "failed", "cancelled"}:
        state.completed_at = record["ts"]


def _frame(state: ExecutionState, place: str) -> FrameState:
    """Return the frame at `place`; a new one is tied to the step it hangs from."""
    frame = state.frames.get(place)
    if frame is None:
        frame = state.frames[place] = FrameState()
        origin = address.parent(place)
        if origin is not None:
            outer, step = origin
            above = _frame(state, outer)
            above.children.setdefault(step, set()).add(place)
            loop = above.loops.get(step)
            frame.grouped = above.grouped or (loop is not None and bool(loop.every))
    return frame


def _drop_below(state: ExecutionState, frame: FrameState, step: int) -> None:
    for place in frame.children.pop(step, ()):
        _drop(state, place)


def _drop(state: ExecutionState, place: str) -> None:
    frame = state.frames.pop(place, None)
    if frame is not None:
        for step in list(frame.children):
            _drop_below(state, frame, step)


def _forget_intents(state: ExecutionState, outer: str) -> None:
    for place in [place for place in state.intents if address.within(place, outer)]:
        del state.intents[place]


def _progress(state: ExecutionState, place: str) -> Progress:
    branch = state.branch(place)
    return state.progress.setdefault(branch.name if branch else place, Progress())


def _keep_error(state: ExecutionState, error: dict[str, Any]) -> None:
    state.error_count += 1
    if len(state.errors) >= 2 * KEPT_ERRORS:
        del state.errors[KEPT_ERRORS]
    state.errors.append(error)


_CHANGES: dict[str, Callable[[ExecutionState, Record], None]] = {
    "begin": _begin,
    "resume": _resume,
    "stage": _stage_edge,
    "action": _action_edge,
    "step": _step,
    "retry": _retry,
    "arm": _arm,
    "loop": _loop,
    "item": _item,
    "page": _page,
    "intent": _intent,
    "result": _result,
    "store": _store,
    "sync": _sync,
    "error": _error,
    "end": _end,
}
