"""After which steps `response` may still be read.

The journal keeps `response` only where a later step could need it, and a listing may flow
page by page into a store when nothing reads it afterwards. The answer errs on the side of
"may be read". A loop body is a level of its own: what it sets ends with the iteration, and what
it reads before setting anything comes from outside (language specification 4.2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reqon.plan.steps.fetch import before_request
from reqon.plan.walk import mentions, walk
from reqon_language.syntax import ast

_RESPONSE = "response"


@dataclass(frozen=True, slots=True)
class Liveness:
    """The `id`s of the steps after which `response` may be read, and the names of the actions."""

    steps: frozenset[int]
    actions: frozenset[str]


@dataclass(slots=True)
class _Flow:
    """What one pass over the mission finds out."""

    transforms: Mapping[str, ast.Transform]
    live: set[int] = field(default_factory=set)
    ends: dict[str, bool] = field(default_factory=dict)
    """Actions whose final `response` someone reads."""


def live_responses(
    stages: Sequence[ast.Stage],
    actions: Mapping[str, ast.Action],
    transforms: Mapping[str, ast.Transform],
) -> Liveness:
    """Return after which steps, and after which actions, `response` may be read."""
    flow = _Flow(transforms)
    known: dict[str, bool] | None = None
    while known != flow.ends:
        known = dict(flow.ends)
        _pass(stages, actions, flow)
    ends = frozenset(name for name, needed in flow.ends.items() if needed)
    return Liveness(frozenset(flow.live), ends)


def _pass(stages: Sequence[ast.Stage], actions: Mapping[str, ast.Action], flow: _Flow) -> None:
    needed = False
    for stage in reversed(stages):
        names = [name.text for name in stage.actions if name.text in actions]
        if stage.parallel or len(names) > 1:
            needed = False
        before = False
        for name in names:
            flow.ends[name] = flow.ends.get(name, False) or needed
            before |= _steps(actions[name].body.steps, flow.ends[name], flow.ends[name], flow)
        needed = before or mentions(stage.condition, _RESPONSE)
    for name, action in actions.items():
        end = flow.ends.setdefault(name, False)
        _steps(action.body.steps, end, end, flow)


def _steps(steps: Sequence[ast.Step], after: bool, end: bool, flow: _Flow) -> bool:
    """Return whether `response` is read from before `steps`, and note what is live inside.

    `after` is whether it is read behind them, `end` whether it is read behind their level.
    """
    live = after
    for step in reversed(steps):
        if live:
            flow.live.add(id(step))
        live = _before(step, live, end, flow)
    return live


def _before(step: ast.Step, after: bool, end: bool, flow: _Flow) -> bool:
    match step:
        case ast.Fetch():
            return mentions((step.path, before_request(step.options)), _RESPONSE)
        case ast.Map():
            return mentions((step.source, step.mappings), _RESPONSE)
        case ast.Apply():
            reads = mentions((step.source, flow.transforms.get(step.transform.text)), _RESPONSE)
            return reads or (after and step.binding is not None)
        case ast.RunStep():
            flow.ends[step.action.text] = flow.ends.get(step.action.text, False) or after
            return False
        case ast.Skip():
            return end
        case ast.Abort() | ast.Retry():
            return mentions(step, _RESPONSE)
        case ast.Queue():
            return True
        case ast.For():
            header = mentions((step.collection, step.condition), _RESPONSE)
            return _steps(step.body.steps, False, False, flow) or header or after
        case ast.Validate():
            reads = step.target is None or mentions((step.target, step.assumptions), _RESPONSE)
            inner = step.otherwise is not None and _steps(step.otherwise.steps, after, end, flow)
            return reads or inner or after
        case ast.If():
            then = _steps(step.then.steps, after, end, flow)
            other = _steps(step.otherwise.steps, after, end, flow) if step.otherwise else after
            return mentions(step.condition, _RESPONSE) or then or other
        case ast.Try():
            caught = _steps(step.catch.steps, after, end, flow)
            return _guarded(step.body, caught, after, end, flow)
        case ast.Match():
            return _match(step, after, end, flow)
    return after or mentions(step, _RESPONSE)


def _match(step: ast.Match, after: bool, end: bool, flow: _Flow) -> bool:
    caught = False
    for arm in step.catch or ():
        caught |= _steps(arm.body.steps, after, end, flow) or mentions(arm.guard, _RESPONSE)
    live = step.subject is None or mentions(step.subject, _RESPONSE)
    for arm in step.arms:
        live |= _guarded(arm.body, caught, after, end, flow)
        live |= mentions((arm.pattern, arm.guard), _RESPONSE)
    return live


def _guarded(body: ast.Block, caught: bool, after: bool, end: bool, flow: _Flow) -> bool:
    """Analyse steps that may be left anywhere for a `catch` that reads `response`."""
    live = _steps(body.steps, after, end, flow)
    if caught:
        flow.live.update(id(node) for node in walk(body))
    return live or caught
