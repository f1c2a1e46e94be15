"""Running `validate`."""

from __future__ import annotations

from reqon.engine.errors import ValidationError
from reqon.engine.run import Frame
from reqon.engine.scope import Scope
from reqon.engine.signals import Signal
from reqon.engine.steps.chosen import choose, chosen_before, run_chosen
from reqon.plan.mission import Step
from reqon.plan.steps.validate import Assumption, Validate
from reqon.values import text, truthy


async def run_validate(work: Validate, step: Step, frame: Frame) -> Signal | None:
    """Check all constraints; run `or`, or fail, when one of severity `error` does not hold."""
    if chosen_before(step, frame) is None:
        failed = _check(work, step, frame)
        if not failed or frame.run.dry:
            return None
        if work.otherwise is None:
            raise ValidationError(
                "; ".join(message for message, _ in failed),
                location=failed[0][1].location,
                help="Mend the data, add `or { … }`, or mark the constraint `severity: warning`.",
            )
        choose(step, frame, 0)
    if work.otherwise is None:
        return None
    return await run_chosen(work.otherwise, step, frame, 0)


def _check(work: Validate, step: Step, frame: Frame) -> list[tuple[str, Assumption]]:
    """Return what failed with severity `error`; tell of everything that failed."""
    scope = frame.scope.with_element(work.target(frame.scope))
    errors = []
    for assumption in work.assumptions:
        if assumption.guard is not None and not truthy(assumption.guard(scope)):
            continue
        if truthy(assumption.condition(scope)):
            continue
        message = _message(assumption, scope)
        frame.run.events.emit(
            "data.validate",
            action=frame.action,
            step=step.title,
            severity=assumption.severity,
            message=message,
            location=str(assumption.location),
        )
        if assumption.severity == "error":
            errors.append((message, assumption))
    return errors


def _message(assumption: Assumption, scope: Scope) -> str:
    if assumption.text is not None:
        return text(assumption.text(scope))
    return f"`{assumption.written}` does not hold"
