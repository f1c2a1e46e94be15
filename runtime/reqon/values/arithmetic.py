"""The arithmetic operators (language specification 4.2).

Numeric strings and booleans count as numbers, null does not. Two arrays of one length are
combined element by element, except by `+`, which joins them.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf, isfinite
from typing import Any, Final

from reqon.errors import EvaluationError
from reqon.values.dates import parse_date, shift_date
from reqon.values.kinds import Duration, as_list, describe, is_number
from reqon.values.text import parse_number, text

Number = int | float

_MAX_INTEGER: Final = 2**63
"""Beyond this an integer is carried on as a float, as JSON readers would do."""


def as_number(value: Any, user: str) -> Number:
    """Return `value` as a number for `user`, an operator or function named in the error."""
    if is_number(value):
        return value
    if isinstance(value, bool):
        return int(value)
    number = parse_number(value) if isinstance(value, str) else None
    if number is None:
        got = f'"{value}"' if isinstance(value, str) else describe(value)
        raise EvaluationError(
            f"`{user}` needs a number, got {got}",
            help="Give a default with `??`, or convert with parseNumber(…).",
        )
    return number


def add(left: Any, right: Any) -> Any:
    """Join text, arrays; move a date by a duration; else add numbers."""
    if isinstance(left, str) or isinstance(right, str):
        moved = _move(left, right, 1)
        return text(left) + text(right) if moved is None else moved
    if (first := as_list(left)) is not None and (second := as_list(right)) is not None:
        return [*first, *second]
    return _with_durations(left, right, "+", lambda a, b: a + b)


def subtract(left: Any, right: Any) -> Any:
    """Move a date back, take the time between two dates, or subtract numbers."""
    if isinstance(left, str):
        moved = _move(left, right, -1)
        if moved is not None:
            return moved
        later, earlier = parse_date(left), parse_date(right)
        if later and earlier:
            return Duration(round((later - earlier).total_seconds() * 1000))
        if later:
            raise EvaluationError(
                f"only a duration or a date can be subtracted from a date, got {describe(right)}",
                help="Write e.g. `- days(3)`; the other side of `date - date` must be ISO 8601.",
            )
    return _element_wise(left, right, "-", _subtract_scalars)


def multiply(left: Any, right: Any) -> Any:
    """Multiply numbers, or a duration by a number."""
    return _element_wise(left, right, "*", _multiply_scalars)


def divide(left: Any, right: Any) -> Any:
    """Divide numbers; whole results stay whole. A duration may be divided as well."""
    return _element_wise(left, right, "/", _divide_scalars)


def remainder(left: Any, right: Any) -> Any:
    """Return what is left of `left` after division; it has the sign of `left`."""
    return _element_wise(left, right, "%", _remainder_scalars)


def negate(value: Any) -> Any:
    """Return `-value` of a number or duration."""
    if isinstance(value, Duration):
        return Duration(-value.milliseconds)
    return -as_number(value, "-")


def fit(number: Number) -> Number:
    """Return an integer no JSON reader would lose, or the float nearest to it.

    Raises `EvaluationError` for what is too large even for a float.
    """
    if isinstance(number, int) and abs(number) < _MAX_INTEGER:
        return number
    try:
        nearest = float(number)
    except OverflowError:
        nearest = inf
    if not isfinite(nearest):
        raise EvaluationError("the number is too large")
    return nearest


def _move(left: Any, right: Any, sign: int) -> str | None:
    """Return a date string moved by a duration on its right, or, when adding, on its left."""
    if isinstance(left, Duration) and sign > 0:
        left, right = right, left
    if not (isinstance(left, str) and isinstance(right, Duration)):
        return None
    try:
        return shift_date(left, sign * right.milliseconds)
    except (OverflowError, ValueError):
        raise EvaluationError("the date is outside the years 1 to 9999") from None


def _element_wise(left: Any, right: Any, operator: str, scalar: Callable[[Any, Any], Any]) -> Any:
    first, second = as_list(left), as_list(right)
    if first is None or second is None:
        return scalar(left, right)
    if len(first) != len(second):
        raise EvaluationError(
            f"`{operator}` needs arrays of the same length, got {len(first)} and {len(second)}"
        )
    return [_element_wise(a, b, operator, scalar) for a, b in zip(first, second, strict=True)]


def _with_durations(
    left: Any, right: Any, operator: str, compute: Callable[[Number, Number], Number]
) -> Any:
    """Add or subtract, where a duration and a number of milliseconds give a duration."""
    timed = isinstance(left, Duration) or isinstance(right, Duration)
    result = compute(_milliseconds(left, operator), _milliseconds(right, operator))
    return Duration(result) if timed else result


def _subtract_scalars(left: Any, right: Any) -> Any:
    return _with_durations(left, right, "-", lambda a, b: a - b)


def _multiply_scalars(left: Any, right: Any) -> Any:
    if isinstance(right, Duration):
        left, right = right, left
    if isinstance(left, Duration):
        return Duration(left.milliseconds * as_number(right, "*"))
    return fit(as_number(left, "*") * as_number(right, "*"))


def _divide_scalars(left: Any, right: Any) -> Any:
    if isinstance(left, Duration):
        quotient = _quotient(left.milliseconds, _milliseconds(right, "/"))
        return quotient if isinstance(right, Duration) else Duration(quotient)
    return _quotient(as_number(left, "/"), as_number(right, "/"))


def _remainder_scalars(left: Any, right: Any) -> Any:
    dividend, divisor = as_number(left, "%"), as_number(right, "%")
    if divisor == 0:
        raise _division_by_zero("%")
    result = abs(dividend) % abs(divisor)
    return -result if dividend < 0 else result


def _quotient(dividend: Number, divisor: Number) -> Number:
    if divisor == 0:
        raise _division_by_zero("/")
    if isinstance(dividend, int) and isinstance(divisor, int) and dividend % divisor == 0:
        return dividend // divisor
    return dividend / divisor


def _division_by_zero(operator: str) -> EvaluationError:
    return EvaluationError(
        f"division by zero: the right side of `{operator}` is 0",
        help="Guard it: `if b == 0 then null else a / b`.",
    )


def _milliseconds(value: Any, operator: str) -> Number:
    return value.milliseconds if isinstance(value, Duration) else as_number(value, operator)
