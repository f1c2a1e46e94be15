"""The types of requests: what an operation answers, and whether it gets what it asks for.

A plain fetch answers anything; only `call` has a description to compare with (4.12).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reqon_language.model.inference import Inference, State
from reqon_language.model.inference_expressions import infer
from reqon_language.model.last_run import NOT_RUN
from reqon_language.model.openapi import Operation
from reqon_language.model.options import quoted_name
from reqon_language.model.shapes import expand, fits
from reqon_language.model.types import (
    ANY,
    NUMBER,
    ArrayOf,
    ObjectOf,
    Type,
    display,
    without_null,
)
from reqon_language.syntax import ast

_DOTTED: Final = re.compile(r"\{([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)\}")
_VALUES: Final = ("params", "headers", "body", "key", "since")


def infer_fetch(run: Inference, state: State, step: ast.Fetch) -> Type:
    """Return what `response` is after a plain request."""
    _infer_path(run, state, step.path)
    return _infer_options(run, state, step, ANY)


def infer_operation(run: Inference, state: State, step: ast.OperationCall) -> Type:
    """Return what `response` is after a `call`, noting what its operation misses."""
    known = run.environment.declared.operations.get(step.source.text)
    operation = known.get(step.operation.text) if known is not None else None
    if known is not None and operation is None and step.operation.text:
        words = (step.operation.text, step.source.text, *known)
        run.report("operation", step.operation.span, words)
    page = operation.response if operation is not None else ANY
    of = _infer_options(run, state, step, page)
    if operation is not None:
        _check_parameters(run, step, operation)
        _check_body(run, state, step, operation)
    return of


def _infer_options(
    run: Inference, state: State, step: ast.Fetch | ast.OperationCall, page: Type
) -> Type:
    """Infer the values a request is given; `page` is what one answer holds.

    Where that is not known, it is what the last run saw.
    """
    given, seen = step.options, run.last_run.get(step.span, NOT_RUN) if page == ANY else NOT_RUN
    if given is None:
        return page if seen is NOT_RUN else seen.response
    inner = state.copy()
    paginate = given.get("paginate")
    name = _page_parameter(paginate)
    if name:
        inner.variables[name] = NUMBER if not _is_cursor(paginate) else ANY
    for key in _VALUES:
        entry = given.get(key)
        if entry is not None:
            infer(run, inner, entry.value)
    until = given.get("until")
    if until is not None:
        inner.response = page if seen is NOT_RUN else seen.page
        infer(run, inner, until.value)
    if seen is not NOT_RUN:
        return seen.response
    return page if paginate is None else _listing(run, page)


def _page_parameter(paginate: ast.Entry | None) -> str:
    first: object = None
    if paginate is not None and isinstance(paginate.value, ast.Call) and paginate.value.arguments:
        first = paginate.value.arguments[0]
    elif paginate is not None and isinstance(paginate.value, ast.Object):
        entry = paginate.value.get("param")
        first = entry.value if entry is not None else None
    if isinstance(first, ast.Literal):
        quoted = quoted_name(first)
        return quoted.text if quoted is not None else ""
    return first.text if isinstance(first, ast.Name) else ""


def _is_cursor(paginate: ast.Entry | None) -> bool:
    value = paginate.value if paginate is not None else None
    function = value.function if isinstance(value, ast.Call) else None
    return not (isinstance(function, ast.Name) and function.text in ("offset", "page"))


def _listing(run: Inference, page: Type) -> Type:
    """Return the flat list of all pages' items: the body itself or its first list (4.7)."""
    shape = expand(without_null(page), run.environment.declared.shapes)
    if isinstance(shape, ArrayOf):
        return ArrayOf(shape.element, listing=True)
    if isinstance(shape, ObjectOf):
        for member in shape.fields:
            inner = expand(without_null(member.type), run.environment.declared.shapes)
            if isinstance(inner, ArrayOf):
                return ArrayOf(inner.element, listing=True)
    return ArrayOf(ANY, listing=True)


def _infer_path(run: Inference, state: State, path: ast.Expression) -> None:
    """Look at the placeholders that only read members; `"/orders/{order.id}"`."""
    if isinstance(path, ast.Binary) and path.operator == "+":
        _infer_path(run, state, path.left)
        _infer_path(run, state, path.right)
    elif not isinstance(path, ast.Literal):
        infer(run, state, path)
    elif quoted_name(path) is not None:
        start = path.span.start + 1
        for found in _DOTTED.finditer(str(path.value)):
            infer(run, state, _dotted(found[1], start + found.start(1)))


def _dotted(text: str, start: int) -> ast.Expression:
    first, *rest = text.split(".")
    end = start + len(first)
    node: ast.Expression = ast.Name(ast.Span(start, end), first)
    for part in rest:
        name = ast.Identifier(ast.Span(end + 1, end + 1 + len(part)), part)
        end += 1 + len(part)
        node = ast.Member(ast.Span(start, end), node, name)
    return node


def _check_parameters(run: Inference, step: ast.OperationCall, operation: Operation) -> None:
    given = _given(step)
    if given is None:
        return
    entries, others = given
    for parameter in operation.parameters:
        name = parameter.name
        if not parameter.required or name in entries or name in others:
            continue
        if parameter.place == "path":
            run.report("path parameter", step.operation.span, (name, operation.name))
        elif parameter.place == "query":
            run.report("required", step.operation.span, (f"query parameter `{name}`",))
    known = {parameter.name for parameter in operation.parameters}
    for name, key in entries.items():
        if name not in known:
            run.report("parameter", key.span, (name, operation.name, *sorted(known)))


def _given(step: ast.OperationCall) -> tuple[dict[str, ast.Identifier], frozenset[str]] | None:
    """Return the parameters given in `params`, and the names other options give.

    None where they are only known when the mission runs.
    """
    if step.options is None:
        return {}, frozenset()
    others = {_page_parameter(step.options.get("paginate")), *_since_names(step.options)}
    params = step.options.get("params")
    if params is None:
        return {}, frozenset(others)
    if not isinstance(params.value, ast.Object):
        return None
    entries: dict[str, ast.Identifier] = {}
    for entry in params.value.entries:
        if not isinstance(entry, ast.Entry):
            return None
        entries[entry.key.text] = entry.key
    return entries, frozenset(others)


def _since_names(given: ast.Object) -> Iterator[str]:
    since = given.get("since")
    if since is None:
        return
    block = since.block
    named = [given.get("sinceParam"), *((block.get("param"),) if block is not None else ())]
    for entry in named:
        if entry is not None and isinstance(entry.value, ast.Literal):
            yield str(entry.value.value)
    yield "since"


def _check_body(
    run: Inference, state: State, step: ast.OperationCall, operation: Operation
) -> None:
    entry = step.options.get("body") if step.options is not None else None
    if entry is None:
        if operation.body_required:
            run.report("required", step.operation.span, ("body",))
        return
    if operation.body is None:
        return
    shapes = run.environment.declared.shapes
    quiet = Inference(run.environment, run.facts)
    of = infer(quiet, state, entry.value)
    shape, wanted = expand(of, shapes), expand(operation.body, shapes)
    if not fits(of, wanted, shapes):
        words = (f"`{display(of, 1)}` is not `{display(operation.body, 1)}`", operation.name)
        run.report("body", entry.value.span, words)
    elif isinstance(shape, ObjectOf) and isinstance(wanted, ObjectOf) and not shape.open:
        own = {member.name for member in shape.fields}
        missing = [m.name for m in wanted.fields if not m.optional and m.name not in own]
        if missing:
            words = (f"it misses {', '.join(f'`{name}`' for name in missing)}", operation.name)
            run.report("body", entry.value.span, words)
