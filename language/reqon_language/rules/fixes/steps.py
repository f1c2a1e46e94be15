"""Fixes of RQ5001 to RQ5003, RQ5006 to RQ5009 and RQ5401: steps that do not do what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reqon_language.model import types
from reqon_language.model.shapes import element_of, expand, kinds, members
from reqon_language.rules.fix import Fix
from reqon_language.rules.fixes import placing
from reqon_language.rules.fixes.adding import offer
from reqon_language.rules.fixes.context import Context, Fixer, quoted
from reqon_language.syntax import ast
from reqon_language.syntax.keys import is_word

_KEYS: Final = ("id", "key", "uuid", "number", "code")


def _unmapped(context: Context) -> Iterator[Fix]:
    yield context.replace("Store `response`", "response")


def _no_items(context: Context) -> Iterator[Fix]:
    """Loop over a list inside of the value, or over the value as the only item."""
    problem = context.problem("loop")
    of = expand(types.without_null(problem.types[0]), context.shapes) if problem else types.ANY
    if not isinstance(of, types.ObjectOf):
        return
    inside = members(of, context.shapes).items()
    lists = [name for name, inner in inside if "array" in kinds(inner, context.shapes)]
    for name in lists if not context.word.startswith("{") else ():
        new = f"{context.word}.{name}"
        yield context.replace(f"Loop over {quoted(new)}", new)
    if not lists:
        yield context.replace("Put it into `[…]`", f"[{context.word}]")


def _no_key(context: Context) -> Iterator[Fix]:
    """Take the field that tells records apart, as far as the type of the value says."""
    step = context.around(ast.StoreStep)
    if step is None:
        return
    of = context.model.type_of(context.extent(step.value)) or types.ANY
    element = element_of(of, context.shapes) if "array" in kinds(of, context.shapes) else of
    known = [name for name in members(element, context.shapes) if is_word(name)]
    likely = [name for name in known if name.lower().endswith(("id", *_KEYS))]
    best = next((name for name in _KEYS if name in known), (likely or known or ["id"])[0])
    key = f"key: .{best}"
    blanks = (best,) if best not in known else ()
    yield from offer(context, f"Add `{key}`", step, step.options, key, first=True, blanks=blanks)


def _contradiction(context: Context) -> Iterator[Fix]:
    """Take out what has no effect, or the other option."""
    step = context.around(ast.StoreStep)
    partial = step.options.get("partial") if step and step.options else None
    without = context.without_entry(context.span)
    yield context.fix("Remove `upsert: false`", *without, safety="safe")
    if partial is not None:
        edits = context.without_item(context.extent(partial))
        yield context.fix("Remove `partial: true`", *edits)


def _misplaced(context: Context) -> Iterator[Fix]:
    """Take out a step that has nothing to do; `skip` ends the action, if that is meant."""
    if context.word == "continue" and isinstance(context.body and context.body.node, ast.Action):
        yield context.replace("Replace with `skip`", "skip")
    step = context.around(ast.Continue) or context.around(ast.Skip) or context.around(ast.Retry)
    if step is not None and context.statement is step:
        edit = placing.removal(context.text, context.extent(step))
        yield context.fix(f"Remove the {quoted(context.word)}", edit)


def _unreachable(context: Context) -> Iterator[Fix]:
    yield context.fix("Remove what is never reached", placing.removal(context.text, context.span))


def _unlimited(context: Context) -> Iterator[Fix]:
    step = context.around(ast.Retry)
    if step is None:
        return
    own, as_now = "maxAttempts: 5", "maxAttempts: 3"
    yield from offer(context, f"Add `{own}`", step, step.options, own, blanks=(own,))
    title = f"Add `{as_now}`, as often as now"
    yield from offer(context, title, step, step.options, as_now, safety="safe")


def _no_constraints(context: Context) -> Iterator[Fix]:
    """Test what can be told to be there, or take the step out."""
    step = context.around(ast.Validate)
    if step is None or context.statement is not step:
        return
    extent = context.extent(step)
    yield context.fix("Remove the `validate`", placing.removal(context.text, extent))


FIXES: Final[Mapping[str, Fixer]] = {
    "RQ5001": _unmapped,
    "RQ5002": _no_items,
    "RQ5003": _no_key,
    "RQ5006": _contradiction,
    "RQ5007": _misplaced,
    "RQ5008": _unreachable,
    "RQ5009": _unlimited,
    "RQ5401": _no_constraints,
}
