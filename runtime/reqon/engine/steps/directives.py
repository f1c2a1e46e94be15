"""Running the steps that say where to go on."""

from __future__ import annotations

from reqon.engine.called import run_called
from reqon.engine.errors import AbortError
from reqon.engine.run import Frame
from reqon.engine.signals import Flow, GoBack, Signal
from reqon.http.policy import RetryPolicy
from reqon.plan.mission import Step
from reqon.plan.steps.directives import Abort, Continue, Jump, Retry, RunAction, Skip
from reqon.values import text


async def run_skip(work: Skip, step: Step, frame: Frame) -> Signal:
    """End the iteration or the action."""
    del work, step, frame
    return Flow.SKIP


async def run_continue(work: Continue, step: Step, frame: Frame) -> Signal:
    """Go on behind the match."""
    del work, step, frame
    return Flow.CONTINUE


async def run_abort(work: Abort, step: Step, frame: Frame) -> None:
    """Fail the mission with the message given."""
    message = text(work.message(frame.scope)) if work.message is not None else ""
    raise AbortError(message or "the mission was aborted", location=step.location)


async def run_retry(work: Retry, step: Step, frame: Frame) -> Signal:
    """Go back to the latest request."""
    del frame
    return GoBack(work.options.over(RetryPolicy()), step.location)


async def run_jump(work: Jump, step: Step, frame: Frame) -> Signal | None:
    """Run an action for its effects; then go on, or go back to the latest request."""
    await run_called(work.action, step, frame)
    if work.after == "retry":
        return GoBack(RetryPolicy(initial_delay_ms=0), step.location)
    return None


async def run_action_step(work: RunAction, step: Step, frame: Frame) -> None:
    """Run an action; its final `response` becomes ours."""
    frame.scope.level.response = await run_called(work.action, step, frame)
