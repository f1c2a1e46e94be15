"""The names a body may refer to, by value, so that what was learnt of a body can be kept.

Two analyses of the same node with equal `Names` give equal facts (architecture invariant 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from reqon_language.model.summary import Declaration

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
        return {
            "source": frozenset(self.sources),
            "store": frozenset(self.stores),
            "schema": self.schemas,
            "transform": self.transforms,
            "action": self.actions,
            "variable": self.variables,
            "dataset": self.datasets,
            "context": self.contexts,
            "contract": self.contracts,
            "distribution": self.distributions,
        }.get(kind, NONE)

    def alike(self, other: Names, words: frozenset[str]) -> bool:
        """Whether `words` mean the same kinds of things by both, as far as types go."""
        return self is other or (
            self.data == other.data
            and self.variables & words == other.variables & words
            and self.schemas & words == other.schemas & words
            and all(self.stores.get(word) == other.stores.get(word) for word in words)
        )

    def with_variables(self, variables: frozenset[str], elsewhere: frozenset[str]) -> Names:
        """Return these names with other variables around the body."""
        return replace(self, variables=variables, elsewhere=elsewhere - variables or NONE)


EMPTY = Names()


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
