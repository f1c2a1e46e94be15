"""Running `queue`."""

from __future__ import annotations

from typing import Any

from reqon.engine.keys import generated_key, key_text
from reqon.engine.run import Frame
from reqon.plan.mission import Step
from reqon.plan.steps.queue import Queue
from reqon.stores.base import WriteMode
from reqon.values import settled


async def run_queue(work: Queue, step: Step, frame: Frame) -> None:
    """Put an item aside; the run goes on with the next step."""
    item = work.item(frame.scope) if work.item is not None else frame.subject
    place = frame.at(step.index)
    if work.key is None:
        key = generated_key(frame, place, 0)
    else:
        key = key_text(work.key(frame.scope.with_element(item)), step.location)
    await put_aside(work.store, key, item, step, frame, place)


async def put_aside(store: str, key: str, item: Any, step: Step, frame: Frame, place: str) -> None:
    """Write one item; what is no object is stored as the member `value` of one."""
    record = item if isinstance(item, dict) else {"value": settled(item)}
    if frame.run.dry:
        return
    result = await frame.run.sinks[store].write([(key, record)], WriteMode.REPLACE, frame, place)
    if result is not None:
        frame.run.events.emit(
            "data.store",
            action=frame.action,
            step=step.title,
            store=store,
            records=1,
            added=result.added,
            updated=result.updated,
        )
