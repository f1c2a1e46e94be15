"""Whether every way through a block of steps comes to a call of certain actions.

No rule lives here; failures are not counted as ways.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal, TypeAlias

from reqon_language.model.facts import BodyFacts
from reqon_language.rules.matching import is_exhaustive
from reqon_language.syntax import ast

Way: TypeAlias = Literal["calls", "ends", "goes on"]
"""Every way makes a call; some way ends the action without one; some way gets past the steps."""

_ENDS = (ast.Skip, ast.Abort, ast.Retry, ast.ElisionStep)


def way_of(steps: Iterable[ast.Step], actions: Collection[str], facts: BodyFacts) -> Way:
    """Return where the ways through `steps` of an action lead, as to calls of `actions`."""
    for step in steps:
        way = _way_of_step(step, actions, facts)
        if way != "goes on":
            return way
    return "goes on"


def first_call(block: ast.Block, actions: Collection[str], facts: BodyFacts) -> ast.Identifier:
    """Return the first call of one of `actions` in a block that has one."""
    calls = [
        step.action
        for inner in facts.of(ast.Block)
        for step in inner.steps
        if isinstance(step, ast.RunStep | ast.Jump) and step.action.text in actions
    ]
    inside = (call for call in calls if block.span.start <= call.span.start < block.span.end)
    return min(inside, key=lambda call: call.span.start)


def _way_of_step(step: ast.Step, actions: Collection[str], facts: BodyFacts) -> Way:
    if isinstance(step, ast.RunStep | ast.Jump):
        return "calls" if step.action.text in actions else "goes on"
    if isinstance(step, _ENDS):
        return "ends"
    blocks, complete = _branches(step, facts)
    ways = {way_of(block.steps, actions, facts) for block in blocks}
    if "ends" in ways:
        return "ends"
    return "calls" if complete and ways == {"calls"} else "goes on"


def _branches(step: ast.Step, facts: BodyFacts) -> tuple[list[ast.Block], bool]:
    """Return the blocks inside a step, and whether one of them is taken in any case."""
    if isinstance(step, ast.Match):
        arms = [arm.body for arm in (*step.arms, *(step.catch or ()))]
        return arms, is_exhaustive(facts, step)
    if isinstance(step, ast.If):
        both = [step.then, step.otherwise] if step.otherwise is not None else [step.then]
        return both, len(both) == 2
    if isinstance(step, ast.Try):
        return [step.body, step.catch], True
    if isinstance(step, ast.For):
        return [step.body], False
    if isinstance(step, ast.Validate) and step.otherwise is not None:
        return [step.otherwise], False
    return [], False
