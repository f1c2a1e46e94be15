"""Values written out: literals, durations, arrays, objects, and what is no value at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from reqon.engine.scope import Scope
from reqon.errors import EvaluationError
from reqon.plan.expressions_core import Evaluate, Names, compile_value, dispatch, failure, place
from reqon.values import MISSING, Duration, as_list, describe
from reqon.values.arithmetic import fit
from reqon.values.kinds import is_number
from reqon_language.syntax import ast

_Member: TypeAlias = Callable[[Scope, dict[str, Any]], None]


@dispatch.register
def compile_literal(node: ast.Literal, names: Names) -> Evaluate:
    """Compile a scalar."""
    value = node.value
    if is_number(value):
        try:
            value = fit(value)
        except EvaluationError as error:
            place(error, node.span, names)
            raise
    return lambda _scope: value


@dispatch.register
def compile_duration(node: ast.Duration, _names: Names) -> Evaluate:
    """Compile `30s`."""
    value = Duration(node.milliseconds)
    return lambda _scope: value


@dispatch.register
def compile_array(node: ast.Array, names: Names) -> Evaluate:
    """Compile `[a, ...b]`; what is missing becomes null."""
    values = [item for item in node.items if not isinstance(item, ast.Spread)]
    if len(values) == len(node.items):
        evaluates = [compile_value(item, names) for item in values]
        return lambda scope: [_or_null(evaluate(scope)) for evaluate in evaluates]
    parts = [_array_part(item, names) for item in node.items]
    return lambda scope: [value for part in parts for value in part(scope)]


def _or_null(value: Any) -> Any:
    return None if value is MISSING else value


def _array_part(item: ast.Expression | ast.Spread, names: Names) -> Callable[[Scope], list[Any]]:
    if not isinstance(item, ast.Spread):
        evaluate = compile_value(item, names)
        return lambda scope: [_or_null(evaluate(scope))]
    return compile_spread(item, names)


def compile_spread(node: ast.Spread, names: Names) -> Callable[[Scope], list[Any]]:
    """Compile `...xs` inside an array or a call; null has no elements."""
    evaluate = compile_value(node.value, names)

    def spread(scope: Scope) -> list[Any]:
        value = evaluate(scope)
        items = [] if value is None or value is MISSING else as_list(value)
        if items is None:
            raise failure(f"`...` needs an array here, got {describe(value)}", node.span, names)
        return items

    return spread


@dispatch.register
def compile_object(node: ast.Object, names: Names) -> Evaluate:
    """Compile `{ … }`; later members win and missing values leave no member."""
    if all(isinstance(entry, ast.Entry) for entry in node.entries):
        pairs = [
            (entry.key.text, compile_value(entry.value, names))
            for entry in node.entries
            if isinstance(entry, ast.Entry)
        ]
        return _plain_object(pairs)
    members = [_member(entry, names) for entry in node.entries]

    def build(scope: Scope) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for member in members:
            member(scope, result)
        return result

    return build


def _plain_object(pairs: list[tuple[str, Evaluate]]) -> Evaluate:
    def build(scope: Scope) -> dict[str, Any]:
        result = {}
        for key, evaluate in pairs:
            value = evaluate(scope)
            if value is not MISSING:
                result[key] = value
        return result

    return build


def _member(entry: ast.Entry | ast.Spread | ast.Elision, names: Names) -> _Member:
    if isinstance(entry, ast.Elision):
        return _elision(entry, names)
    evaluate = compile_value(entry.value, names)
    if isinstance(entry, ast.Entry):
        return _entry(entry.key.text, evaluate)
    span = entry.span

    def spread(scope: Scope, result: dict[str, Any]) -> None:
        value = evaluate(scope)
        if isinstance(value, dict):
            result.update(value)
        elif value is not None and value is not MISSING:
            raise failure(f"`...` needs an object here, got {describe(value)}", span, names)

    return spread


def _entry(key: str, evaluate: Evaluate) -> _Member:
    def entry(scope: Scope, result: dict[str, Any]) -> None:
        value = evaluate(scope)
        if value is MISSING:
            result.pop(key, None)
        else:
            result[key] = value

    return entry


def _elision(node: ast.Elision, names: Names) -> _Member:
    def unfinished(_scope: Scope, _result: dict[str, Any]) -> None:
        raise _placeholder(node, names)

    return unfinished


def _placeholder(node: ast.Elision, names: Names) -> EvaluationError:
    return failure(
        "`...` is a placeholder", node.span, names, help="Fill it in before running the mission."
    )


@dispatch.register
def compile_elision(node: ast.Elision, names: Names) -> Evaluate:
    """Compile a placeholder: an error only when it is reached (ruling D33)."""

    def unfinished(_scope: Scope) -> Any:
        raise _placeholder(node, names)

    return unfinished


@dispatch.register(ast.Tagged)
@dispatch.register(ast.Every)
def compile_trigger(node: ast.Tagged | ast.Every, names: Names) -> Evaluate:
    """Refuse `cron "…"` and its like where a value is needed."""
    word = node.tag.text if isinstance(node, ast.Tagged) else "every"
    raise failure(f"`{word} …` says when something runs; it is not a value", node.span, names)


@dispatch.register
def compile_missing(node: ast.Missing, names: Names) -> Evaluate:
    """Refuse a value the parser had to invent."""
    raise failure("a value is missing here", node.span, names)
