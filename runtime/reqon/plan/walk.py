"""Going through a syntax tree, for questions that need every node below one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from reqon_language.syntax import ast

_LEAVES = (type, ast.Span, ast.Identifier)


def walk(node: object) -> Iterator[object]:
    """Yield `node` and every node below it, parents first."""
    pending = [node]
    while pending:
        current = pending.pop()
        if isinstance(current, tuple):
            pending.extend(reversed(current))
        elif is_dataclass(current) and not isinstance(current, _LEAVES):
            yield current
            pending.extend(getattr(current, field.name) for field in reversed(fields(current)))


def mentions(node: object, name: str) -> bool:
    """Whether a name is used below `node`, in an expression or in a `{placeholder}` of a text."""
    for found in walk(node):
        match found:
            case ast.Name(text=text) if text == name:
                return True
            case ast.Literal(value=str() as text) if "{" in text and name in text:
                return True
    return False


def identifiers(node: object) -> Iterator[str]:
    """Yield every word below `node` that may stand for something declared elsewhere."""
    pending = [node]
    while pending:
        current = pending.pop()
        if isinstance(current, tuple):
            pending.extend(current)
        elif isinstance(current, ast.Identifier | ast.Name):
            yield current.text
        elif is_dataclass(current) and not isinstance(current, (type, ast.Span)):
            pending.extend(getattr(current, field.name) for field in fields(current))
