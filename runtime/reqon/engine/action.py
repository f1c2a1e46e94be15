"""Running the steps of one action to their end, from the start again if a `retry` says so."""

from __future__ import annotations

from reqon.engine.blocks import go_back, run_block
from reqon.engine.run import Frame, Prior
from reqon.engine.scope import ABSENT
from reqon.engine.signals import GoBack
from reqon.plan.mission import ActionPlan


async def run_action(plan: ActionPlan, frame: Frame) -> None:
    """Run an action in `frame`. A `retry` without a request before it starts the action anew."""
    tries: dict[int, int] = {}
    while isinstance(signal := await run_block(plan.block, frame), GoBack):
        frame.prior = Prior(ABSENT)
        await go_back(signal, frame, plan.block.steps[0], tries)
        frame.scope.variables.clear()
