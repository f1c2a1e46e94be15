"""Inline an action that is run in one place only: its steps go there, and it goes."""

from __future__ import annotations

from collections.abc import Iterator

from reqon_language.edits import TextEdit
from reqon_language.features.code_actions.offer import Offer
from reqon_language.features.code_actions.selection import Selection
from reqon_language.features.code_actions.steps import (
    leaves,
    reads_response,
    response_read_after,
    sets_response,
)
from reqon_language.rules.fixes import placing
from reqon_language.syntax import ast
from reqon_language.syntax.ast import Span


def inline_action(selection: Selection) -> Iterator[Offer]:
    """Offer it on `run Action` as a step, where the steps mean the same as in the action."""
    step, body = selection.around(ast.RunStep), selection.body
    if step is None or body is None or selection.statement is not step:
        return
    found = selection.model.declared("action", step.action.text, body.mission)
    there = selection.model.body_at(found.span.start) if found is not None else None
    if found is None or there is None or there.broken or not isinstance(there.node, ast.Action):
        return
    if there.extent == body.extent:
        return
    action = there.node
    uses = selection.project.references_to(selection.path, found)
    if sum(map(len, uses.values())) != 1 or action.options or not action.body.steps:
        return
    own = Selection(selection.project, selection.path, there.extent)
    taken = {reference.name for reference in body.facts.references} | body.names.variables
    clash = {*there.facts.bindings} & ({*body.facts.bindings} | taken)
    if clash or leaves(action.body.steps) or reads_response(own, action.body.steps):
        return
    if not sets_response(action.body.steps) and response_read_after(selection, step.span.end):
        return
    if any(one.binding is None and one.kind == "variable" for one in there.facts.references):
        return

    def make() -> tuple[TextEdit, ...]:
        steps = action.body.steps
        inside = Span(steps[0].span.start, _end(selection, action, there.offset) - there.offset)
        lines = own.dedented(inside.shift(there.offset)).rstrip()
        margin = placing.margin(selection.text, selection.extent(step).start)
        text = placing.laid_out(selection.text, lines, margin)
        return selection.replace(step, text), placing.removal(selection.text, there.extent)

    title = f"Inline action `{step.action.text}`"
    yield Offer("inline action", title, "refactor.inline", make)


def _end(selection: Selection, action: ast.Action, offset: int) -> int:
    """Return where the last step ends, with the comment behind it on its line."""
    last = action.body.steps[-1].span.end + offset
    rest = placing.rest_of_line(selection.text, last)
    return last if rest is None else rest
