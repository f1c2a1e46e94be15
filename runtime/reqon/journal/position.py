"""Where a run stands: from the state's frames to the chain of units in progress.

Indices follow ruling D25: a checkpoint names the last *completed* unit, `activeStep` the one
to run *next*. Pure functions of the state; `projections.py` turns them into documents.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from reqon.journal import address
from reqon.journal.encoding import dumps
from reqon.journal.state import ArmState, ExecutionState, FrameState, LoopState, PageProgress

Load = Callable[[Any], Any]
"""Returns a value, read from its blob when it is a `BlobRef`."""

_ITEM_LIMIT: Final = 1024
_STEP_TYPES: Final = {LoopState: "for", PageProgress: "fetch"}


@dataclass(frozen=True, slots=True)
class Link:
    """A frame in progress and the unit in it that leads inwards, if one does."""

    place: str
    frame: FrameState
    inner: LoopState | ArmState | PageProgress | None

    @property
    def step(self) -> int:
        """The step that runs next or is running."""
        return self.frame.done + 1

    @property
    def address(self) -> str:
        """The address of `step`."""
        return address.step(self.place, self.step, self.frame.rewinds)

    @property
    def step_type(self) -> str | None:
        """What kind of step is running, where the state tells."""
        return _STEP_TYPES.get(type(self.inner))

    @property
    def loop(self) -> LoopState | None:
        """The loop at `step`."""
        return self.inner if isinstance(self.inner, LoopState) else None


def branches_begun(state: ExecutionState) -> list[str]:
    """Return the frames of the current stage's actions that have begun."""
    if not 0 <= state.stage < len(state.stages):
        return []
    branches = state.stages[state.stage].branches
    return [
        address.branch(state.stage, index)
        for index, branch in enumerate(branches)
        if branch.started_at is not None
    ]


def chain(state: ExecutionState, branch: str) -> list[Link]:
    """Return the frames in progress of a branch, outermost first.

    In a concurrent loop it follows the first item that is not done.
    """
    links: list[Link] = []
    place: str | None = branch
    while place is not None and (frame := state.frames.get(place)) is not None:
        step = frame.done + 1
        inner = frame.loops.get(step) or frame.arms.get(step) or frame.pages.get(step)
        link = Link(place, frame, inner)
        links.append(link)
        place = _inward(link)
    return links


def grouped(links: list[Link]) -> list[Link]:
    """Return the chain as far as `checkpoint every` lets a checkpoint see it."""
    for depth in range(len(links), 0, -1):
        loop = links[depth - 1].loop
        if loop is not None and loop.every:
            return links[:depth]
    return links


def last_item(loop: LoopState, *, exact: bool) -> int:
    """Return the index of the last completed item, -1 for none.

    Unless `exact`, a loop with `checkpoint every N` only counts whole groups.
    """
    completed = loop.next
    if loop.every and not exact and completed < loop.total:
        completed -= completed % loop.every
    return completed - 1


def step_path(links: list[Link], *, exact: bool) -> list[int | str]:
    """Return the way to the last completed unit: `[2, "item:42"]`, `[2, "arm:1", 0]`."""
    path: list[int | str] = []
    for link, further in zip(links, [*links[1:], None], strict=True):
        deeper = further is not None and (further.frame.done >= 0 or further.inner is not None)
        match link.inner:
            case LoopState() as loop if deeper:
                path += [link.step, f"item:{loop.next}"]
            case LoopState() as loop if last_item(loop, exact=exact) >= 0:
                return [*path, link.step, f"item:{last_item(loop, exact=exact)}"]
            case ArmState() as arm if deeper:
                path += [link.step, f"arm:{arm.arm}"]
            case PageProgress() as listing:
                return [*path, link.step, f"page:{listing.pages - 1}"]
            case _:
                return [*path, link.frame.done]
    return path


def active_step(state: ExecutionState, branch: str, load: Load) -> dict[str, Any] | None:
    """Return the documented `activeStep` of a branch; None before its first record.

    In a loop, `index` is the next item of the action's outermost loop, and `item` carries the
    field that identifies it; elsewhere `index` is the next step.
    """
    links = chain(state, branch)
    if not links:
        return None
    found = state.branch(branch)
    step = links[0].step
    active: dict[str, Any] = {"action": found.name if found else branch, "index": step}
    outermost = next((link.loop for link in links if link.loop is not None), None)
    if outermost is not None:
        active["index"] = outermost.next
        item = _item(outermost, load)
        if item is not None:
            active["item"] = item
    active["stageIndex"] = address.order_key(branch)[0]
    active["stepIndex"] = step
    if links[0].step_type is not None:
        active["stepType"] = links[0].step_type
    active["path"] = links[-1].address
    return active


def _inward(link: Link) -> str | None:
    match link.inner:
        case LoopState() as loop:
            return address.iteration(link.address, loop.next)
        case ArmState() as arm:
            return address.block(link.address, arm.arm)
        case PageProgress() as listing:
            return address.page(link.address, listing.pages)
    return None


def _item(loop: LoopState, load: Load) -> Any:
    """Return what people know the next item by, in at most a kilobyte."""
    if loop.next >= loop.total:
        return None
    if loop.keys is not None:
        item: Any = {loop.key_field: load(loop.keys)[loop.next]}
    elif loop.values is not None:
        item = load(loop.values)[loop.next]
        if isinstance(item, dict):
            item = {loop.key_field: item[loop.key_field]} if loop.key_field in item else None
    else:
        return None
    return item if len(dumps(item)) <= _ITEM_LIMIT else None
