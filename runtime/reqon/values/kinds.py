"""The kinds of value JSON has no word for, and how to tell kinds apart.

None of them is a dataclass or an enum: orjson would write those by itself, before anybody is
asked what they mean. Rules that compare, compute or convert values are in the modules beside
this one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, TypeGuard

if TYPE_CHECKING:
    from reqon.stores.base import Store


class Missing:
    """The type of `MISSING`, its only instance even after copying."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "MISSING"

    def __reduce__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()
"""What a field that is not there reads as; equal to null, yet `is undefined` tells them apart."""


class Duration:
    """A length of time. In a mission it compares and equals like its milliseconds."""

    __slots__ = ("milliseconds",)

    def __init__(self, milliseconds: float) -> None:
        self.milliseconds = milliseconds

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Duration) and self.milliseconds == other.milliseconds

    def __hash__(self) -> int:
        return hash(self.milliseconds)

    def __repr__(self) -> str:
        return f"Duration({self.milliseconds})"


class ItemsView(list[Any]):
    """The items of a paginated fetch: a list that answers `aliases` with itself (ruling D36).

    `aliases` holds `data`, `items` and the member the items were found under.
    """

    __slots__ = ("aliases",)

    def __init__(self, items: Iterable[Any] = (), aliases: Iterable[str] = ()) -> None:
        super().__init__(items)
        self.aliases = frozenset(aliases) | {"data", "items"}


class StoreView:
    """A store named in an expression: reads go to the store when they are needed."""

    __slots__ = ("name", "store")

    def __init__(self, name: str, store: Store) -> None:
        self.name = name
        self.store = store

    def records(self) -> list[Any]:
        """Return a snapshot of all records in insertion order."""
        return [record for _, record in self.store.scan()]


def as_list(value: Any) -> list[Any] | None:
    """Return an array as it is and a store as its records; None for anything else."""
    if isinstance(value, list):
        return value
    if isinstance(value, StoreView):
        return value.records()
    return None


def settled(value: Any) -> Any:
    """Return a value that later writes cannot change: a store becomes its records now."""
    return value.records() if isinstance(value, StoreView) else value


def is_number(value: Any) -> TypeGuard[int | float]:
    """Say whether `value` is an int or a float; booleans are not numbers."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


_WORDS: Final[tuple[tuple[type, str], ...]] = (
    (bool, "a boolean"),
    (int, "a number"),
    (float, "a number"),
    (str, "a string"),
    (list, "an array"),
    (dict, "an object"),
    (Duration, "a duration"),
    (StoreView, "a store"),
)


def describe(value: Any) -> str:
    """Name the kind of `value` for an error message: `null`, `a number`, `an array`, …"""
    if value is None or value is MISSING:
        return "null"
    for kind, words in _WORDS:
        if isinstance(value, kind):
            return words
    return f"a {type(value).__name__}"
