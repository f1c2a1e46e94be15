"""What was worked out of single items of a row, kept for those that did not change.

A mission of a thousand members stays almost the same from one keystroke to the next. Whoever
looks at it as a whole says what it has to know of one member and puts that together; only the
members that changed are looked at again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import takewhile
from typing import Generic, TypeVar, cast

T = TypeVar("T")
Item = TypeVar("Item")


class Kept(Generic[Item]):
    """Items in their order, and what was worked out of each.

    What is asked for has to follow from the item alone, and from what is `given` besides. An
    item counts as unchanged where `same` says so of it and of the one at its place before; where
    items came or went, those in front of them and behind them keep their places.
    """

    __slots__ = ("_known", "items")

    def __init__(
        self,
        items: Sequence[Item],
        before: Kept[Item] | None = None,
        same: Callable[[Item, Item], bool] | None = None,
    ) -> None:
        """Hold `items`; what was worked out of those that are the `same` is taken over."""
        self.items = items
        self._known: dict[Hashable, tuple[object, Sequence[object], frozenset[int]]] = {}
        if before is None or same is None:
            return
        if len(before.items) == len(items):
            self._take_over(before, same)
        else:
            self._take_over_ends(before, same)

    def _take_over(self, before: Kept[Item], same: Callable[[Item, Item], bool]) -> None:
        pairs = enumerate(zip(before.items, self.items, strict=True))
        changed = frozenset(
            index for index, (old, new) in pairs if old is not new and not same(old, new)
        )
        if len(changed) < len(self.items):
            known = before._known.items()
            self._known = {
                key: (given, values, stale | changed) for key, (given, values, stale) in known
            }

    def _take_over_ends(self, before: Kept[Item], same: Callable[[Item, Item], bool]) -> None:
        was, now = before.items, self.items
        first = _alike(zip(was, now, strict=False), same)
        last = _alike(zip(reversed(was[first:]), reversed(now[first:]), strict=False), same)
        behind, moved = len(was) - last, len(now) - len(was)
        between = range(first, behind + moved)
        for key, (given, values, stale) in before._known.items():
            made = [*values[:first], *[None] * len(between), *values[behind:]]
            kept = {at if at < first else at + moved for at in stale if not first <= at < behind}
            self._known[key] = (given, made, frozenset(kept.union(between)))

    def forget(self) -> None:
        """Let go of all that was worked out; it is again when somebody asks."""
        self._known.clear()

    def each(self, derive: Callable[[Item], T]) -> Sequence[T]:
        """Return what `derive` makes of each item. It must be a function that is made once."""
        return self.given(derive, None, derive)

    def given(self, key: Hashable, given: object, derive: Callable[[Item], T]) -> Sequence[T]:
        """Return what `derive` makes of each item, under a `key` of its own.

        It may go by what is `given`: as long as that is equal, so is what was made.
        """
        known = self._known.get(key)
        if known is not None and known[0] == given:
            values = cast("Sequence[T]", known[1])
            if not known[2]:
                return values
            made = list(values)
            for index in known[2]:
                made[index] = derive(self.items[index])
        else:
            made = [derive(item) for item in self.items]
        self._known[key] = (given, made, frozenset())
        return made


def _alike(pairs: Iterable[tuple[Item, Item]], same: Callable[[Item, Item], bool]) -> int:
    """Return how many pairs are the same, up to the first that is not."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1] or same(*pair), pairs))
