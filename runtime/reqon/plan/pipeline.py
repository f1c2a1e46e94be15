"""`run A then [B, C] if condition`: the stages of a mission."""

from __future__ import annotations

from dataclasses import replace

from reqon.plan.context import Context
from reqon.plan.declarations import Declared
from reqon.plan.errors import PlanError
from reqon.plan.mission import StagePlan
from reqon_language.syntax import ast


def compile_stages(pipeline: Declared[ast.Pipeline], context: Context) -> tuple[StagePlan, ...]:
    """Compile the stages; every action must exist, and none twice in one stage."""
    inside = replace(context, names=replace(context.names, locate=pipeline.locate))
    return tuple(_stage(stage, inside) for stage in pipeline.node.stages)


def _stage(stage: ast.Stage, context: Context) -> StagePlan:
    names: list[str] = []
    for name in stage.actions:
        if name.text in names:
            raise PlanError(
                f"action `{name.text}` stands twice in one parallel stage",
                location=context.at(name.span),
                help="Remove one of them, or write two stages with `then`.",
            )
        names.append(context.action(name))
    if not names:
        raise PlanError("a stage names no action", location=context.at(stage.span))
    return StagePlan(
        actions=tuple(names),
        parallel=stage.parallel or len(names) > 1,
        condition=context.expression(stage.condition) if stage.condition is not None else None,
        location=context.at(stage.span),
    )
