"""Arguments as the kinds functions work on, with one wording of what was wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from math import isfinite
from typing import Any, TypeAlias

from reqon.errors import EvaluationError
from reqon.values import MISSING, as_list, describe, parse_date, text
from reqon.values.arithmetic import Number, as_number

Each: TypeAlias = Callable[[Any], Any]
"""What is computed for each element."""

MAX_ELEMENTS = 10_000_000
"""The longest array a range may make; more is a mistake in the mission."""


def is_null(value: Any) -> bool:
    """Say whether a value is null or missing."""
    return value is None or value is MISSING


def elements(value: Any, user: str) -> list[Any]:
    """Return the elements of an array or store, none for null."""
    if is_null(value):
        return []
    items = as_list(value)
    if items is None:
        raise wrong(user, "an array or a store", value)
    return items


def record(value: Any, user: str) -> dict[str, Any]:
    """Return an object, an empty one for null."""
    if is_null(value):
        return {}
    if not isinstance(value, dict):
        raise wrong(user, "an object", value)
    return value


def string(value: Any, user: str) -> str:
    """Return a scalar as text."""
    if is_null(value) or not isinstance(value, (str, int, float)):
        raise wrong(user, "a string", value)
    return text(value)


def integer(value: Any, user: str) -> int:
    """Return a whole number."""
    number = finite(value, user)
    if number != int(number):
        raise EvaluationError(f"`{user}` needs a whole number, got {text(number)}")
    return int(number)


def finite(value: Any, user: str) -> Number:
    """Return a number that is neither infinite nor NaN."""
    number = as_number(value, user)
    if not isfinite(number):
        raise EvaluationError(f"`{user}` got a number that is too large")
    return number


def moment(value: Any, user: str) -> datetime:
    """Return the instant of a date string."""
    found = parse_date(value)
    if found is None:
        got = f'"{value}"' if isinstance(value, str) else describe(value)
        raise EvaluationError(
            f"`{user}` needs a date, got {got}",
            help="A date is ISO 8601 text such as 2024-01-20 or 2024-01-20T10:30:00Z; "
            "parseDate(…) reads other forms.",
        )
    return found


def wrong(user: str, wanted: str, value: Any) -> EvaluationError:
    """Make the error for an argument of the wrong kind."""
    return EvaluationError(f"`{user}` needs {wanted}, got {describe(value)}")
