"""Which of the declarations around it the types of a declaration were made from.

A mission of many schemas changes one of them; what never asked for that one stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Watched(Mapping[K, V]):
    """A mapping that remembers what it was asked for in `asked`."""

    __slots__ = ("_of", "asked")

    def __init__(self, of: Mapping[K, V]) -> None:
        """Watch a mapping."""
        self._of = of
        self.asked: set[K] = set()

    def __getitem__(self, key: K) -> V:
        """Return the value of a key, as the mapping does."""
        self.asked.add(key)
        return self._of[key]

    def get(self, key: K, default: V | None = None) -> V | None:  # type: ignore[override]
        """Return the value of a key, `default` where there is none."""
        self.asked.add(key)
        return self._of.get(key, default)

    def __contains__(self, key: object) -> bool:
        """Whether there is a key."""
        self.asked.add(key)  # type: ignore[arg-type]
        return key in self._of

    def __iter__(self) -> Iterator[K]:
        """Refuse: what goes by all keys at once depends on those that are not there yet."""
        raise TypeError("types go by single declarations, never by all of them")

    def __len__(self) -> int:
        """Return how many keys there are, which nothing goes by."""
        return len(self._of)


def alike(asked: frozenset[K], one: Mapping[K, V], other: Mapping[K, V]) -> bool:
    """Whether two mappings say the same of all that was asked for."""
    return one is other or all(one.get(key) == other.get(key) for key in asked)
