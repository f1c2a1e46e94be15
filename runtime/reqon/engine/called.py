"""Running an action from inside another one, with a scope of its own."""

from __future__ import annotations

from typing import Any

from reqon.engine.action import run_action
from reqon.engine.run import Frame
from reqon.engine.scope import Scope
from reqon.errors import ReqonError
from reqon.journal import address
from reqon.plan.mission import Step

DEEPEST_CALL = 50


async def run_called(name: str, step: Step, frame: Frame) -> Any:
    """Run an action and return its final `response`; its variables are dropped."""
    run, branch = frame.run, frame.branch
    place = address.block(frame.at(step.index), 0)
    if place.count(":") > DEEPEST_CALL:
        raise ReqonError(
            f"actions call each other more than {DEEPEST_CALL} deep",
            location=step.location,
            help="Let one of them end without `run` or `jump`.",
        )
    if run.keeps_steps and not (frame.resume is not None and step.index in frame.resume.arms):
        run.journal.arm_chosen(frame.address, step.index, 0, {}, isolated=True)
    inner = Frame(
        branch=branch,
        action=name,
        address=place,
        scope=Scope(branch, parent=run.scope),
        parent=frame,
    )
    await run_action(run.plan.actions[name], inner)
    return inner.scope.get_response()
