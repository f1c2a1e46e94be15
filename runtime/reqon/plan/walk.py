"""Going through a syntax tree, for questions that need every node below one."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from reqon_language.syntax import ast

_LEAVES = (ast.Span, ast.Identifier)


def walk(node: object) -> Iterator[object]:
    """Yield `node` and every node below it, parents first."""
    pending = [node]
    while pending:
        current = pending.pop()
        if isinstance(current, tuple):
            pending.extend(reversed(current))
        elif isinstance(current, Struct) and not isinstance(current, _LEAVES):
            yield current
            names = reversed(current.__struct_fields__)
            pending.extend(getattr(current, name) for name in names)


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
        elif isinstance(current, Struct) and not isinstance(current, ast.Span):
            pending.extend(getattr(current, name) for name in current.__struct_fields__)
