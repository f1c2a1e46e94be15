"""One number out of many values: sums, means, extremes. Nulls are left out."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from math import fsum
from typing import Any, Final

from reqon.errors import EvaluationError
from reqon.functions.arguments import Each, elements, finite, is_null
from reqon.values import as_list, compare
from reqon.values.arithmetic import Number, divide, fit, multiply


def _numbers(values: Any, each: Each | None, user: str) -> list[Number]:
    items = elements(values, user)
    wanted = items if each is None else [each(item) for item in items]
    return [finite(value, user) for value in wanted if not is_null(value)]


def _sum(numbers: list[Number]) -> Number:
    """Add up; with fractions the result is the float nearest to the exact sum."""
    if all(isinstance(number, int) for number in numbers):
        return fit(sum(numbers))
    try:
        return fsum(numbers)
    except OverflowError:
        raise EvaluationError("the sum is too large") from None


def total(values: Any, each: Each | None = None) -> Number:
    """Return the sum of the elements."""
    return _sum(_numbers(values, each, "sum"))


def average(values: Any, each: Each | None = None) -> Any:
    """Return the arithmetic mean, or None of nothing."""
    numbers = _numbers(values, each, "avg")
    return divide(_sum(numbers), len(numbers)) if numbers else None


def median(values: Any, each: Each | None = None) -> Any:
    """Return the middle value, or None of nothing."""
    numbers = sorted(_numbers(values, each, "median"))
    if not numbers:
        return None
    middle = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[middle]
    return divide(numbers[middle - 1] + numbers[middle], 2)


def product(values: Any, each: Each | None = None) -> Any:
    """Return the elements multiplied."""
    return reduce(multiply, _numbers(values, each, "product"), 1)


def _candidates(values: tuple[Any, ...]) -> list[Any]:
    only = as_list(values[0]) if len(values) == 1 else None
    return [value for value in (values if only is None else only) if not is_null(value)]


def smallest(*values: Any) -> Any:
    """Return the smallest argument, or element of the only argument; None of nothing."""
    found = _candidates(values)
    return reduce(lambda a, b: b if compare(b, a) < 0 else a, found) if found else None


def greatest(*values: Any) -> Any:
    """Return the greatest argument, or element of the only argument; None of nothing."""
    found = _candidates(values)
    return reduce(lambda a, b: b if compare(b, a) > 0 else a, found) if found else None


IMPLEMENTATIONS: Final[dict[str, Callable[..., Any]]] = {
    "sum": total,
    "avg": average,
    "median": median,
    "product": product,
    "min": smallest,
    "max": greatest,
}
