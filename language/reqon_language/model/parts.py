"""What each part of a mission folder gets from all the others.

It is gathered once; what one part gets is that without its own, so that a folder of many parts
is not walked once for each of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from reqon_language.model.lent import NOTHING_LENT, Lent
from reqon_language.model.names import NONE, Names
from reqon_language.model.together import Key, Together, Typing, by_key

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Gathered(Generic[K, V]):
    """What several files have, by key; the `first` of a key counts, `others` come after it."""

    first: Mapping[K, V]
    owner: Mapping[K, str]
    others: Mapping[K, list[tuple[str, V]]]

    @classmethod
    def of(cls, files: Iterable[tuple[str, Mapping[K, V]]]) -> Gathered[K, V]:
        """Gather what `files` have, in their order."""
        first: dict[K, V] = {}
        owner: dict[K, str] = {}
        others: dict[K, list[tuple[str, V]]] = {}
        for path, own in files:
            for key, value in own.items():
                if key in first:
                    others.setdefault(key, []).append((path, value))
                else:
                    first[key], owner[key] = value, path
        return cls(first, owner, others)

    def without(self, path: str, own: Iterable[K]) -> Mapping[K, V]:
        """Return what all files but one have. `own` are at least the keys it has itself."""
        gone = [key for key in own if self.owner.get(key) == path]
        if not gone:
            return self.first
        rest = dict(self.first)
        for key in gone:
            if key in self.others:
                rest[key] = self.others[key][0][1]
            else:
                del rest[key]
        return rest

    def counts(self) -> dict[K, int]:
        """Return how many files have each key."""
        return {key: 1 + len(self.others.get(key, ())) for key in self.first}


class Shared(Generic[K]):
    """Sets that several files have, taken together."""

    __slots__ = ("_counts", "all")

    def __init__(self, sets: Iterable[frozenset[K]]) -> None:
        """Take `sets` together."""
        self._counts: Counter[K] = Counter()
        for own in sets:
            self._counts.update(own)
        self.all = frozenset(self._counts)

    def without(self, own: frozenset[K]) -> frozenset[K]:
        """Return what the others have, beside one that has its `own` set."""
        gone = {key for key in own if self._counts[key] == 1}
        return self.all - gone if gone else self.all


_SETS = (
    "schemas", "actions", "transforms", "variables",
    "datasets", "contexts", "contracts", "distributions",
)  # fmt: skip


class Parts:
    """What the parts of a folder give, in the order of the project."""

    def __init__(self, gives: Mapping[str, Lent], before: Together | None = None) -> None:
        """Gather what they give; what is known of an earlier version is kept."""
        self._gives = gives
        names = {path: lent.names for path, lent in gives.items()}
        self._sources = Gathered.of((path, own.sources) for path, own in names.items())
        self._stores = Gathered.of((path, own.stores) for path, own in names.items())
        self._specs = Gathered.of((path, lent.specs) for path, lent in gives.items())
        self._sets = {
            kind: Shared[str](getattr(own, kind) for own in names.values()) for kind in _SETS
        }
        self._nodes: Gathered[Key, Typing] = Gathered.of(
            (path, by_key(lent.declarations)) for path, lent in gives.items()
        )
        made = Together(self._nodes.first, self._nodes.counts())
        self._together = made.after(before) if len(gives) > 1 else None

    def beside(self, path: str) -> Lent:
        """Return what the other parts lend to the one at `path`."""
        if self._together is None:
            return NOTHING_LENT
        own = self._gives[path]
        sets: dict[str, Any] = {
            kind: shared.without(getattr(own.names, kind)) or NONE
            for kind, shared in self._sets.items()
        }
        sources = self._sources.without(path, own.names.sources)
        stores = self._stores.without(path, own.names.stores)
        return Lent(
            Names(sources, stores, **sets),
            tuple(self._nodes.without(path, by_key(own.declarations)).values()),
            self._specs.without(path, own.specs),
            folder=True,
            together=self._together,
        )
