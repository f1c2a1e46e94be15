"""Names inside paths: `"/orders/{order.id}"` (language specification 1.5, ruling D26).

A placeholder is an expression. Its names are placed exactly where they stand, unless the
string has escapes: then the whole string stands for them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from msgspec import Struct, structs

from reqon_language.model.expressions import walk
from reqon_language.model.facts import Collected
from reqon_language.model.scopes import Scope
from reqon_language.syntax import ast, parse_expression
from reqon_language.syntax.placeholders import placeholders


@dataclass(frozen=True, slots=True)
class BadPlaceholder:
    """A placeholder that is no expression, or whose brace is not closed."""

    span: ast.Span
    message: str


def walk_path(collected: Collected, scope: Scope, path: ast.Expression) -> None:
    """Collect the references of a path, those of its placeholders included."""
    if isinstance(path, ast.Literal) and isinstance(path.value, str):
        for start, text in placeholders(path.value):
            _walk_placeholder(collected, scope, path, start, text)
    elif isinstance(path, ast.Binary) and path.operator == "+":
        walk_path(collected, scope, path.left)
        walk_path(collected, scope, path.right)
    else:
        walk(collected, scope, path)


def _walk_placeholder(
    collected: Collected, scope: Scope, path: ast.Literal, start: int, text: str | None
) -> None:
    exact = path.span.end - path.span.start == len(str(path.value)) + 2
    offset = path.span.start + 1 + start
    if text is None:
        span = ast.Span(offset - 1, offset) if exact else path.span
        collected.note(BadPlaceholder(span, "`{` is not closed in this path"))
        return
    value, errors = parse_expression(text)
    if errors:
        span = ast.Span(offset, offset + len(text)) if exact else path.span
        message = f"this placeholder is no expression: {errors[0].message}"
        collected.note(BadPlaceholder(span, message))
        return
    before = len(collected.references)
    walk(collected, scope, _placed(value, path.span, offset if exact else None))
    place = "path" if exact else "escaped path"
    for index in range(before, len(collected.references)):
        collected.references[index] = structs.replace(collected.references[index], place=place)


def _placed(node: Any, whole: ast.Span, offset: int | None) -> Any:
    """Return `node` with its spans moved by `offset`, or all set to `whole`."""
    place: Callable[[ast.Span], ast.Span] = (
        (lambda _span: whole) if offset is None else lambda span: span.shift(offset)
    )

    def moved(value: Any) -> Any:
        if isinstance(value, ast.Span):
            return place(value)
        if isinstance(value, tuple):
            return tuple(moved(item) for item in value)
        if isinstance(value, Struct):
            parts = {name: moved(getattr(value, name)) for name in value.__struct_fields__}
            return structs.replace(value, **parts)
        return value

    return moved(node)
