"""`for x in xs { store x -> s }` as one `store xs -> s`, which writes all records at once."""

from __future__ import annotations

from collections.abc import Iterator

from reqon_language.edits import TextEdit, apply_edits
from reqon_language.features.code_actions.offer import Offer
from reqon_language.features.code_actions.selection import Selection
from reqon_language.model.types import ArrayOf, StoreOf
from reqon_language.rules.fixes import placing
from reqon_language.rules.nodes import below
from reqon_language.syntax import ast


def loop_to_store(selection: Selection) -> Iterator[Offer]:
    """Offer it on a loop over a list that does nothing but store each item, and has no clauses."""
    loop = selection.around(ast.For)
    if loop is None or len(loop.body.steps) != 1 or not _plain(loop):
        return
    step = loop.body.steps[0]
    if not isinstance(step, ast.StoreStep) or selection.commented(selection.extent(loop)):
        return
    of = selection.model.type_of(selection.extent(loop.collection))
    same = isinstance(step.value, ast.Name) and step.value.text == loop.variable.text
    if not same or not isinstance(of, ArrayOf | StoreOf):
        return
    reads = _members(loop, step)
    if reads is None:
        return

    def make() -> tuple[TextEdit, ...]:
        extent = selection.extent(step)
        edits = [TextEdit(selection.extent(one.object).shift(-extent.start), "") for one in reads]
        value = selection.extent(step.value).shift(-extent.start)
        edits.append(TextEdit(value, selection.written(loop.collection)))
        text = apply_edits(selection.written(step), edits)
        inner = placing.margin(selection.text, extent.start)
        outer = placing.margin(selection.text, selection.extent(loop).start)
        return (selection.replace(loop, text.replace(f"\n{inner}", f"\n{outer}")),)

    yield Offer("loop to store", "Store all items at once", "refactor.rewrite", make)


def _plain(loop: ast.For) -> bool:
    clauses = (loop.condition, loop.checkpoint_every, loop.concurrency, loop.on_error)
    return not loop.parallel and all(clause is None for clause in clauses)


def _members(loop: ast.For, step: ast.StoreStep) -> list[ast.Member] | None:
    """Return where options read fields of the item; None where they use it in any other way."""
    if step.options is None:
        return []
    name = loop.variable.text
    reads = [
        node
        for node in below(step.options, ast.Member)
        if isinstance(node.object, ast.Name) and node.object.text == name
    ]
    uses = [node for node in below(step.options, ast.Name) if node.text == name]
    return reads if len(uses) == len(reads) else None
