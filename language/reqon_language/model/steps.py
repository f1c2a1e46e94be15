"""Names inside steps: which step refers to what, and where a variable begins and ends.

Blocks open scopes (language specification 3.1); the values of options are `options.py`'s.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reqon_language.model.expressions import refer_name, walk, walk_element, walk_pattern
from reqon_language.model.facts import Collected
from reqon_language.model.options import walk_options
from reqon_language.model.paths import walk_path
from reqon_language.model.scopes import Binding, Element, Scope
from reqon_language.syntax import ast
from reqon_language.vocabulary.words import IMPLICIT_NAMES


def walk_block(collected: Collected, parent: Scope, block: ast.Block) -> None:
    """Walk the steps of a block in a scope of their own."""
    walk_steps(collected, collected.open(block.span, parent), block)


def walk_steps(collected: Collected, scope: Scope, block: ast.Block) -> None:
    """Walk the steps of a block in `scope`."""
    collected.note(block)
    for step in block.steps:
        walk_step(collected, scope, step)


def walk_step(collected: Collected, scope: Scope, step: ast.Step) -> None:
    """Walk one step."""
    collected.note(step)
    walker = _WALKERS.get(type(step))
    if walker is not None:
        walker(collected, scope, step)


def bound_by(step: ast.Step) -> ast.Identifier | None:
    """Return the name a step leaves bound in its block, if any."""
    if isinstance(step, ast.Let):
        return step.name
    if isinstance(step, ast.Apply | ast.Generate):
        return step.binding
    if isinstance(step, ast.Map) and step.mappings is None:
        return step.target
    return None


def _fetch(collected: Collected, scope: Scope, step: ast.Fetch) -> None:
    for source in (step.overruled, step.source):
        if source is not None:
            known = collected.knows("source", source.text)
            collected.refer("source", source, known=known)
    walk_path(collected, scope, step.path)
    _request_options(collected, scope, step.options)


def _call(collected: Collected, scope: Scope, step: ast.OperationCall) -> None:
    known = collected.knows("source", step.source.text)
    collected.refer("source", step.source, known=known)
    collected.refer("operation", step.operation, owner=step.source.text)
    _request_options(collected, scope, step.options)


def _request_options(collected: Collected, scope: Scope, options: ast.Object | None) -> None:
    if options is not None:
        walk_options(collected, scope, "fetch", options.entries, options.span)


def _for(collected: Collected, scope: Scope, step: ast.For) -> None:
    if isinstance(step.collection, ast.Name):
        refer_name(collected, scope, step.collection, otherwise="loop")
    else:
        walk(collected, scope, step.collection)
    for clause in (step.checkpoint_every, step.concurrency):
        if clause is not None:
            walk(collected, scope, clause)
    if step.on_error is not None and step.on_error.store is not None:
        _refer_store(collected, step.on_error.store, "onError")
    inner = collected.open(ast.Span(step.collection.span.end, step.span.end), scope)
    collected.bind(inner, step.variable, "loop", step.collection.span.end)
    if step.condition is not None:
        walk_element(collected, inner, step.condition, Element("where", step.collection))
    walk_block(collected, inner, step.body)


def _map(collected: Collected, scope: Scope, step: ast.Map) -> None:
    walk(collected, scope, step.source)
    if step.mappings is None:
        collected.bind(scope, step.target, "map", step.span.end)
        return
    known = collected.knows("schema", step.target.text)
    collected.refer("schema", step.target, known=known, write=True, place="map target")
    walk_element(collected, scope, step.mappings, Element("map", step.source))


def _apply(collected: Collected, scope: Scope, step: ast.Apply) -> None:
    known = collected.knows("transform", step.transform.text)
    collected.refer("transform", step.transform, known=known)
    walk(collected, scope, step.source)
    if step.binding is not None:
        collected.bind(scope, step.binding, "apply", step.span.end)


def _validate(collected: Collected, scope: Scope, step: ast.Validate) -> None:
    if step.target is not None:
        walk(collected, scope, step.target)
    for assumption in step.assumptions:
        for value in (assumption.guard, *assumption.conditions, assumption.message):
            if value is not None:
                walk_element(collected, scope, value, Element("assume", step.target))
    if step.otherwise is not None:
        walk_block(collected, scope, step.otherwise)


def _store(collected: Collected, scope: Scope, step: ast.StoreStep) -> None:
    walk(collected, scope, step.value)
    target = step.target
    known = collected.knows("store", target.text)
    variable = scope.find(target.text) is not None or collected.knows("variable", target.text)
    source = collected.knows("source", target.text)
    other = variable or source or target.text in IMPLICIT_NAMES
    place = "not a store" if other and not known else "store step"
    collected.refer("store", target, known=known, write=True, place=place)
    if step.options is not None:
        entries, span = step.options.entries, step.options.span
        walk_options(collected, scope, "store step", entries, span, step.value)


def _match(collected: Collected, scope: Scope, step: ast.Match) -> None:
    if step.subject is not None:
        walk(collected, scope, step.subject)
    for arm in step.arms:
        _arm(collected, scope, arm, step.subject, condition=step.subject is None)
    for arm in step.catch or ():
        _arm(collected, scope, arm, None, condition=False)


def _arm(
    collected: Collected,
    scope: Scope,
    arm: ast.StepArm,
    subject: ast.Expression | None,
    *,
    condition: bool,
) -> None:
    inner = collected.open(arm.span, scope)
    walk_pattern(collected, inner, arm.pattern, condition=condition)
    if arm.guard is not None:
        walk_element(collected, inner, arm.guard, Element("guard", subject))
    walk_block(collected, inner, arm.body)


def _let(collected: Collected, scope: Scope, step: ast.Let) -> None:
    walk(collected, scope, step.value)
    collected.bind(scope, step.name, "let", step.span.end)


def _abort(collected: Collected, scope: Scope, step: ast.Abort) -> None:
    if step.message is not None:
        walk(collected, scope, step.message)


def _retry(collected: Collected, scope: Scope, step: ast.Retry) -> None:
    if step.options is not None:
        walk_options(collected, scope, "retry", step.options.entries, step.options.span)


def _queue(collected: Collected, scope: Scope, step: ast.Queue) -> None:
    if step.target is not None:
        _refer_store(collected, step.target, "queue")
    if step.options is not None:
        item = step.options.get("item")
        element = item.value if item else None
        entries, span = step.options.entries, step.options.span
        walk_options(collected, scope, "queue", entries, span, element)


def _refer_action(collected: Collected, action: ast.Identifier, place: str) -> None:
    collected.refer("action", action, known=collected.knows("action", action.text), place=place)


def _jump(collected: Collected, _scope: Scope, step: ast.Jump) -> None:
    _refer_action(collected, step.action, "jump")


def _run(collected: Collected, _scope: Scope, step: ast.RunStep) -> None:
    _refer_action(collected, step.action, "run step")


def _wait(collected: Collected, scope: Scope, step: ast.Wait) -> None:
    walk_options(collected, scope, "wait", step.options.entries, step.options.span)


def _pause(collected: Collected, scope: Scope, step: ast.Pause) -> None:
    walk_options(collected, scope, "pause", step.options.entries, step.options.span)


def _refer_store(collected: Collected, store: ast.Identifier, place: str) -> None:
    known = collected.knows("store", store.text)
    collected.refer("store", store, known=known, write=True, place=place)


def _delete(collected: Collected, scope: Scope, step: ast.DeleteRecord) -> None:
    _refer_store(collected, step.store, "delete")
    walk(collected, scope, step.key)


def _clear(collected: Collected, _scope: Scope, step: ast.Clear) -> None:
    _refer_store(collected, step.store, "clear")


def _if(collected: Collected, scope: Scope, step: ast.If) -> None:
    walk(collected, scope, step.condition)
    walk_block(collected, scope, step.then)
    if step.otherwise is not None:
        walk_block(collected, scope, step.otherwise)


def _try(collected: Collected, scope: Scope, step: ast.Try) -> None:
    walk_block(collected, scope, step.body)
    inner = collected.open(step.catch.span, scope)
    start = step.catch.span.start
    inner.add(Binding("error", "implicit", ast.Span(start, start), start))
    walk_steps(collected, inner, step.catch)


def _generate(collected: Collected, scope: Scope, step: ast.Generate) -> None:
    walk(collected, scope, step.count)
    known = collected.knows("schema", step.schema.text)
    if known or "." not in step.schema.text:
        collected.refer("schema", step.schema, known=known, place="generate")
    if step.binding is not None:
        collected.bind(scope, step.binding, "generated", step.span.end)
    if step.options is not None:
        walk(collected, scope, step.options)


def _custom(collected: Collected, scope: Scope, step: ast.Custom) -> None:
    walk(collected, scope, step.options)


_WALKERS: dict[type, Callable[[Collected, Scope, Any], None]] = {
    ast.Fetch: _fetch,
    ast.OperationCall: _call,
    ast.For: _for,
    ast.Map: _map,
    ast.Apply: _apply,
    ast.Validate: _validate,
    ast.StoreStep: _store,
    ast.Match: _match,
    ast.Let: _let,
    ast.Abort: _abort,
    ast.Retry: _retry,
    ast.Queue: _queue,
    ast.Jump: _jump,
    ast.RunStep: _run,
    ast.Wait: _wait,
    ast.Pause: _pause,
    ast.DeleteRecord: _delete,
    ast.Clear: _clear,
    ast.If: _if,
    ast.Try: _try,
    ast.Generate: _generate,
    ast.Custom: _custom,
}
