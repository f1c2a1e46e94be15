"""Running a step list: one step after the other, journaled, resumed, gone back in."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from reqon.engine.errors import ExhaustedError
from reqon.engine.failed import refuse_failed_response
from reqon.engine.recall import ROUND, enter, record
from reqon.engine.run import Failure, Frame
from reqon.engine.signals import GoBack, Signal
from reqon.errors import JournalError, ReqonError
from reqon.http.retry import backoff_ms
from reqon.plan.mission import Block, Step


async def run_block(block: Block, frame: Frame) -> Signal | None:
    """Run the steps of `frame`, from where the journal says it was; None means to the end.

    The last step of an inner list leaves no record of its own, for the end of the list leaves
    one, unless the `response` it set is needed behind the list.
    """
    run = frame.branch.run
    steps = block.steps
    position = enter(frame, steps) if run.resumed else 0
    last = len(steps) - 1 if frame.parent is not None else len(steps)
    tries: dict[int, int] = {}
    listening = run.events.listening
    while position < len(steps):
        step = steps[position]
        started = _tell_start(step, frame) if listening else 0.0
        signal = await _guarded(step, frame)
        frame.resume = None
        if step.kind == "match":
            frame.failed_fetch = None
        if signal is None:
            if run.keeps_steps and (position < last or step.keeps_response):
                record(step, frame)
            position += 1
            if listening:
                _tell_end(step, frame, started)
                if run.keeps_steps:
                    run.tell_checkpoint(frame, step)
        elif isinstance(signal, GoBack):
            back = latest_fetch(block, position)
            if back is None:
                return signal
            await go_back(signal, frame, steps[back], tries)
            position = back
        else:
            return signal
    return None


async def _guarded(step: Step, frame: Frame) -> Signal | None:
    """Run a step; a failure learns where it happened."""
    try:
        if step.takes_response and frame.branch.refused is not None:
            refuse_failed_response(frame)
        return await frame.branch.run.runners[type(step.work)](step.work, step, frame)
    except ReqonError as error:
        if error.location is None:
            error.location = step.location
        branch = frame.branch
        _ask_again(error, frame)
        if branch.failure is None or branch.failure.error is not error:
            branch.failure = Failure(error, frame.action, step, frame.at(step.index))
        raise


def _tell_start(step: Step, frame: Frame) -> float:
    frame.run.events.emit("step.start", **_described(step, frame))
    return perf_counter()


def _tell_end(step: Step, frame: Frame, started: float) -> None:
    duration = (perf_counter() - started) * 1000
    frame.run.events.emit("step.complete", duration_ms=duration, **_described(step, frame))


def _described(step: Step, frame: Frame) -> dict[str, Any]:
    return {
        "action": frame.action,
        "step": step.title,
        "kind": step.kind,
        "address": frame.at(step.index),
    }


def _ask_again(error: ReqonError, frame: Frame) -> None:
    """Let a resume send a request again whose failed answer led to this error.

    Going on behind the request would meet the same answer for ever.
    """
    failed, frame.failed_fetch = frame.failed_fetch, None
    if failed is not None and frame.run.keeps_steps and not isinstance(error, JournalError):
        _rewind(frame, failed)


def _rewind(frame: Frame, target: int) -> None:
    """Make `target` the next step of a frame.

    A request answered with 5xx may have had its effect and keeps its idempotency key; one that
    was answered for good is sent anew, under another.
    """
    journal, http = frame.run.journal, frame.branch.http
    frame.rewinds += 1
    anew = http is None or http.status < 500
    frame.round += anew
    if not frame.run.keeps_steps:
        return
    journal.step_retried(frame.address, target)
    if anew:
        journal.step_done(
            frame.address, target - 1, step_type="retry", variables={ROUND: frame.round}
        )


def latest_fetch(block: Block, position: int) -> int | None:
    """Return the place of the latest request before `position`, None where there is none."""
    earlier = [place for place in block.fetches if place < position]
    return earlier[-1] if earlier else None


async def go_back(signal: GoBack, frame: Frame, target: Step, tries: dict[int, int]) -> None:
    """Prepare to run `target` again, after the delay that `retry` asks for.

    Raises `ReqonError` when it has been tried as often as allowed.
    """
    made = tries.get(target.index, frame.rewinds) + 1
    policy = signal.policy
    if made >= policy.max_attempts:
        raise ExhaustedError(
            f"`{target.title}` was tried {made} times without success",
            location=signal.location,
            help="Raise `maxAttempts` of `retry`, or `abort`, `skip` or `queue` instead.",
        )
    tries[target.index] = made
    await frame.run.pause(backoff_ms(policy, made, frame.run.random.random()))
    _rewind(frame, target.index)
    if frame.prior is not None:
        frame.scope.level.response = frame.prior.response
