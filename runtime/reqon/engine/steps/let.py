"""Running `let`."""

from __future__ import annotations

from reqon.engine.run import Frame
from reqon.plan.mission import Step
from reqon.plan.steps.let import Let


async def run_let(work: Let, step: Step, frame: Frame) -> None:
    """Bind the value where the step stands."""
    del step
    frame.scope.variables[work.name] = work.value(frame.scope)
