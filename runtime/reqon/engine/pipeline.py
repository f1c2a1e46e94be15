"""Running the stages of a mission: what may run side by side, and what later stages see."""

from __future__ import annotations

import asyncio
from time import perf_counter

from reqon.engine import watermarks
from reqon.engine.action import run_action
from reqon.engine.recall import handed_over, record_end
from reqon.engine.result import ErrorRecord
from reqon.engine.run import Branch, Frame, Run
from reqon.engine.scope import Scope
from reqon.engine.signals import StoppedError
from reqon.engine.sinks import flush_all, report, sync_all
from reqon.errors import JournalError, ReqonError
from reqon.journal import address
from reqon.plan.mission import ActionPlan, StagePlan
from reqon.values import truthy


class StageFailedError(Exception):
    """An action of a stage failed; the failures are in `Run.errors`."""


async def run_pipeline(run: Run) -> None:
    """Run the stages that are not done yet, in order.

    Raises `StageFailedError`, `StoppedError`.
    """
    scope = run.scope
    for number, stage in enumerate(run.plan.stages):
        status = run.journal.state.stages[number].status
        if status == "skipped":
            continue
        if status != "completed":
            run.check_stop()
            if not _wanted(run, number, stage, scope):
                continue
            await _run_stage(run, number, stage, scope)
        scope = _after(run, number, stage, scope)
    if run.errors:
        raise StageFailedError


def _wanted(run: Run, number: int, stage: StagePlan, scope: Scope) -> bool:
    """Evaluate the condition of a stage, unless the stage had begun before."""
    if stage.condition is None or run.journal.state.stages[number].started_at is not None:
        return True
    if truthy(stage.condition(scope)):
        return True
    run.journal.stage_finished(number, "skipped")
    run.events.emit(
        "stage.complete",
        stage=number,
        actions=list(stage.actions),
        status="skipped",
        **_share(run),
    )
    return False


def _after(run: Run, number: int, stage: StagePlan, scope: Scope) -> Scope:
    """Return what the next stage sees: all of one action, nothing of parallel ones (D09, D10)."""
    if stage.parallel:
        return Scope(scope.run, parent=scope, response=None)
    left = run.handovers.get(number)
    if left is not None:
        return left
    return handed_over(run, Branch(run, address.branch(number, 0)), scope)


async def _run_stage(run: Run, number: int, stage: StagePlan, scope: Scope) -> None:
    """Run the actions of a stage. Raises `StageFailedError`, `StoppedError`."""
    journal, events = run.journal, run.events
    journal.stage_started(number)
    events.emit("stage.start", stage=number, actions=list(stage.actions))
    started = perf_counter()
    before = len(run.errors)
    await _run_branches(run, number, stage, scope)
    failed = len(run.errors) > before
    journal.stage_finished(number, "failed" if failed else "completed")
    events.emit(
        "stage.complete",
        duration_ms=(perf_counter() - started) * 1000,
        stage=number,
        actions=list(stage.actions),
        status="failed" if failed else "completed",
        **_share(run),
    )
    if failed and run.plan.options.parallel_mode != "continue":
        raise StageFailedError


async def _run_branches(run: Run, number: int, stage: StagePlan, scope: Scope) -> None:
    """Run the actions that are not done, side by side; failures go to `Run.errors`."""
    pending = [
        index
        for index, branch in enumerate(run.journal.state.stages[number].branches)
        if branch.status != "completed"
    ]
    if not pending:
        return
    options = run.plan.options
    gate = asyncio.Semaphore(options.max_concurrency or len(pending))

    async def gated(index: int) -> bool:
        async with gate:
            run.check_stop()
            return await _run_branch(run, number, index, stage, scope)

    tasks = [asyncio.create_task(gated(index)) for index in pending]
    running = set(tasks)
    try:
        while running:
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            if options.parallel_mode == "fail-fast" and any(map(_has_failed, done)):
                break
    finally:
        for task in running:
            task.cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException) and not isinstance(outcome, asyncio.CancelledError):
            raise outcome


def _has_failed(task: asyncio.Task[bool]) -> bool:
    """Whether an action failed; one that stopped because it was asked to has not."""
    error = task.exception()
    return not task.result() if error is None else not isinstance(error, StoppedError)


async def _run_branch(run: Run, number: int, index: int, stage: StagePlan, scope: Scope) -> bool:
    """Run one action of a stage; False when it failed."""
    plan = run.plan.actions[stage.actions[index]]
    branch = Branch(run, address.branch(number, index))
    frame = Frame(branch, plan.name, branch.writer, Scope(branch, parent=scope))
    run.journal.action_started(branch.writer, plan.name)
    steps = len(plan.block.steps)
    run.events.emit("action.start", action=plan.name, stage=number, steps=steps, **_share(run))
    started = perf_counter()
    try:
        await run_action(plan, frame)
        await _complete(branch, plan, frame)
    except ReqonError as error:
        _fail(branch, plan, error)
        return False
    if not stage.parallel:
        run.handovers[number] = frame.scope
    run.events.emit(
        "action.complete",
        duration_ms=(perf_counter() - started) * 1000,
        action=plan.name,
        stage=number,
        **_share(run),
    )
    return True


def _share(run: Run) -> dict[str, int]:
    """Return how many actions of the pipeline are done, in this run or before, of how many.

    Those of a stage that was not wanted are; what failed is not.
    """
    done = total = 0
    for stage in run.journal.state.stages:
        over = stage.status in ("completed", "skipped")
        total += len(stage.branches)
        done += sum(over or branch.status == "completed" for branch in stage.branches)
    return {"done": done, "total": total}


async def _complete(branch: Branch, plan: ActionPlan, frame: Frame) -> None:
    """Commit what waited for the action to complete, and say that it has."""
    run = branch.run
    if branch.watermarks:
        await sync_all(run)
        watermarks.commit(branch)
    if not run.keeps_steps and not run.dry:
        record_end(plan, frame)
    await flush_all(run)
    report(run)
    run.journal.action_finished(branch.writer)


def _fail(branch: Branch, plan: ActionPlan, error: ReqonError) -> None:
    """Record a failure once, where it happened."""
    run = branch.run
    found = branch.failure
    failure = found if found is not None and found.error is error else None
    place = failure.address if failure else branch.writer
    record = ErrorRecord(
        action=failure.action if failure else plan.name,
        step=failure.step.title if failure else None,
        message=error.message,
        location=error.location or plan.location,
        address=place,
        error=error,
    )
    run.errors.append(record)
    if isinstance(error, JournalError):
        return
    run.journal.error(
        action=record.action,
        step=record.step,
        message=f"{record.location}: {record.message}",
        address=place,
    )
    report(run)
    run.journal.action_finished(branch.writer, "failed")
