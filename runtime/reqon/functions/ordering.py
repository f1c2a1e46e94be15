"""Order and identity of elements: what `sort`, `min`, `max` and `unique` share."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime
from functools import cmp_to_key
from typing import Any

from reqon.functions.arguments import is_null
from reqon.values import Duration, StoreView, compare, parse_date


def in_order(items: list[Any], key: Callable[[Any], Any]) -> list[Any]:
    """Return the items in ascending order of `key`, nulls last, equal ones as they were."""
    keyed = [(key(item), item) for item in items]
    nulls = [item for value, item in keyed if is_null(value)]
    keyed = [pair for pair in keyed if not is_null(pair[0])]
    rank = _ranking([value for value, _ in keyed])
    keyed.sort(key=lambda pair: rank(pair[0]))
    return [item for _, item in keyed] + nulls


def _ranking(values: list[Any]) -> Callable[[Any], Any]:
    """Return a sort key for these values: strings are dates only if all of them are."""
    if all(isinstance(value, str) for value in values):
        moments: dict[str, datetime] = {}
        for value in values:
            moment = parse_date(value)
            if moment is None:
                return str
            moments[value] = moment
        return moments.__getitem__
    return cmp_to_key(compare)


def identity(value: Any) -> Hashable:
    """Return a key that two values share exactly when they are equal."""
    if is_null(value):
        return None
    if isinstance(value, bool):
        return ("boolean", value)
    if isinstance(value, Duration):
        return value.milliseconds
    if isinstance(value, StoreView):
        value = value.records()
    if isinstance(value, list):
        return tuple(map(identity, value))
    if isinstance(value, dict):
        return frozenset((name, identity(item)) for name, item in value.items())
    return value  # type: ignore[no-any-return]
