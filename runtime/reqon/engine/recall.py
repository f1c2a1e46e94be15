"""What a frame leaves in the journal after a step, and how a resumed run takes it up again.

Names that begin with `$` are no variables of the mission: the status of the latest response, the
watermarks that wait for the action to complete, and how often calls were sent anew travel with
the variables of their frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from reqon.engine.failed import recall_response, response_facts
from reqon.engine.run import Branch, Frame, Run
from reqon.engine.scope import ABSENT as NO_RESPONSE
from reqon.engine.scope import Scope
from reqon.engine.watermarks import WATERMARKS, Watermark
from reqon.journal.state import ABSENT, UNCHANGED
from reqon.plan.mission import ActionPlan, Step
from reqon.plan.steps.fetch import Fetch
from reqon.plan.steps.match import Match

HTTP: Final = "$http"
ROUND: Final = "$round"


def record(step: Step, frame: Frame) -> None:
    """Journal that a step completed, with what later steps need of it."""
    scope = frame.scope
    variables: dict[str, Any] | None = None
    if step.binds:
        variables = {name: scope.variables[name] for name in step.binds}
    elif isinstance(step.work, Fetch):
        if step.work.asks_status or frame.branch.refused is not None:
            variables = {HTTP: response_facts(frame.branch, step.index)}
    elif isinstance(step.work, Match) and _failed(frame.branch):
        variables = {HTTP: response_facts(frame.branch, step.index)}
    frame.run.journal.step_done(
        frame.address,
        step.last,
        step_type=step.kind,
        variables=variables,
        response=scope.level.response
        if step.keeps_response and scope.level.response is not NO_RESPONSE
        else UNCHANGED,
    )


def _failed(branch: Branch) -> bool:
    """Whether the latest response is a failed one, which a `match` may just have accepted."""
    return branch.http is not None and branch.http.status >= 400


def record_end(plan: ActionPlan, frame: Frame) -> None:
    """Journal what an action hands over, in a run that journals no steps."""
    level = frame.scope.level
    frame.run.journal.step_done(
        frame.address,
        plan.block.steps[-1].last if plan.block.steps else 0,
        step_type="action",
        variables=dict(frame.scope.variables),
        response=level.response
        if plan.keeps_response and level.response is not NO_RESPONSE
        else UNCHANGED,
    )


def handed_over(run: Run, branch: Branch, parent: Scope) -> Scope:
    """Return the scope a completed action left, from the journal."""
    scope = Scope(branch, parent=parent)
    state = run.journal.state.frames.get(branch.writer)
    if state is not None:
        load = run.journal.load
        for name, value in state.variables.items():
            if not name.startswith("$"):
                scope.variables[name] = load(value)
        if state.response is not ABSENT:
            scope.response = load(state.response)
    return scope


def enter(frame: Frame, steps: Sequence[Step]) -> int:
    """Restore a frame from the journal; return the place in `steps` to go on from."""
    run = frame.run
    state = run.journal.state.frames.get(frame.address) if run.keeps_steps else None
    if state is None:
        return 0
    load = run.journal.load
    frame.rewinds = state.rewinds
    frame.resume = state
    if state.response is not ABSENT:
        frame.scope.level.response = load(state.response)
    for name, value in state.variables.items():
        if name == HTTP:
            recall_response(load(value), frame)
        elif name == ROUND:
            frame.round = load(value)
        elif name == WATERMARKS:
            frame.branch.watermarks = {
                key: Watermark(**entry) for key, entry in load(value).items()
            }
        else:
            frame.scope.variables[name] = load(value)
    return next((place for place, step in enumerate(steps) if step.last > state.done), len(steps))
