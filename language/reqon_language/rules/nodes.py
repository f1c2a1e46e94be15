"""Walk the typed tree without knowing its node types: what is around a span, what is below."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, TypeVar

from msgspec import Struct

from reqon_language.syntax import ast

N = TypeVar("N")


class Spanned(Protocol):
    """A node of the syntax tree."""

    @property
    def span(self) -> ast.Span:
        """Its place in its declaration."""


def path_to(root: object, span: ast.Span) -> tuple[object, ...]:
    """Return the nodes around a span, `root` first and the smallest one last."""
    found, node = [], _around(root, span)
    while node is not None:
        found.append(node)
        node = next(filter(None, (_around(part, span) for part in _parts(node))), None)
    return tuple(found)


def below(root: object, kind: type[N]) -> Iterator[N]:
    """Yield the nodes of one type at and below `root`, in source order."""
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, kind):
            yield node
        stack += reversed([*_parts(node)])


def _around(part: object, span: ast.Span) -> object | None:
    extent = getattr(part, "span", None)
    if isinstance(extent, ast.Span) and extent.start <= span.start and span.end <= extent.end:
        return part
    return None


def _parts(node: object) -> Iterator[object]:
    """Yield what a node is made of."""
    if isinstance(node, Struct):
        for name in node.__struct_fields__:
            value = getattr(node, name)
            if isinstance(value, tuple):
                yield from value
            else:
                yield value
