"""Running `delete store[key]` and `clear store`."""

from __future__ import annotations

from reqon.engine.keys import key_text
from reqon.engine.run import Frame
from reqon.plan.mission import Step
from reqon.plan.steps.remove import Clear, DeleteRecord


async def run_delete(work: DeleteRecord, step: Step, frame: Frame) -> None:
    """Remove one record. What led here is durable before it goes."""
    run = frame.run
    key = key_text(work.key(frame.scope), work.key_location)
    if run.dry:
        return
    run.journal.flush()
    removed = await run.sinks[work.store].delete(key, frame, frame.at(step.index))
    if removed is not None:
        run.events.emit(
            "data.store", action=frame.action, step=step.title, store=work.store, removed=removed
        )


async def run_clear(work: Clear, step: Step, frame: Frame) -> None:
    """Remove every record. What led here is durable before they go."""
    run = frame.run
    if run.dry:
        return
    run.journal.flush()
    removed = await run.sinks[work.store].clear(frame, frame.at(step.index))
    if removed is not None:
        run.events.emit(
            "data.store", action=frame.action, step=step.title, store=work.store, removed=removed
        )
