"""Stages of a pipeline: actions that run side by side one after the other, and the reverse."""

from __future__ import annotations

from collections.abc import Iterator

from reqon_language.edits import TextEdit
from reqon_language.features.code_actions.offer import Offer
from reqon_language.features.code_actions.selection import Selection
from reqon_language.features.code_actions.steps import reads_response
from reqon_language.model.file import Body
from reqon_language.syntax import ast
from reqon_language.syntax.ast import Span


def rewrite_stages(selection: Selection) -> Iterator[Offer]:
    """Offer to split the parallel stage at the cursor, or to merge it with the one behind it."""
    pipeline = selection.body.node if selection.body is not None else None
    if not isinstance(pipeline, ast.Pipeline) or selection.commented(selection.extent(pipeline)):
        return
    at = selection.trimmed.start
    stages = pipeline.stages
    number = next(
        (n for n, one in enumerate(stages)
         if selection.extent(one).start <= at <= selection.extent(one).end), None
    )  # fmt: skip
    if number is None:
        return
    stage = stages[number]
    if stage.parallel and len(stage.actions) > 1 and stage.condition is None:
        text = " then ".join(action.text for action in stage.actions)
        yield Offer(
            "split stage",
            "Run these actions one after the other",
            "refactor.rewrite",
            lambda: (selection.replace(stage, text),),
        )
    behind = stages[number + 2 : number + 3]
    if number + 1 < len(stages) and _independent(selection, stage, stages[number + 1], behind):
        following = stages[number + 1]
        merged = ", ".join(action.text for action in (*stage.actions, *following.actions))
        span = Span(selection.extent(stage).start, selection.extent(following).end)
        yield Offer(
            "merge stages",
            "Run this stage and the next side by side",
            "refactor.rewrite",
            lambda: (TextEdit(span, f"[{merged}]"),),
        )


def _independent(
    selection: Selection, one: ast.Stage, other: ast.Stage, behind: tuple[ast.Stage, ...]
) -> bool:
    """Whether no action of either stage uses what one of the other fills, binds or is answered.

    Nor may what comes `behind` read a `response`, of which parallel actions leave none.
    """
    if one.condition is not None or other.condition is not None:
        return False
    first = [_action(selection, name.text) for name in one.actions]
    second = [_action(selection, name.text) for name in other.actions]
    third = [_action(selection, name.text) for stage in behind for name in stage.actions]
    if any(body is None or _reads_response(selection, body) for body in (*second, *third)):
        return False
    bodies = [body for body in (*first, *second) if body is not None]
    if len(bodies) < len(first) + len(second) or len({id(b) for b in bodies}) < len(bodies):
        return False
    return not any(
        _touches(left, right) or _touches(right, left)
        for left in first
        for right in second
        if left is not None and right is not None
    )


def _action(selection: Selection, name: str) -> Body | None:
    mission = selection.body.mission if selection.body is not None else None
    found = selection.model.declared("action", name, mission)
    body = selection.model.body_at(found.span.start) if found is not None else None
    if body is None or any(one.kind == "action" for one in body.facts.references):
        return None
    return body


def _reads_response(selection: Selection, body: Body) -> bool:
    there = Selection(selection.project, selection.path, body.extent)
    return isinstance(body.node, ast.Action) and reads_response(there, body.node.body.steps)


def _touches(writer: Body, reader: Body) -> bool:
    written = {
        one.name for one in writer.facts.references if one.kind == "store" and one.role == "write"
    }
    bound = {binding.name for binding in writer.facts.scopes[0].bindings}
    return any(
        (one.kind == "store" and one.name in written)
        or (one.kind == "variable" and one.binding is None and one.name in bound)
        for one in reader.facts.references
    )
