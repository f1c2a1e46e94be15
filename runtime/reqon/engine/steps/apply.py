"""Running `apply`."""

from __future__ import annotations

from typing import Any

from reqon.engine.run import Frame
from reqon.engine.scope import Scope
from reqon.errors import EvaluationError
from reqon.plan.mission import Step
from reqon.plan.steps.apply import Apply
from reqon.values import as_list, describe, truthy


async def run_apply(work: Apply, step: Step, frame: Frame) -> None:
    """Transform the value, or each element of an array; bind it or make it `response`."""
    del step
    scope = frame.scope
    value = work.source(scope)
    items = as_list(value)
    inner = scope.with_element(None)
    result = (
        _transform(work, value, inner)
        if items is None
        else [_transform(work, item, inner) for item in items]
    )
    if work.binding is not None:
        scope.variables[work.binding] = result
    else:
        scope.level.response = result


def _transform(work: Apply, value: Any, scope: Scope) -> Any:
    scope.element = value
    for variant in work.variants:
        if variant.fits is not None and not variant.fits(value):
            continue
        if variant.guard is None or truthy(variant.guard(scope)):
            return variant.mappings(scope)
    raise EvaluationError(
        f"no variant of transform `{work.transform}` takes {describe(value)}",
        location=work.source_location,
        help="Add a variant `(_) -> …` for everything else.",
    )
