"""The types along the steps of an action: what `response` and the variables hold after each.

`response` belongs to the action or the loop iteration: arms and blocks pass what they set on,
loops do not (language specification 4.2).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from reqon_language.model.inference import Inference, Known, State
from reqon_language.model.inference_expressions import infer, infer_condition
from reqon_language.model.inference_keys import name_matched
from reqon_language.model.inference_mappings import infer_mappings
from reqon_language.model.inference_operators import note_test
from reqon_language.model.inference_patterns import bind_pattern, schema_named
from reqon_language.model.inference_requests import infer_fetch, infer_operation
from reqon_language.model.shapes import element_of, expand, kinds, members
from reqon_language.model.types import (
    ANY,
    ArrayOf,
    ObjectOf,
    StoreOf,
    Type,
    is_nullable,
    join,
    options,
    widened,
    without_null,
)
from reqon_language.syntax import ast
from reqon_language.vocabulary.enumerations import ADAPTERS

_LASTING: Final = ADAPTERS.keys() - {"memory"}
_NOT_ITERABLE: Final = frozenset({"object", "string", "number", "boolean", "duration"})


def infer_block(run: Inference, state: State, block: ast.Block) -> None:
    """Follow the steps of a block in `state`."""
    end = block.span.end
    for index, step in enumerate(block.steps):
        if run.recording:
            run.responses.append(Known(step.span.start, step.span.end, state.response))
        handler = _STEPS.get(type(step))
        if handler is not None:
            handler(run, state, step)
        if run.recording:
            after = block.steps[index + 1].span.start if index + 1 < len(block.steps) else end
            run.responses.append(Known(step.span.end, after, state.response))


def _branch(run: Inference, state: State, block: ast.Block) -> State:
    inner = state.copy()
    infer_block(run, inner, block)
    return inner


def _merge(state: State, branches: Sequence[State]) -> None:
    """Go on with what holds after any of the branches that come to an end here."""
    alive = [branch for branch in branches if not branch.ends]
    state.ends = not alive
    state.fresh = any(branch.fresh for branch in alive)
    state.response = join(*(branch.response for branch in alive))


def _set_response(state: State, of: Type, *, fresh: bool = False) -> None:
    state.response = of
    state.fresh = fresh


def _fetch(run: Inference, state: State, step: ast.Fetch) -> None:
    _set_response(state, infer_fetch(run, state, step), fresh=True)


def _call(run: Inference, state: State, step: ast.OperationCall) -> None:
    _set_response(state, infer_operation(run, state, step), fresh=True)


def _for(run: Inference, state: State, step: ast.For) -> None:
    shapes = run.environment.declared.shapes
    of = infer(run, state, step.collection)
    found = kinds(of, shapes) - {"null"}
    if found and found <= _NOT_ITERABLE:
        run.report("loop", step.collection.span, (), widened(without_null(of)))
    element = element_of(of, shapes)
    inner = state.copy()
    inner.variables[step.variable.text] = element
    run.record(step.variable.span, element)
    if step.condition is not None:
        infer_condition(run, inner.with_element(element), step.condition)
    if step.on_error is not None and step.on_error.store is not None:
        run.stored.append((step.on_error.store.text, ANY))
    infer_block(run, inner, step.body)


def _map(run: Inference, state: State, step: ast.Map) -> None:
    source = infer(run, state, step.source)
    if step.mappings is None:
        state.variables[step.target.text] = source
        run.record(step.target.span, source)
        _set_response(state, source)
        return
    target = infer_mappings(run, state.with_element(source), step.target, step.mappings)
    run.record(step.target.span, target)
    _set_response(state, target)


def _apply(run: Inference, state: State, step: ast.Apply) -> None:
    source = infer(run, state, step.source)
    result = run.environment.declared.transforms.get(step.transform.text, ANY)
    shapes = run.environment.declared.shapes
    found = kinds(source, shapes)
    if found == {"array"}:
        result = ArrayOf(result)
    elif "any" in found or "array" in found:
        result = join(result, ArrayOf(result)) if "array" in found else ANY
    if step.binding is None:
        _set_response(state, result)
    else:
        state.variables[step.binding.text] = result
        run.record(step.binding.span, result)


def _validate(run: Inference, state: State, step: ast.Validate) -> None:
    target = state.response if step.target is None else infer(run, state, step.target)
    inner = state.with_element(target)
    for assumption in step.assumptions:
        if assumption.guard is not None:
            infer_condition(run, inner, assumption.guard)
        for condition in assumption.conditions:
            infer_condition(run, inner, condition)
        if assumption.message is not None:
            infer(run, inner, assumption.message)
    if step.otherwise is not None:
        _merge(state, [state.copy(), _branch(run, state, step.otherwise)])


def _store(run: Inference, state: State, step: ast.StoreStep) -> None:
    of = infer(run, state, step.value)
    record = _record(run, of)
    given = step.options
    if given is not None:
        key = given.get("key")
        if key is not None:
            _check_key(run, state.with_element(record), key.value)
    if given is None or all(_is_other(entry) for entry in given.entries):
        lasting = run.adapter(step.target.text) in _LASTING
        if lasting and not _may_have_id(run, step.value, record):
            run.report("no key", step.target.span)
    run.stored.append((step.target.text, record))


def _is_other(entry: object) -> bool:
    return isinstance(entry, ast.Entry) and entry.key.text != "key"


def _check_key(run: Inference, state: State, key: ast.Expression) -> None:
    of = infer(run, state, key)
    absent = run.optional.get(id(key))
    if absent is None and isinstance(key, ast.Field | ast.Member) and is_nullable(of):
        absent = key.name.text
    if absent is not None:
        run.report("null key", key.span, (absent,))


def _may_have_id(run: Inference, value: ast.Expression, record: Type) -> bool:
    """Whether a record without a key can be told by its `id`; what is spread may bring one."""
    if isinstance(value, ast.Object) and any(not isinstance(e, ast.Entry) for e in value.entries):
        return True
    shapes = run.environment.declared.shapes
    return all("id" in members(option, shapes) for option in options(record))


def _record(run: Inference, of: Type) -> Type:
    """Return what a stored value adds to a store: each element of an array, else itself."""
    shape = expand(without_null(of), run.environment.declared.shapes)
    if isinstance(shape, ArrayOf | StoreOf):
        return shape.element
    return without_null(of) if isinstance(shape, ObjectOf) else ANY


def _match(run: Inference, state: State, step: ast.Match) -> None:
    subject = ANY if step.subject is None else infer(run, state, step.subject)
    if step.subject is not None:
        note_test(run, step.subject)
    for arm in step.arms:
        name_matched(run, arm.pattern, subject)
    name = step.subject.text if isinstance(step.subject, ast.Name) else ""
    if name == "response" and name not in state.variables and state.fresh:
        subject = subject if run.is_recorded(subject) else ANY
    branches = [_arm(run, state, arm, subject, name) for arm in step.arms]
    failed = state.copy()
    failed.response = ANY
    branches += [_arm(run, failed, arm, ANY, "") for arm in step.catch or ()]
    if step.subject is None:
        branches.append(state.copy())
    _merge(state, branches)


def _arm(run: Inference, state: State, arm: ast.StepArm, subject: Type, name: str) -> State:
    """Follow an arm, where the subject is known to be what the pattern asks for."""
    inner = state.copy()
    if isinstance(arm.pattern, ast.ExpressionPattern):
        infer_condition(run, inner, arm.pattern.expression)
    narrowed = bind_pattern(run, inner, arm.pattern, subject)
    if name in inner.variables:
        if not (isinstance(arm.pattern, ast.NamePattern) and arm.pattern.text == name):
            inner.variables[name] = narrowed
    elif name == "response":
        _set_response(inner, narrowed)
    if arm.guard is not None:
        infer_condition(run, inner.with_element(narrowed), arm.guard)
    run.record(arm.pattern.span, narrowed)
    infer_block(run, inner, arm.body)
    return inner


def _let(run: Inference, state: State, step: ast.Let) -> None:
    of = widened(infer(run, state, step.value))
    state.variables[step.name.text] = of
    run.record(step.name.span, of)


def _ends(_run: Inference, state: State, _step: ast.Skip | ast.Retry) -> None:
    state.ends = True


def _abort(run: Inference, state: State, step: ast.Abort) -> None:
    if step.message is not None:
        infer(run, state, step.message)
    state.ends = True


def _queue(run: Inference, state: State, step: ast.Queue) -> None:
    item = step.options.get("item") if step.options is not None else None
    key = step.options.get("key") if step.options is not None else None
    of = infer(run, state, item.value) if item is not None else ANY
    if key is not None:
        infer(run, state.with_element(of), key.value)
    if step.target is not None:
        run.stored.append((step.target.text, _record(run, of)))


def _unknown(_run: Inference, state: State, _step: object) -> None:
    _set_response(state, ANY)


def _wait(run: Inference, state: State, step: ast.Wait) -> None:
    storage = step.options.get("storage")
    if storage is not None and isinstance(storage.value, ast.Name):
        run.stored.append((storage.value.text, ANY))
    _set_response(state, ANY)


def _delete(run: Inference, state: State, step: ast.DeleteRecord) -> None:
    infer(run, state, step.key)


def _if(run: Inference, state: State, step: ast.If) -> None:
    infer_condition(run, state, step.condition)
    otherwise = state.copy() if step.otherwise is None else _branch(run, state, step.otherwise)
    _merge(state, [_branch(run, state, step.then), otherwise])


def _try(run: Inference, state: State, step: ast.Try) -> None:
    body = _branch(run, state, step.body)
    caught = state.copy()
    caught.variables["error"] = ANY
    caught.response = ANY
    infer_block(run, caught, step.catch)
    _merge(state, [body, caught])


def _generate(run: Inference, state: State, step: ast.Generate) -> None:
    infer(run, state, step.count)
    made = ArrayOf(schema_named(run, step.schema.text) or ANY)
    if step.binding is None:
        _set_response(state, made)
    else:
        state.variables[step.binding.text] = made
        run.record(step.binding.span, made)


_STEPS: Final[dict[type, Callable[[Inference, State, Any], None]]] = {
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
    ast.Skip: _ends,
    ast.Retry: _ends,
    ast.Queue: _queue,
    ast.Jump: _unknown,
    ast.RunStep: _unknown,
    ast.Custom: _unknown,
    ast.Wait: _wait,
    ast.Pause: _unknown,
    ast.DeleteRecord: _delete,
    ast.If: _if,
    ast.Try: _try,
    ast.Generate: _generate,
}
