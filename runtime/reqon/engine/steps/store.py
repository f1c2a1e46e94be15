"""Running `store`: keys first, then one atomic write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reqon.engine.keys import key_text, record_key
from reqon.engine.run import Frame
from reqon.errors import EvaluationError
from reqon.plan.mission import Step
from reqon.plan.steps.store import StoreWrite
from reqon.stores.base import Record
from reqon.values import as_list, describe


async def run_store(work: StoreWrite, step: Step, frame: Frame) -> None:
    """Write a record, or every record of an array."""
    value = work.value(frame.scope)
    records = as_list(value)
    await write_records(
        work, step, frame, [value] if records is None else records, frame.at(step.index)
    )


async def write_records(
    work: StoreWrite, step: Step, frame: Frame, records: Sequence[Any], place: str
) -> None:
    """Write records as one statement at an address; all keys are checked before any is stored."""
    run = frame.run
    if run.dry:
        return
    rows = _keyed(work, frame, records, place)
    result = await run.sinks[work.store].write(rows, work.mode, frame, place)
    if result is not None:
        run.notes.counted(step.path, len(rows))
        run.events.emit(
            "data.store",
            action=frame.action,
            step=step.title,
            store=work.store,
            records=len(rows),
            added=result.added,
            updated=result.updated,
        )


def _keyed(
    work: StoreWrite, frame: Frame, records: Sequence[Any], place: str
) -> list[tuple[str, Record]]:
    scope = frame.scope.with_element(None)
    rows: list[tuple[str, Record]] = []
    for index, record in enumerate(records):
        if not isinstance(record, dict):
            raise EvaluationError(
                f"only objects can be stored, got {describe(record)}",
                location=work.value_location,
                help="Build an object with `map`, or choose the member that holds the records.",
            )
        if work.key is None:
            key = record_key(record, frame, place, index, work.value_location)
        else:
            scope.element = record
            key = key_text(work.key(scope), work.key_location)
        stored = record if work.partial is None else {**record, "_partial": work.partial}
        rows.append((key, stored))
    return rows
