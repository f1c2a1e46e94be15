"""Patterns of `match` arms, compiled to matchers (language specification 4.10, C.4).

A bare name is a schema where one is declared. Otherwise it binds the value, unless it begins
with a capital: that is a schema somebody forgot to declare, and it never matches (RQ3006).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from reqon.engine.scope import HttpInfo, Scope
from reqon.errors import EvaluationError
from reqon.plan.expressions_comparison import compile_within
from reqon.plan.expressions_core import Names, compile_expression
from reqon.plan.schemas import compile_schema
from reqon.values import MISSING, as_list, equal, truthy
from reqon.values.kinds import is_number
from reqon_language.syntax import ast

Bindings: TypeAlias = dict[str, Any]
Pattern: TypeAlias = Callable[[Any, Scope], Bindings | None]
"""Takes the subject and the scope of the match; returns the bindings, or None: no match."""


def compile_pattern(pattern: ast.Pattern, names: Names) -> Pattern:
    """Compile a pattern of a `match` with a subject."""
    match pattern:
        case ast.Wildcard():
            return lambda _value, _scope: {}
        case ast.NamePattern():
            return _name(pattern, names)
        case ast.LiteralPattern():
            return _literal(pattern)
        case ast.ArrayPattern():
            return _array(pattern, names)
        case ast.ObjectPattern():
            return _object(pattern, names)
        case ast.ExpressionPattern(expression=expression):
            return _expression(expression, names)


def compile_condition(pattern: ast.Pattern, names: Names) -> Pattern:
    """Compile a pattern of a `match` without a subject, where it is a condition.

    An array or object pattern cannot be one; it is held against `response`.
    """
    match pattern:
        case ast.Wildcard():
            return lambda _value, _scope: {}
        case ast.NamePattern(span=span, text=text):
            condition = compile_expression(ast.Name(span, text), names)
        case ast.LiteralPattern(span=span, value=value):
            condition = compile_expression(ast.Literal(span, value), names)
        case ast.ExpressionPattern(expression=expression):
            condition = compile_expression(expression, names)
        case ast.ArrayPattern() | ast.ObjectPattern():
            matches = compile_pattern(pattern, names)
            return lambda _value, scope: matches(scope.get_response(), scope)
    return lambda _value, scope: {} if truthy(condition(scope)) else None


def compile_arm(
    pattern: ast.Pattern, guard: ast.Expression | None, names: Names, *, subject: bool
) -> Pattern:
    """Compile a pattern with its guard; in the guard `.field` reads the subject."""
    matches = (compile_pattern if subject else compile_condition)(pattern, names)
    if guard is None:
        return matches
    holds = compile_expression(guard, names)

    def guarded(value: Any, scope: Scope) -> Bindings | None:
        bindings = matches(value, scope)
        if bindings is None:
            return None
        inner = scope.block(bindings)
        if subject:
            inner.element = value
        return bindings if truthy(holds(inner)) else None

    return guarded


def _name(pattern: ast.NamePattern, names: Names) -> Pattern:
    name = pattern.text
    schema = names.schemas.get(name)
    if schema is not None:
        fits = compile_schema(schema, names)
        return lambda value, _scope: {} if fits(value) else None
    if name[:1].isupper():
        return lambda _value, _scope: None
    return lambda value, _scope: {name: value}


def _literal(pattern: ast.LiteralPattern) -> Pattern:
    literal = pattern.value
    if not is_number(literal):
        return lambda value, _scope: {} if equal(value, literal) else None

    def matches(value: Any, scope: Scope) -> Bindings | None:
        if equal(value, literal):
            return {}
        http = _http_of(value, scope)
        is_status = http is not None and not is_number(value) and http.status == literal
        return {} if is_status else None

    return matches


def _http_of(value: Any, scope: Scope) -> HttpInfo | None:
    """Return status and headers if `value` is the body of the latest response."""
    http = scope.run.http
    return http if http is not None and http.body is value else None


def _array(pattern: ast.ArrayPattern, names: Names) -> Pattern:
    if len(pattern.items) == 1 and _is_schema(pattern.items[0], names):
        return _all(compile_pattern(pattern.items[0], names))
    parts = [compile_pattern(item, names) for item in pattern.items]

    def matches(value: Any, scope: Scope) -> Bindings | None:
        items = as_list(value)
        if items is None or len(items) != len(parts):
            return None
        found: Bindings = {}
        for part, item in zip(parts, items, strict=True):
            bindings = part(item, scope)
            if bindings is None:
                return None
            found.update(bindings)
        return found

    return matches


def _is_schema(pattern: ast.Pattern, names: Names) -> bool:
    return isinstance(pattern, ast.NamePattern) and (
        pattern.text in names.schemas or pattern.text[:1].isupper()
    )


def _all(element: Pattern) -> Pattern:
    """Match an array of any length whose elements all match."""

    def matches(value: Any, scope: Scope) -> Bindings | None:
        items = as_list(value)
        if items is None or any(element(item, scope) is None for item in items):
            return None
        return {}

    return matches


def _object(pattern: ast.ObjectPattern, names: Names) -> Pattern:
    parts = [(entry.key.text, compile_pattern(entry.pattern, names)) for entry in pattern.entries]

    def matches(value: Any, scope: Scope) -> Bindings | None:
        if not isinstance(value, dict):
            return None
        found: Bindings = {}
        for key, part in parts:
            member = value[key] if key in value else _from_http(key, value, scope)
            bindings = None if member is MISSING else part(member, scope)
            if bindings is None:
                return None
            found.update(bindings)
        return found

    return matches


def _from_http(key: str, value: Any, scope: Scope) -> Any:
    """Return what the response says about `code`, `status` or `headers` (ruling D27)."""
    http = _http_of(value, scope)
    if http is None:
        return MISSING
    if key in {"code", "status"}:
        return http.status
    return dict(http.headers) if key == "headers" else MISSING


def _expression(expression: ast.Expression, names: Names) -> Pattern:
    if isinstance(expression, ast.Binary) and expression.operator == "..":
        within = compile_within(expression, names)
        return lambda value, scope: {} if _holds(within, value, scope) else None
    evaluate = compile_expression(expression, names)
    return lambda value, scope: {} if equal(value, evaluate(scope)) else None


def _holds(within: Callable[[Any, Scope], bool], value: Any, scope: Scope) -> bool:
    """Ask a range; a value that cannot be compared with its bounds does not match."""
    try:
        return within(value, scope)
    except EvaluationError:
        return False
