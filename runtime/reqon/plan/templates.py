"""Paths of requests, waits and pauses: `"/invoices/{invoice.id}"` (ruling D26).

What stands in braces is any expression. Its value fills one segment of the path, so it is
percent-encoded, unless it is itself a path or an address (language specification 1.5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import quote

from reqon.engine.scope import Scope
from reqon.errors import EvaluationError
from reqon.plan.expressions_core import Evaluate, Names, compile_expression, failure, place
from reqon.values import MISSING, describe, text
from reqon.values.arithmetic import add
from reqon_language.syntax import ast, parse_expression
from reqon_language.syntax.placeholders import placeholders

_ALREADY_ENCODED: Final = ("/", "http://", "https://")
_DOT_SEGMENTS: Final = frozenset({".", ".."})


@dataclass(frozen=True, slots=True)
class _Placeholder:
    """The text between a pair of braces, and where it begins in the template."""

    content: str
    start: int
    in_query: bool


def compile_path(expression: ast.Expression, names: Names) -> Evaluate:
    """Compile a path to a closure that returns its text.

    Placeholders count in a string literal and in the literals of a concatenation. Raises
    `EvaluationError` for a malformed placeholder; the closure raises it for a null value.
    """
    evaluate = _compile_part(expression, names)

    def path(scope: Scope) -> str:
        value = evaluate(scope)
        if not isinstance(value, str):
            raise failure(f"a path is a string, got {describe(value)}", expression.span, names)
        return value

    return path


def _compile_part(expression: ast.Expression, names: Names) -> Evaluate:
    match expression:
        case ast.Literal(value=str()):
            return _compile_template(expression, names)
        case ast.Binary(operator="+", left=left, right=right, span=span):
            return _concatenation(
                _compile_part(left, names), _compile_part(right, names), span, names
            )
    return compile_expression(expression, names)


def _concatenation(left: Evaluate, right: Evaluate, span: ast.Span, names: Names) -> Evaluate:
    def joined(scope: Scope) -> Any:
        try:
            return add(left(scope), right(scope))
        except EvaluationError as error:
            place(error, span, names)
            raise

    return joined


def _compile_template(literal: ast.Literal, names: Names) -> Evaluate:
    template = str(literal.value)
    if "{" not in template:
        return lambda _scope: template
    parts = [
        _constant(part) if isinstance(part, str) else _compile_placeholder(part, literal, names)
        for part in _split(literal, names)
    ]
    return lambda scope: "".join([part(scope) for part in parts])


def _constant(part: str) -> Callable[[Scope], str]:
    return lambda _scope: part


def _split(literal: ast.Literal, names: Names) -> Iterator[str | _Placeholder]:
    """Yield literal text and placeholders."""
    template, at = str(literal.value), 0
    for start, content in placeholders(template):
        if content is None:
            raise failure("`{` is not closed in the path", literal.span, names)
        yield template[at : start - 1]
        yield _Placeholder(content, start, "?" in template[:start])
        at = start + len(content) + 1
    yield template[at:]


def _compile_placeholder(
    placeholder: _Placeholder, literal: ast.Literal, names: Names
) -> Callable[[Scope], str]:
    inner = replace(names, locate=lambda span: names.locate(_in_file(span, placeholder, literal)))
    expression, errors = parse_expression(placeholder.content)
    if errors:
        problem = errors[0]
        raise failure(
            f"the path's `{{{placeholder.content}}}` is no expression: {problem.message}",
            problem.span,
            inner,
        )
    evaluate = compile_expression(expression, inner)

    def fill(scope: Scope) -> str:
        value = evaluate(scope)
        if value is None or value is MISSING or (value == "" and not placeholder.in_query):
            raise failure(
                f"`{{{placeholder.content}}}` has no value for the path",
                expression.span,
                inner,
                help="Check the value before the request, or give a default with `??`.",
            )
        if isinstance(value, (str, int, float)) and (filled := _encode(text(value))) is not None:
            return filled
        raise failure(
            f"`{{{placeholder.content}}}` cannot be part of a path: it is {describe(value)}",
            expression.span,
            inner,
        )

    return fill


def _encode(value: str) -> str | None:
    """Return a value as one path segment; None when it would change the segments around it."""
    if value.startswith(_ALREADY_ENCODED):
        return value
    return None if value in _DOT_SEGMENTS else quote(value, safe="", errors="replace")


def _in_file(span: ast.Span, placeholder: _Placeholder, literal: ast.Literal) -> ast.Span:
    """Return where a span of a placeholder is; the whole string if escapes make it uncertain."""
    has_escapes = literal.span.end - literal.span.start != len(str(literal.value)) + 2
    return literal.span if has_escapes else span.shift(literal.span.start + 1 + placeholder.start)
