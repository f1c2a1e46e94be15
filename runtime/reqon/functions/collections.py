"""Functions of arrays and stores; null is an empty array."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any, Final

from reqon.errors import EvaluationError
from reqon.functions import aggregates
from reqon.functions.arguments import MAX_ELEMENTS, Each, elements, integer, is_null
from reqon.functions.ordering import identity, in_order
from reqon.values import MISSING, StoreView, contains, truthy


def length(value: Any) -> int:
    """Return the number of elements, records or characters; 0 for anything else."""
    if isinstance(value, (list, str)):
        return len(value)
    return value.store.count() if isinstance(value, StoreView) else 0


def first(values: Any) -> Any:
    """Return the first element or None."""
    return next(iter(elements(values, "first")), None)


def last(values: Any) -> Any:
    """Return the last element or None."""
    return next(reversed(elements(values, "last")), None)


def is_empty(value: Any) -> bool:
    """Say whether there is nothing in `value`."""
    if isinstance(value, dict):
        return not value
    return is_null(value) or (isinstance(value, (list, str, StoreView)) and length(value) == 0)


def mapped(values: Any, each: Each) -> list[Any]:
    """Return `each` of the elements, null where it is missing."""
    results = [each(item) for item in elements(values, "map")]
    return [None if result is MISSING else result for result in results]


def filtered(values: Any, each: Each) -> list[Any]:
    """Return the elements for which the condition holds."""
    return [item for item in elements(values, "filter") if truthy(each(item))]


def folded(values: Any, step: Callable[[Any, Any], Any], start: Any) -> Any:
    """Fold the elements into one value."""
    return reduce(step, elements(values, "reduce"), start)


def find(values: Any, each: Each) -> Any:
    """Return the first element for which the condition holds, or None."""
    return next((item for item in elements(values, "find") if truthy(each(item))), None)


def find_index(values: Any, each: Each) -> int:
    """Return the position of the first element for which the condition holds, or -1."""
    items = elements(values, "findIndex")
    return next((at for at, item in enumerate(items) if truthy(each(item))), -1)


def sort(values: Any) -> list[Any]:
    """Return the elements in ascending order."""
    return in_order(elements(values, "sort"), lambda item: item)


def sort_by(values: Any, each: Each) -> list[Any]:
    """Return the elements in ascending order of a key."""
    return in_order(elements(values, "sortBy"), each)


def unique(values: Any) -> list[Any]:
    """Return the elements without repetitions."""
    kept: dict[Any, Any] = {}
    for item in elements(values, "unique"):
        kept.setdefault(identity(item), item)
    return list(kept.values())


def flatten(values: Any) -> list[Any]:
    """Dissolve one level of nested arrays."""
    flat: list[Any] = []
    for item in elements(values, "flatten"):
        if isinstance(item, list):
            flat.extend(item)
        else:
            flat.append(item)
    return flat


def chunks(values: Any, size: Any) -> list[list[Any]]:
    """Return the elements in groups of `size`."""
    count = integer(size, "chunks")
    if count < 1:
        raise EvaluationError(f"`chunks` needs a size of at least 1, got {count}")
    items = elements(values, "chunks")
    return [list(items[at : at + count]) for at in range(0, len(items), count)]


def numbers_between(*bounds: Any) -> list[int]:
    """Return the whole numbers from the first bound up to the second; from 0 up to one alone."""
    numbers = range(*[integer(bound, "range") for bound in bounds])
    if len(numbers) > MAX_ELEMENTS:
        raise EvaluationError(f"`range` of {len(numbers)} numbers is too long")
    return list(numbers)


def every(values: Any, each: Each) -> bool:
    """Say whether the condition holds for every element."""
    return all(truthy(each(item)) for item in elements(values, "all"))


def some(values: Any, each: Each) -> bool:
    """Say whether the condition holds for an element."""
    return any(truthy(each(item)) for item in elements(values, "some"))


def none(values: Any, each: Each) -> bool:
    """Say whether the condition holds for no element."""
    return not any(truthy(each(item)) for item in elements(values, "none"))


def exists(value: Any) -> bool:
    """Say whether a value is neither missing nor null."""
    return not is_null(value)


IMPLEMENTATIONS: Final[dict[str, Callable[..., Any]]] = {
    **aggregates.IMPLEMENTATIONS,
    "length": length,
    "count": length,
    "first": first,
    "last": last,
    "includes": contains,
    "isEmpty": is_empty,
    "map": mapped,
    "filter": filtered,
    "reduce": folded,
    "find": find,
    "findIndex": find_index,
    "sort": sort,
    "sortBy": sort_by,
    "unique": unique,
    "flatten": flatten,
    "chunks": chunks,
    "range": numbers_between,
    "all": every,
    "some": some,
    "none": none,
    "exists": exists,
}
