"""The end of a run: counters, files, markers and clients, whatever way it ended."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import suppress
from pathlib import Path

from reqon.engine.opening import close_sinks
from reqon.engine.result import ErrorRecord, RunStatus, StoreResult
from reqon.engine.run import Run
from reqon.engine.sinks import report, sync_all
from reqon.engine.start import SHADOWS
from reqon.errors import JournalError, ReqonError
from reqon.journal import shapes
from reqon.journal.layout import Layout


async def conclude(run: Run, status: RunStatus) -> RunStatus:
    """Bring stores and journal to their end; a failure there fails the run."""
    if run.dry:
        return status
    try:
        await sync_all(run)
        await asyncio.to_thread(_flush, run)
        report(run)
        run.journal.finish(status)
        if status == "completed" and run.keeps_steps:
            await asyncio.to_thread(_forget, run)
    except ReqonError as error:
        add_failure(run, error)
        with suppress(JournalError):
            run.journal.finish("failed")
        return "failed"
    return status


async def keep_notes(run: Run) -> None:
    """Keep what the run saw of its steps; that this cannot be done fails nothing."""
    if not run.keeps_state or not run.notes.steps:
        return
    plan, journal = run.plan, run.journal
    records = run.notes.records(journal.is_secret)
    layout = Layout(run.settings.state_dir)
    try:
        await asyncio.to_thread(
            shapes.keep,
            layout,
            plan.name,
            Path(plan.path),
            journal.execution_id,
            plan.identities,
            records,
        )
    except OSError as error:
        reason = error.strerror or str(error)
        run.events.emit("warning", message=f"editors will not know this run: {reason}")


async def shut(run: Run) -> None:
    """Close everything a run has open, even when closing something fails."""
    try:
        await asyncio.gather(*(client.aclose() for client in run.clients.values()))
    finally:
        try:
            await asyncio.to_thread(close_sinks, run.sinks)
        finally:
            run.journal.close()


def store_results(run: Run) -> dict[str, StoreResult]:
    """Return what is to be said of the stores, with the records nobody could read later."""
    return {
        name: StoreResult(
            adapter=sink.store.adapter,
            target=sink.store.target,
            count=sink.count,
            added=sink.added,
            updated=sink.updated,
            records=(
                [record for _, record in sink.store.scan()]
                if sink.store.adapter == "memory" or run.settings.collect
                else None
            ),
        )
        for name, sink in run.sinks.items()
    }


def _flush(run: Run) -> None:
    for sink in run.sinks.values():
        sink.store.flush()


def _forget(run: Run) -> None:
    """Drop what only a resume would need."""
    for sink in run.sinks.values():
        sink.store.forget(run.journal.execution_id)
    folder = Layout(run.settings.state_dir).journal(run.journal.execution_id) / SHADOWS
    shutil.rmtree(folder, ignore_errors=True)


def add_failure(run: Run, error: ReqonError) -> None:
    """Record a failure outside any action, once; in the journal too, if it still takes it."""
    if any(record.error is error for record in run.errors):
        return
    run.errors.append(ErrorRecord(None, None, error.message, error.location, None, error))
    with suppress(JournalError):
        message = f"{error.location}: {error.message}" if error.location else error.message
        run.journal.error(action=None, step=None, message=message, address="")
