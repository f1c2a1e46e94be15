"""Running `match`: the first arm that takes the value, and `catch` when its steps fail."""

from __future__ import annotations

from typing import Any

from reqon.engine.errors import NoMatchError
from reqon.engine.failed import accept_failed_response
from reqon.engine.run import Frame
from reqon.engine.signals import Flow, Signal
from reqon.engine.steps.branch import caught
from reqon.engine.steps.chosen import choose, chosen_before, recalled, run_chosen
from reqon.errors import ReqonError
from reqon.plan.mission import Step
from reqon.plan.steps.match import Arm, Match
from reqon.values import describe


async def run_match(work: Match, step: Step, frame: Frame) -> Signal | None:
    """Choose an arm and run it; `continue` in it goes on behind the match."""
    before = chosen_before(step, frame)
    subject = work.subject(frame.scope) if work.subject is not None else None
    if before is not None:
        number, bindings = before.arm, recalled(before, frame)
    else:
        found = _find(work.arms, subject, frame)
        if found is None:
            if frame.run.dry:
                return None
            raise NoMatchError(
                f"no arm matches {_shown(subject)}",
                location=step.location,
                help="Add `_ -> …` for everything else.",
            )
        number, bindings = found
        if work.arms[number].acts:
            choose(step, frame, number, bindings)
    signal = await _run_arm(work, step, frame, number, bindings, subject)
    return None if signal is Flow.CONTINUE else signal


async def _run_arm(
    work: Match, step: Step, frame: Frame, number: int, bindings: dict[str, Any], subject: Any
) -> Signal | None:
    arm = work.arm(number)
    if arm.names_shape:
        accept_failed_response(frame.branch)
    if work.catch is None or number >= len(work.arms):
        return await run_chosen(arm.body, step, frame, number, bindings, subject)
    try:
        return await run_chosen(arm.body, step, frame, number, bindings, subject)
    except ReqonError as error:
        failure = caught(error, frame)
        found = _find(work.catch, failure, frame)
        if found is None:
            raise
    number, bindings = found[0] + len(work.arms), found[1]
    choose(step, frame, number, bindings)
    return await run_chosen(work.arm(number).body, step, frame, number, bindings, failure)


def _find(arms: tuple[Arm, ...], subject: Any, frame: Frame) -> tuple[int, dict[str, Any]] | None:
    for number, arm in enumerate(arms):
        bindings = arm.pattern(subject, frame.scope)
        if bindings is not None:
            return number, bindings
    return None


def _shown(subject: Any) -> str:
    if isinstance(subject, dict):
        return (
            f"an object with {', '.join(f'`{name}`' for name in list(subject)[:8]) or 'no fields'}"
        )
    return describe(subject)
