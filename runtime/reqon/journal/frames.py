"""How records change the tree of frames: positions, variables, loops, listings, calls in doubt.

Work per record does not grow with the number of items or frames: a frame knows its children,
and dropping one visits nothing else. `reducer.py` decides which function a record is for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reqon.journal import address
from reqon.journal.state import (
    ABSENT,
    ArmState,
    ExecutionState,
    FrameState,
    Intent,
    LoopState,
    PageProgress,
    Progress,
)

Record = Mapping[str, Any]


def frame_at(state: ExecutionState, place: str) -> FrameState:
    """Return the frame at `place`; a new one is tied to the step it hangs from."""
    frame = state.frames.get(place)
    if frame is None:
        frame = state.frames[place] = FrameState()
        origin = address.parent(place)
        if origin is not None:
            outer, step = origin
            above = frame_at(state, outer)
            above.children.setdefault(step, set()).add(place)
            loop = above.loops.get(step)
            frame.grouped = above.grouped or (loop is not None and bool(loop.every))
    return frame


def finish_step(state: ExecutionState, record: Record) -> None:
    """Fold a `step` record: the step is done, and everything below it is dropped."""
    place, step = record["p"], record["s"]
    frame = state.frames.get(place) or frame_at(state, place)
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
    if index == before:
        loop.next = _first_not_in(loop.ahead, index + 1) if loop.ahead else index + 1
    elif index > before:
        loop.ahead.add(index)
    if frame.children or state.intents:
        _leave_iteration(state, frame, step, address.step(place, step, frame.rewinds), index)
    if loop.every:
        if loop.next // loop.every > before // loop.every:
            state.checkpoint_at = sequence
    elif state.checkpoint == "afterStep" and not frame.grouped:
        state.checkpoint_at = sequence


def finish_recorded_item(state: ExecutionState, record: Record) -> None:
    """Fold an `item` record read from a journal."""
    finish_item(state, record["q"], record["ts"], record["p"], record["s"], record["i"])


def go_back(state: ExecutionState, record: Record) -> None:
    """Fold a `retry` record: the steps from one on are to run again."""
    frame = frame_at(state, record["p"])
    first = record["s"]
    for step in [step for step in frame.children if step >= first]:
        drop_below(state, frame, step)
    for kept in (frame.loops, frame.pages, frame.arms):
        for step in [step for step in kept if step >= first]:
            del kept[step]
    frame.done = first - 1
    frame.rewinds += 1


def choose_block(state: ExecutionState, record: Record) -> None:
    """Fold an `arm` record."""
    frame = frame_at(state, record["p"])
    frame.arms[record["s"]] = ArmState(record["a"], record["b"], record.get("isolated", False))


def start_loop(state: ExecutionState, record: Record) -> None:
    """Fold a `loop` record."""
    frame_at(state, record["p"]).loops[record["s"]] = LoopState(
        variable=record["var"],
        collection=record["collection"],
        keys=record.get("keys"),
        values=record.get("values"),
        total=record["total"],
        every=record.get("every"),
        key_field=record.get("key", "id"),
    )


def finish_page(state: ExecutionState, record: Record) -> None:
    """Fold a `page` record: the items of a page add to those before."""
    place, step = record["p"], record["s"]
    frame = frame_at(state, place)
    if frame.children:
        drop_below(state, frame, step)
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


def intend(state: ExecutionState, record: Record) -> None:
    """Fold an `intent` record: the call is in doubt until there is a result."""
    state.intents[record["p"]] = Intent(
        record["method"], record["url"], record["key"], record["body"], record["ts"]
    )


def resolve(state: ExecutionState, record: Record) -> None:
    """Fold a `result` record."""
    state.intents.pop(record["p"], None)


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
        drop_below(state, frame, step)


def _upto(steps: Mapping[int, Any], last: int) -> list[int]:
    return [step for step in steps if step <= last]


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


def drop_below(state: ExecutionState, frame: FrameState, step: int) -> None:
    """Drop the frames that hang from a step."""
    for place in frame.children.pop(step, ()):
        _drop(state, place)


def _drop(state: ExecutionState, place: str) -> None:
    frame = state.frames.pop(place, None)
    if frame is not None:
        for step in list(frame.children):
            drop_below(state, frame, step)


def _forget_intents(state: ExecutionState, outer: str) -> None:
    for place in [place for place in state.intents if address.within(place, outer)]:
        del state.intents[place]


def _progress(state: ExecutionState, place: str) -> Progress:
    branch = state.branch(place)
    return state.progress.setdefault(branch.name if branch else place, Progress())
