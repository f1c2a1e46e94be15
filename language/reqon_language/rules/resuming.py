"""RQ7020: edits after which an execution that waits could not be resumed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from reqon_language.model.file import Body, FileModel
from reqon_language.model.identity import (
    Completed,
    changed_stage,
    changed_steps,
    identities,
    step_at,
    step_number,
)
from reqon_language.rules.diagnostic import Diagnostic, Related
from reqon_language.rules.rule import Rule
from reqon_language.rules.surroundings import Surroundings, Waiting
from reqon_language.syntax import ast

_EXAMPLE: Final = """
    mission Example {
      source Api { auth: none, base: "https://api.example.com" }
      store orders: file("orders")
      action Clean { clear orders }
      action Notify { post "/done" { body: { done: true } } }
      run PIPELINE
    }
"""

EDITED: Final = Rule(
    "RQ7020",
    "warning",
    "edit keeps an execution from being resumed",
    what="Reports a step that an interrupted, failed or paused execution has already run, or a "
    "stage it has begun, and that is not what it was then.",
    why="`--resume` refuses to go on, because what the execution did is not what the mission says.",
    fix="Undo the edit, or resume before you make it. To give the execution up, start the mission "
    "afresh; to go on regardless, resume with `--force`. Steps that did not run yet may be edited.",
    bad=_EXAMPLE.replace("PIPELINE", "Notify then Clean"),
    good=_EXAMPLE.replace("PIPELINE", "Clean then Notify"),
    surroundings=Surroundings(
        waiting=(
            Waiting(
                "exec_01hmxz4v8k3q9w5r7t",
                "Example",
                "failed",
                ".vague-data/execution/Example-2024-01-20T09-00-00.json",
                Completed((("Clean",),), {}, ()),
            ),
        )
    ),
)

RULES: Final = (EDITED,)


@dataclass(frozen=True, slots=True)
class _Mission:
    """What a file has of the mission of an execution; `number` is None in its other parts."""

    model: FileModel
    number: int | None
    own: Mapping[str, Body]
    elsewhere: Mapping[str, ast.Action]


def check_surrounded(
    model: FileModel, surroundings: Surroundings, elsewhere: Mapping[str, ast.Action]
) -> Iterator[Diagnostic]:
    """Report the first edit that stands in the way of each execution.

    `elsewhere` are the actions that other parts of the mission folder declare; edits of those
    are reported there.
    """
    for waiting in surroundings.waiting:
        missions = model.summary.missions
        number = missions.index(waiting.mission) if waiting.mission in missions else None
        if number is None and missions:
            continue
        own = {
            body.node.name.text: body
            for wanted in (None, number)
            for body in model.bodies
            if body.mission == wanted and isinstance(body.node, ast.Action)
        }
        mission = _Mission(model, number, own, elsewhere)
        yield from _stage(mission, waiting) or _step(mission, waiting)


def _stage(mission: _Mission, waiting: Waiting) -> list[Diagnostic]:
    if mission.number is None or mission.model.broken[mission.number]:
        return []
    runs = [
        (body, body.node)
        for body in mission.model.bodies
        if body.mission == mission.number and isinstance(body.node, ast.Pipeline)
    ]
    if not runs:
        return []
    body, pipeline = runs[-1]
    stages = [[action.text for action in stage.actions] for stage in pipeline.stages]
    changed = changed_stage(waiting.completed, stages)
    if changed is None:
        return []
    there = changed < len(stages)
    span = pipeline.stages[changed].span if there else pipeline.span
    return [_edited(span.shift(body.offset), f"stage {changed + 1} of `run`", waiting)]


def _step(mission: _Mission, waiting: Waiting) -> list[Diagnostic]:
    actions: dict[str, ast.Action] = dict(mission.elsewhere)
    for name, body in mission.own.items():
        if isinstance(body.node, ast.Action):
            actions[name] = body.node
    for path in changed_steps(waiting.completed, identities(actions)):
        name = path.partition(".")[0]
        found = mission.own.get(name)
        if found is not None:
            if found.broken:
                return []
            what = f"step {step_number(path)} of action `{name}`"
            return [_edited(_place(path, found), what, waiting)]
        if name not in actions and mission.number is not None:
            placed = mission.model.missions[mission.number]
            return [_edited(placed.node.name.span.shift(placed.offset), f"`{name}`", waiting)]
    return []


def _place(path: str, body: Body) -> ast.Span:
    """Return where a step stands, or the name of its action when it is gone."""
    action = body.node
    if not isinstance(action, ast.Action):
        return body.extent
    step = step_at(path, action)
    return (step.span if step is not None else action.name.span).shift(body.offset)


def _edited(span: ast.Span, what: str, waiting: Waiting) -> Diagnostic:
    return EDITED.at(
        span,
        f"{what} already ran in execution {waiting.execution_id} ({waiting.status}), "
        "which cannot be resumed after this edit",
        help="undo the edit, resume with `--force`, or start the mission afresh",
        related=[Related(ast.Span(0, 0), f"the {waiting.status} execution", waiting.path)],
    )
