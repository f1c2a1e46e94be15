"""Where a node stands: spans relative to its declaration, declarations relative to theirs."""

from __future__ import annotations

from typing import Generic, TypeVar

from msgspec import Struct

T_co = TypeVar("T_co", covariant=True)


class Span(Struct, frozen=True, gc=False):
    """A half-open range of code points, `start` inclusive, `end` exclusive."""

    start: int
    end: int

    def shift(self, offset: int) -> Span:
        """Return this span moved by `offset` code points."""
        return Span(self.start + offset, self.end + offset)


class Placed(Struct, Generic[T_co], frozen=True, gc=False):
    """A declaration and where it begins, in code points from the start of its parent."""

    offset: int
    node: T_co


class Identifier(Struct, frozen=True, gc=False):
    """A name as written. `text` is empty where the parser had to invent it."""

    span: Span
    text: str
