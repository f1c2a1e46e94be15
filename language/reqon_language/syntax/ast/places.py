"""Where a node stands: spans relative to its declaration, declarations relative to theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points, `start` inclusive, `end` exclusive."""

    start: int
    end: int

    def shift(self, offset: int) -> Span:
        """Return this span moved by `offset` code points."""
        return Span(self.start + offset, self.end + offset)


@dataclass(frozen=True, slots=True)
class Placed(Generic[T_co]):
    """A declaration and where it begins, in code points from the start of its parent."""

    offset: int
    node: T_co


@dataclass(frozen=True, slots=True)
class Identifier:
    """A name as written. `text` is empty where the parser had to invent it."""

    span: Span
    text: str
