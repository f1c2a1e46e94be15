"""Running `if` and `try`."""

from __future__ import annotations

from typing import Any

from reqon.engine.errors import FATAL
from reqon.engine.run import Frame
from reqon.engine.signals import Signal
from reqon.engine.steps.chosen import choose, chosen_before, recalled, run_chosen
from reqon.errors import ReqonError
from reqon.plan.mission import Step
from reqon.plan.steps.branch import If, Try
from reqon.values import truthy

_BODY, _CATCH = 0, 1


async def run_if(work: If, step: Step, frame: Frame) -> Signal | None:
    """Run the block the condition chooses; the choice is kept."""
    before = chosen_before(step, frame)
    if before is not None:
        number = before.arm
    else:
        number = 0 if truthy(work.condition(frame.scope)) else 1
        choose(step, frame, number)
    block = work.then if number == 0 else work.otherwise
    return None if block is None else await run_chosen(block, step, frame, number)


async def run_try(work: Try, step: Step, frame: Frame) -> Signal | None:
    """Run the body, and `catch` with `error` bound when one of its steps fails."""
    before = chosen_before(step, frame)
    if before is None:
        choose(step, frame, _BODY)
    if before is None or before.arm == _BODY:
        try:
            return await run_chosen(work.body, step, frame, _BODY)
        except ReqonError as error:
            bindings = {"error": caught(error, frame)}
        choose(step, frame, _CATCH, bindings)
    else:
        bindings = recalled(before, frame)
    return await run_chosen(work.catch, step, frame, _CATCH, bindings)


def caught(error: ReqonError, frame: Frame) -> dict[str, Any]:
    """Return a failure as the value a mission handles; raise it again if it may not."""
    if isinstance(error, FATAL):
        raise error
    failure, frame.branch.failure = frame.branch.failure, None
    return {
        "error": error.message,
        "message": error.message,
        "code": getattr(error, "status", None),
        "step": failure.step.title if failure is not None else None,
    }
