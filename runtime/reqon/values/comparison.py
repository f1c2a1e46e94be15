"""Truth, equality, order and membership (language specification 4.2)."""

from __future__ import annotations

from typing import Any, Final

from reqon.errors import EvaluationError
from reqon.values.dates import parse_date
from reqon.values.kinds import MISSING, Duration, StoreView, describe, is_number
from reqon.values.text import text

_SCALARS: Final = frozenset({str, int, float, bool, type(None)})


def truthy(value: Any) -> bool:
    """Say whether a condition holds: empty arrays and objects are true, NaN is false."""
    if value is True or value is False:
        return value
    if isinstance(value, (list, dict, StoreView)):
        return True
    if isinstance(value, Duration):
        return bool(value.milliseconds)
    not_a_number = value != value
    return bool(value) and not not_a_number


def equal(left: Any, right: Any) -> bool:
    """Say whether two values are the same without converting; null equals missing."""
    kind = type(left)
    if kind is type(right) and kind in _SCALARS:
        return bool(left == right)
    if left is None or left is MISSING:
        return right is None or right is MISSING
    if isinstance(left, bool) or isinstance(right, bool):
        return False
    return _equal_parts(_plain(left), _plain(right))


def _equal_parts(left: Any, right: Any) -> bool:
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(equal, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(equal(left[key], right[key]) for key in left)
    return bool(left == right)


def _plain(value: Any) -> Any:
    """Reduce the kinds that compare like another: durations to numbers, stores to arrays."""
    if isinstance(value, Duration):
        return value.milliseconds
    return value.records() if isinstance(value, StoreView) else value


def compare(left: Any, right: Any) -> int:
    """Return -1, 0 or 1. Numbers, dates (chronologically) and strings (by code point) only.

    Raises `EvaluationError` for anything else, null included.
    """
    left, right = _plain(left), _plain(right)
    if isinstance(left, str) and isinstance(right, str):
        left_date = parse_date(left)
        right_date = parse_date(right) if left_date else None
        if left_date and right_date:
            return (left_date > right_date) - (left_date < right_date)
    elif not (is_number(left) and is_number(right)):
        raise EvaluationError(
            f"cannot compare {describe(left)} with {describe(right)}",
            help="Compare numbers with numbers and strings or dates with strings; "
            "test for null first, or give a default with `??`.",
        )
    return bool(left > right) - bool(left < right)


def contains(container: Any, item: Any) -> bool:
    """Say whether `item` is an element of an array, part of a string or a key of an object.

    In a store, a record is looked for among the records and anything else among the keys.
    Nothing is in null. Raises `EvaluationError` for other containers.
    """
    if container is None or container is MISSING:
        return False
    if isinstance(container, list):
        return _in_list(container, item)
    if isinstance(container, StoreView):
        if isinstance(item, dict):
            return _in_list(container.records(), item)
        return _is_key(item) and container.store.get(text(item)) is not None
    if isinstance(container, (str, dict)):
        return _is_key(item) and text(item) in container
    raise EvaluationError(
        f"{describe(container)} cannot contain anything",
        help="The container must be an array, a string, an object or a store.",
    )


def _in_list(items: list[Any], item: Any) -> bool:
    if type(item) is str:
        return item in items
    return any(equal(item, candidate) for candidate in items)


def _is_key(item: Any) -> bool:
    return isinstance(item, (str, int, float))
