"""Fixes of RQ5301 to RQ5304: what the stages of `run` do at the same time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.edits import TextEdit
from reqon_language.rules.fix import Fix
from reqon_language.rules.fixes import placing
from reqon_language.rules.fixes.context import Context, Fixer, quoted
from reqon_language.syntax import ast


def _split(context: Context) -> Iterator[Fix]:
    """Move the action into a stage of its own, behind this one."""
    stage, run = context.around(ast.Stage), context.around(ast.Pipeline)
    if stage is None or run is None:
        return
    condition, name, text = stage.condition, context.word, context.text
    tail = f" if {context.at(context.extent(condition))}" if condition is not None else ""
    edits, extent = _without(context, stage), context.extent(run)
    if not edits:
        return
    gone = edits[0].span
    kept = text[extent.start : gone.start] + text[gone.end : extent.end]
    broken = "\n" in kept or "\r" in kept
    lead = f"{placing.line_end(text)}{placing.margin(text, extent.start)}{placing.STEP}"
    new = f"{lead if broken else ' '}then {name}{tail}"
    behind = placing.insert(context.extent(stage).end, new)
    yield context.fix(f"Run {quoted(name)} in a stage behind this one", *edits, behind)


def _twice(context: Context) -> Iterator[Fix]:
    stage = context.around(ast.Stage)
    edits = _without(context, stage) if stage is not None else ()
    if edits:
        yield context.fix(f"Remove the second {quoted(context.word)}", *edits)
        yield from _split(context)


def _without(context: Context, stage: ast.Stage) -> tuple[TextEdit, ...]:
    """Take the action of the finding out of a stage; one that is left needs no brackets."""
    left = [name for name in stage.actions if context.extent(name) != context.span]
    text, start = context.text, context.extent(stage).start
    end = placing.skip_gap(text, context.extent(stage.actions[-1]).end)
    if text[end : end + 1] == ",":
        end = placing.skip_gap(text, end + 1)
    if text[end : end + 1] != "]":
        return ()
    inside = ast.Span(start, end + 1)
    if len(left) == 1 and not any(sign in context.at(inside) for sign in ("/", "#")):
        return (TextEdit(inside, left[0].text),)
    return context.without_item(context.span)


def _unfilled(context: Context) -> Iterator[Fix]:
    """Keep the records in a file, which an earlier run can have filled."""
    mission = context.body.mission if context.body else None
    declaration = context.model.declared("store", context.word, mission)
    body = context.model.body_at(declaration.span.start) if declaration else None
    if body is None or not isinstance(body.node, ast.Store):
        return
    adapter = body.node.adapter
    if isinstance(adapter, ast.Call) and adapter.arguments:
        edit = TextEdit(adapter.function.span.shift(body.offset), "file")
        yield context.fix(f"Keep {quoted(context.word)} in a file", edit)
    elif isinstance(adapter, ast.Name):
        edit = TextEdit(adapter.span.shift(body.offset), f'file("{context.word}")')
        yield context.fix(f"Keep {quoted(context.word)} in a file", edit)


FIXES: Final[Mapping[str, Fixer]] = {
    "RQ5301": _split,
    "RQ5302": _split,
    "RQ5303": _twice,
    "RQ5304": _unfilled,
}
