"""Running `map`."""

from __future__ import annotations

from reqon.engine.run import Frame
from reqon.errors import EvaluationError
from reqon.plan.mission import Step
from reqon.plan.steps.map import Map
from reqon.values import MISSING


async def run_map(work: Map, step: Step, frame: Frame) -> None:
    """Make the object `response`, and bind it where the step names a variable."""
    del step
    scope = frame.scope
    value = work.source(scope)
    if work.mappings is not None:
        if value is None or value is MISSING:
            raise EvaluationError(
                "there is nothing to map: the value is null",
                location=work.source_location,
                help="Check it with `if` or `match` first.",
            )
        value = work.mappings(scope.with_element(value))
    if work.variable is not None:
        scope.variables[work.variable] = value
    scope.level.response = value
