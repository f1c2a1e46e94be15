"""Extract into an action: steps move into one of their own and are run from where they stood."""

from __future__ import annotations

from collections.abc import Iterator

from reqon_language.edits import TextEdit
from reqon_language.features.code_actions.offer import Offer
from reqon_language.features.code_actions.selection import Selection
from reqon_language.features.code_actions.steps import (
    bound_inside,
    leaves,
    reads_response,
    repeated_after,
    response_read_after,
    sets_response,
)
from reqon_language.rules.fixes import placing
from reqon_language.syntax import ast
from reqon_language.syntax.ast import Span


def extract_action(selection: Selection) -> Iterator[Offer]:
    """Offer it for whole steps that need nothing of the steps around them but the stores."""
    steps = _selected(selection)
    if not steps or selection.mission is None or selection.body is None:
        return
    span = Span(steps[0].span.start, steps[-1].span.end)
    if leaves(steps) or not _apart(selection, steps, span):
        return
    name = selection.unused("Extracted")

    def make() -> tuple[TextEdit, ...]:
        extent = span.shift(selection.body.offset if selection.body is not None else 0)
        lines = selection.dedented(extent).replace("\n", f"\n{placing.STEP}")
        new = f"action {name} {{\n{placing.STEP}{lines}\n}}"
        moved = TextEdit(extent, f"run {name}")
        return moved, selection.declare(ast.Action, new.replace(f"\n{placing.STEP}\n", "\n\n"))

    title = f"Extract into action `{name}`"
    yield Offer("extract action", title, "refactor.extract", make, introduces=name)


def _selected(selection: Selection) -> tuple[ast.Step, ...]:
    """Return the steps that are selected from the first to the last character."""
    at = selection.trimmed
    if selection.body is None or not isinstance(selection.body.node, ast.Action):
        return ()
    block = selection.around(ast.Block)
    if at.start == at.end or block is None or block.inline:
        return ()
    steps = tuple(
        step
        for step in block.steps
        if at.start <= selection.extent(step).start and selection.extent(step).end <= at.end
    )
    whole = steps and (selection.extent(steps[0]).start, selection.extent(steps[-1]).end)
    return steps if whole == (at.start, at.end) else ()


def _apart(selection: Selection, steps: tuple[ast.Step, ...], span: Span) -> bool:
    body = selection.body
    if body is None:
        return False
    own = bound_inside(selection, span)
    names = {one.name for scope in body.facts.scopes for one in scope.bindings if one.span in own}
    lets = {one.name for one in selection.model.declarations("variable")}
    for reference in body.facts.references:
        within = span.start <= reference.span.start < span.end
        foreign = reference.kind == "variable" and reference.binding not in own
        known = reference.binding is None and reference.name in lets
        if (within and foreign and not known) or (not within and reference.binding in own):
            return False
        if reference.kind == "name" and (within or reference.name in names):
            return False
    exported = {step.name.text for step in steps if isinstance(step, ast.Let)}
    for _, other in selection.project.declarations("action"):
        read = selection.model.body_at(other.span.start)
        if read is not None and any(
            one.kind == "variable" and one.binding is None and one.name in exported
            for one in read.facts.references
        ):
            return False
    if reads_response(selection, steps) or repeated_after(selection, span.end):
        return False
    return sets_response(steps) or not response_read_after(selection, span.end)
