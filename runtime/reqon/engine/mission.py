"""`Engine`: one run of one mission, from opening what it needs to its result."""

from __future__ import annotations

import asyncio
from time import perf_counter

from reqon.engine.finish import add_failure, conclude, keep_notes, shut, store_results
from reqon.engine.pipeline import StageFailedError, run_pipeline
from reqon.engine.result import ExecutionResult, RunStatus
from reqon.engine.run import Run
from reqon.engine.settings import Settings
from reqon.engine.signals import StoppedError
from reqon.engine.start import start
from reqon.errors import ReqonError
from reqon.events import Listener
from reqon.plan.mission import MissionPlan


class Engine:
    """Runs one mission once."""

    def __init__(
        self, plan: MissionPlan, settings: Settings, listener: Listener | None = None
    ) -> None:
        self._plan = plan
        self._settings = settings
        self._listener = listener
        self._run: Run | None = None
        self._stop_requested = False

    @property
    def execution_id(self) -> str | None:
        """The id of the execution, once the run has begun."""
        return self._run.journal.execution_id if self._run is not None else None

    def request_stop(self) -> None:
        """Stop behind the current item, page or step; a resume goes on from there.

        To be called in the thread of the event loop, as by a signal handler of the loop.
        """
        self._stop_requested = True
        if self._run is not None:
            self._run.stopping.set()

    async def run(self) -> ExecutionResult:
        """Run the mission to its end, its first failure, or a stop.

        What fails in the mission is in the result. Raises `ConfigurationError`, `StoreError` or
        `JournalError` when it cannot begin. Cancelling leaves the execution interrupted.
        """
        started = perf_counter()
        run = start(self._plan, self._settings, self._listener)
        self._run = run
        if self._stop_requested:
            run.stopping.set()
        try:
            outcome = await _execute(run)
            # Who is told by the record that the run ended finds the notes there.
            await keep_notes(run)
            status = await conclude(run, outcome)
            result = ExecutionResult(
                mission=run.plan.name,
                execution_id=run.journal.execution_id,
                status=status,
                duration_ms=(perf_counter() - started) * 1000,
                actions_run=tuple(run.journal.state.actions_run),
                errors=tuple(run.errors),
                stores=store_results(run),
                resumed=run.resumed,
            )
        finally:
            await shut(run)
        _tell_end(run, result)
        return result


async def _execute(run: Run) -> RunStatus:
    """Run the stages; whatever ends them, the journal learns of it."""
    run.events.emit("mission.start", resumed=run.resumed, program=run.plan.path)
    for sink in run.sinks.values():
        for note in sink.store.notes:
            run.events.emit("warning", message=note)
    if run.resumed:
        run.events.emit(
            "checkpoint.resume",
            stage=max(run.journal.state.stage, 0),
            actions=list(run.journal.state.actions_run),
        )
    try:
        await run_pipeline(run)
    except StageFailedError:
        return "failed"
    except StoppedError:
        return "interrupted"
    except ReqonError as error:
        add_failure(run, error)
        return "failed"
    except asyncio.CancelledError:
        run.journal.finish("interrupted")
        raise
    except BaseException as error:
        run.journal.error(
            action=None, step=None, message=f"unexpected {type(error).__name__}", address=""
        )
        run.journal.finish("failed")
        raise
    return "completed"


_ENDINGS = {
    "completed": "mission.complete",
    "failed": "mission.failed",
    "interrupted": "mission.interrupted",
}


def _tell_end(run: Run, result: ExecutionResult) -> None:
    run.events.emit(
        _ENDINGS[result.status],
        duration_ms=result.duration_ms,
        status=result.status,
        actions=list(result.actions_run),
        errors=[str(error) for error in result.errors],
        stores={
            name: {"count": store.count, "added": store.added, "updated": store.updated}
            for name, store in result.stores.items()
        },
    )
