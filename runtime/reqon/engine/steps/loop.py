"""Running `for`: membership fixed at the start, values read live, one iteration after another."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from reqon.engine.blocks import run_block
from reqon.engine.errors import FATAL
from reqon.engine.keys import generated_key
from reqon.engine.run import Entry, Frame
from reqon.engine.signals import Flow, GoBack, Signal
from reqon.engine.steps.queue import put_aside
from reqon.errors import EvaluationError, ReqonError
from reqon.journal import address
from reqon.plan.mission import Step
from reqon.plan.steps.loop import Loop
from reqon.values import MISSING, StoreView, as_list, describe, truthy

_SCANNED_AT_ONCE = 1000


@dataclass(slots=True)
class _Members:
    """What a loop visits: records of a store by key, or the items of an array."""

    store: StoreView | None
    members: list[Any]
    start: int = 0

    def entry(self, index: int) -> Entry:
        member = self.members[index]
        return member if self.store is not None else (index, member)

    def value(self, index: int) -> Any:
        """Return an item as it is now; None when the record is gone."""
        member = self.members[index]
        return self.store.store.get(member) if self.store is not None else member


async def run_loop(work: Loop, step: Step, frame: Frame) -> Signal | None:
    """Run the body once per item."""
    run = frame.run
    members = _recalled(work, step, frame) or await _collect(work, step, frame)
    if members.start:
        run.notes.resumed(step.path, items=members.start)
    total, place = len(members.members), frame.at(step.index)
    names: dict[str, Any] = {"action": frame.action, "step": step.title, "address": place}
    run.events.emit("loop.start", **names, total=total, start=members.start)
    started = perf_counter()
    gone = 0
    run.notes.counted(step.path, 0)
    for index in range(members.start, total):
        run.check_stop()
        value = members.value(index)
        if value is None and members.store is not None:
            gone += 1
        else:
            signal = await _iterate(work, step, frame, members.entry(index), value, index)
            if isinstance(signal, GoBack):
                return signal
            run.notes.counted(step.path, 1)
        if run.keeps_steps:
            run.journal.item_done(frame.address, step.index, index)
        if run.events.listening:
            run.events.emit("loop.iteration", **names, current=index + 1, total=total)
            if run.keeps_steps:
                run.tell_checkpoint(frame, step)
    if gone:
        run.warn(f"{gone} records were removed before the loop reached them", step, frame)
    run.events.emit(
        "loop.complete",
        duration_ms=(perf_counter() - started) * 1000,
        **names,
        total=total,
        gone=gone,
    )
    return None


async def _iterate(
    work: Loop, step: Step, frame: Frame, entry: Entry, value: Any, index: int
) -> Signal | None:
    inner = Frame(
        branch=frame.branch,
        action=frame.action,
        address=address.iteration(frame.at(step.index), index),
        scope=frame.scope.child({work.variable: value}),
        parent=frame,
        entry=entry,
        subject=frame.subject,
    )
    if work.on_error == "abort":
        return await run_block(work.body, inner)
    try:
        return await run_block(work.body, inner)
    except ReqonError as error:
        if isinstance(error, FATAL):
            raise
        await _put_up_with(error, work, step, inner, value)
        return Flow.SKIP


async def _put_up_with(error: ReqonError, work: Loop, step: Step, inner: Frame, value: Any) -> None:
    """Record the failure of one item, and put the item aside if the loop says where."""
    failure, inner.branch.failure = inner.branch.failure, None
    inner.run.journal.error(
        action=inner.action,
        step=failure.step.title if failure is not None else step.title,
        message=str(error),
        address=failure.address if failure is not None else inner.address,
        details={"handled": work.on_error},
    )
    inner.run.warn(f"an item failed, and the loop goes on: {error.message}", step, inner)
    if work.queue is not None:
        place = inner.at(len(work.body.steps))
        key = generated_key(inner, place, 0)
        record = {"item": value, "error": error.message, "action": inner.action}
        await put_aside(work.queue, key, record, step, inner, place)


def _recalled(work: Loop, step: Step, frame: Frame) -> _Members | None:
    """Return the members an earlier run fixed, and the first that is not done."""
    loop = frame.resume.loops.get(step.index) if frame.resume is not None else None
    if loop is None:
        return None
    load = frame.run.journal.load
    if loop.keys is None:
        return _Members(None, load(loop.values), loop.next)
    collection = work.collection(frame.scope)
    if not isinstance(collection, StoreView):
        raise EvaluationError(
            f"`{work.collection_name}` was a store when the loop began and is "
            f"{describe(collection)} now",
            location=work.collection_location,
        )
    return _Members(collection, load(loop.keys), loop.next)


async def _collect(work: Loop, step: Step, frame: Frame) -> _Members:
    """Evaluate the collection and its filter, once, and fix what the loop visits."""
    collection = work.collection(frame.scope)
    if isinstance(collection, StoreView):
        members = _Members(collection, await _keys(work, collection, frame))
    else:
        members = _Members(None, _items(work, step, frame, collection))
    if frame.run.keeps_steps:
        store = members.store is not None
        frame.run.journal.loop_started(
            frame.address,
            step.index,
            variable=work.variable,
            collection=work.collection_name,
            keys=members.members if store else None,
            values=None if store else members.members,
            total=len(members.members),
            every=work.every,
        )
    return members


async def _keys(work: Loop, view: StoreView, frame: Frame) -> list[str]:
    condition = work.condition
    if condition is None:
        return view.store.keys()
    scope = frame.scope.block({work.variable: None})
    keys = []
    for number, (key, record) in enumerate(view.store.scan()):
        scope.element = scope.variables[work.variable] = record
        if truthy(condition(scope)):
            keys.append(key)
        if number % _SCANNED_AT_ONCE == _SCANNED_AT_ONCE - 1:
            await asyncio.sleep(0)
    return keys


def _items(work: Loop, step: Step, frame: Frame, collection: Any) -> list[Any]:
    items = as_list(collection)
    if items is None:
        if collection is None or collection is MISSING or frame.run.dry:
            frame.run.warn(f"`{work.collection_name}` is null: nothing to visit", step, frame)
            return []
        raise EvaluationError(
            f"a loop visits an array or a store, not {describe(collection)}",
            location=work.collection_location,
            help="Choose the member that holds the items.",
        )
    condition = work.condition
    if condition is None:
        return items
    scope = frame.scope.block({work.variable: None})
    kept = []
    for item in items:
        scope.element = scope.variables[work.variable] = item
        if truthy(condition(scope)):
            kept.append(item)
    return kept
