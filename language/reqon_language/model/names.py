"""The names a body may refer to, by value, so that what was learnt of a body can be kept.

Two analyses of the same node give equal facts where the words that it asks for mean the same by
both `Names` (architecture invariant 4).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Final

from reqon_language.model.summary import Declaration, DeclarationKind

NONE: frozenset[str] = frozenset()
"""No names. Python makes a new empty set each time, and most declarations have several."""


@dataclass(frozen=True, slots=True)
class Names:
    """Declared names around a body.

    `sources` maps a source to its OpenAPI document ("" for none), `stores` a store to its
    adapter ("" when chosen at run time). `variables` were bound outside and can be read here;
    `elsewhere` are bound by a `let` that cannot. `data` says that the file describes data and
    nothing in it runs, so that names nobody declares may come from elsewhere.
    """

    sources: Mapping[str, str] = field(default_factory=dict)
    stores: Mapping[str, str] = field(default_factory=dict)
    schemas: frozenset[str] = NONE
    actions: frozenset[str] = NONE
    transforms: frozenset[str] = NONE
    variables: frozenset[str] = NONE
    elsewhere: frozenset[str] = NONE
    datasets: frozenset[str] = NONE
    contexts: frozenset[str] = NONE
    contracts: frozenset[str] = NONE
    distributions: frozenset[str] = NONE
    data: bool = False

    def union(self, other: Names) -> Names:
        """Return these names and those of `other`; these win where both declare one."""
        return Names(
            _over(self.sources, other.sources),
            _over(self.stores, other.stores),
            _either(self.schemas, other.schemas),
            _either(self.actions, other.actions),
            _either(self.transforms, other.transforms),
            _either(self.variables, other.variables),
            _either(self.elsewhere, other.elsewhere),
            _either(self.datasets, other.datasets),
            _either(self.contexts, other.contexts),
            _either(self.contracts, other.contracts),
            _either(self.distributions, other.distributions),
            self.data,
        )

    def of(self, kind: str) -> frozenset[str]:
        """Return the names of one kind of declaration; those of missions are nobody's to use."""
        return frozenset(_TABLES[kind](self)) if kind in _TABLES else NONE

    def knows(self, kind: DeclarationKind, word: str) -> bool:
        """Whether something of a kind is declared under a word; see `of`."""
        return word in _TABLES[kind](self)

    def only(self, words: Collection[str]) -> Names:
        """Return what these words mean."""
        if not words and not self.data:
            return EMPTY
        return Names(
            _chosen(self.sources, words),
            _chosen(self.stores, words),
            _among(self.schemas, words),
            _among(self.actions, words),
            _among(self.transforms, words),
            _among(self.variables, words),
            _among(self.elsewhere, words),
            _among(self.datasets, words),
            _among(self.contexts, words),
            _among(self.contracts, words),
            _among(self.distributions, words),
            self.data,
        )

    def alike(self, other: Names, words: Collection[str]) -> bool:
        """Whether `words` mean the same by both."""
        return self is other or (
            self.data == other.data
            and all(
                _say_the_same(getattr(self, table), getattr(other, table), words)
                for table in _MAPPINGS
            )
            and all(
                _hold_the_same(getattr(self, table), getattr(other, table), words)
                for table in _SETS
            )
        )

    def keeping(self, earlier: Names) -> Names:
        """Return these names made of the tables of earlier ones, where they are equal.

        The same object is compared the fastest.
        """
        if self == earlier:
            return earlier
        same = {
            table: found
            for table in (*_MAPPINGS, *_SETS)
            if (found := getattr(earlier, table)) == getattr(self, table)
        }
        return replace(self, **same)

    def with_variables(self, variables: frozenset[str], elsewhere: frozenset[str]) -> Names:
        """Return these names with other variables around the body."""
        return replace(self, variables=variables, elsewhere=elsewhere - variables or NONE)


EMPTY = Names()

_MAPPINGS: Final = ("sources", "stores")
_SETS: Final = (
    "schemas", "actions", "transforms", "variables", "elsewhere",
    "datasets", "contexts", "contracts", "distributions",
)  # fmt: skip
_TABLES: Final[Mapping[str, Callable[[Names], Collection[str]]]] = {
    "source": attrgetter("sources"),
    "store": attrgetter("stores"),
    "schema": attrgetter("schemas"),
    "transform": attrgetter("transforms"),
    "action": attrgetter("actions"),
    "variable": attrgetter("variables"),
    "dataset": attrgetter("datasets"),
    "context": attrgetter("contexts"),
    "contract": attrgetter("contracts"),
    "distribution": attrgetter("distributions"),
}


def _chosen(own: Mapping[str, str], words: Collection[str]) -> Mapping[str, str]:
    found = {word: own[word] for word in words if word in own} if own else own
    return found if len(found) < len(own) else own


def _among(own: frozenset[str], words: Collection[str]) -> frozenset[str]:
    found = own.intersection(words) if own else own
    return (found or NONE) if len(found) < len(own) else own


def _say_the_same(one: Mapping[str, str], other: Mapping[str, str], words: Collection[str]) -> bool:
    return one is other or all(one.get(word) == other.get(word) for word in words)


def _hold_the_same(one: frozenset[str], other: frozenset[str], words: Collection[str]) -> bool:
    return one is other or one.intersection(words) == other.intersection(words)


def _over(own: Mapping[str, str], other: Mapping[str, str]) -> Mapping[str, str]:
    return {**other, **own} if own and other else own or other


def _either(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    return one | other if one and other else one or other


def names_of(declarations: Iterable[Declaration]) -> Names:
    """Collect the names of `declarations`; the first of two equal ones counts."""
    sources: dict[str, str] = {}
    stores: dict[str, str] = {}
    sets: dict[str, set[str]] = {
        kind: set()
        for kind in (
            "schema", "action", "transform", "variable", "mission",
            "dataset", "context", "contract", "distribution",
        )
    }  # fmt: skip
    for declaration in declarations:
        if declaration.kind == "source":
            sources.setdefault(declaration.name, declaration.detail)
        elif declaration.kind == "store":
            stores.setdefault(declaration.name, declaration.detail)
        else:
            sets[declaration.kind].add(declaration.name)
    return Names(
        sources,
        stores,
        frozenset(sets["schema"]) or NONE,
        frozenset(sets["action"]) or NONE,
        frozenset(sets["transform"]) or NONE,
        frozenset(sets["variable"]) or NONE,
        NONE,
        frozenset(sets["dataset"]) or NONE,
        frozenset(sets["context"]) or NONE,
        frozenset(sets["contract"]) or NONE,
        frozenset(sets["distribution"]) or NONE,
    )
