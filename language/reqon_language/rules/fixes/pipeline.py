"""Fixes of RQ3021, RQ8003 and RQ8004: what `run` runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.rules.fix import Fix
from reqon_language.rules.fixes import placing
from reqon_language.rules.fixes.context import Context, Fixer, quoted
from reqon_language.rules.fixes.declaring import declare
from reqon_language.syntax import ast


def _unreachable(context: Context) -> Iterator[Fix]:
    """Run an action behind all others."""
    runs = _runs(context)
    if runs:
        then = f"then {context.word}"
        edit = placing.insert(_extent(runs[-1]).end, f" {then}")
        yield context.fix(f"Add {quoted(then)} to `run`", edit)


def _no_run(context: Context) -> Iterator[Fix]:
    members = context.mission.node.members if context.mission else ()
    names = [m.node.name.text for m in members if isinstance(m.node, ast.Action)]
    if names:
        run = f"run {' then '.join(names)}"
        yield context.fix(f"Add {quoted(run)}", declare(context, ast.Pipeline, run))


def _several(context: Context) -> Iterator[Fix]:
    """Join a `run` that does not count with the one that does, or take it out."""
    runs = _runs(context)
    this = next((run for run in runs if _extent(run) == context.span), None)
    if this is None or this is runs[-1]:
        return
    if context.tree.errors and placing.rest_of_line(context.text, context.span.end) is None:
        return  # what could not be read of it would be left behind
    last = runs[-1]
    removal = placing.removal(context.text, context.span)
    if _names(this.node) <= _names(last.node):
        yield context.fix("Remove this `run`", removal, safety="safe")
        return
    stages = context.at(ast.Span(_start(this), context.span.end))
    joined = placing.insert(_start(last), f"{stages} then ")
    yield context.fix("Join the two with `then`", removal, joined)
    yield context.fix("Remove this `run`", removal)


def _runs(context: Context) -> list[ast.Placed[ast.Pipeline]]:
    mission = context.mission
    if mission is None:
        return []
    return [
        ast.Placed(mission.offset + member.offset, member.node)
        for member in mission.node.members
        if isinstance(member.node, ast.Pipeline)
    ]


def _extent(run: ast.Placed[ast.Pipeline]) -> ast.Span:
    return run.node.span.shift(run.offset)


def _start(run: ast.Placed[ast.Pipeline]) -> int:
    """Return where the first stage begins."""
    return run.node.stages[0].span.start + run.offset if run.node.stages else _extent(run).end


def _names(run: ast.Pipeline) -> set[str]:
    return {action.text for stage in run.stages for action in stage.actions}


FIXES: Final[Mapping[str, Fixer]] = {
    "RQ3021": _unreachable,
    "RQ8003": _no_run,
    "RQ8004": _several,
}
