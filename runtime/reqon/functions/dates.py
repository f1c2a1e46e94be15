"""Functions of dates and durations that do not need to know the time."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from reqon.errors import EvaluationError
from reqon.functions.arguments import finite, integer, is_null, moment, string
from reqon.values import Duration, format_date, iso
from reqon.values.dates import DAY_MS, is_date_only, shift_date

_HOUR_MS: Final = 3_600_000
_MINUTE_MS: Final = 60_000


def written(date: Any, pattern: Any) -> str | None:
    """Return the date written by a pattern."""
    if is_null(date):
        return None
    return format_date(moment(date, "formatDate"), string(pattern, "formatDate"))


def _part(name: str, read: Callable[[datetime], int]) -> Callable[[Any], int | None]:
    """Make a function that reads one part of a date, in the zone the date is written in."""

    def part(date: Any) -> int | None:
        return None if is_null(date) else read(moment(date, name))

    return part


def _shift(name: str, unit_ms: int) -> Callable[[Any, Any], str | None]:
    """Make a function that moves a date by a number of units."""

    def shift(date: Any, count: Any) -> str | None:
        if is_null(date):
            return None
        moment(date, name)
        with_unit = unit_ms * finite(count, name)
        try:
            return shift_date(date, with_unit)
        except OverflowError:
            raise _out_of_range(name) from None

    return shift


def add_months(date: Any, count: Any) -> str | None:
    """Move a date by months; a day the month does not have becomes its last one."""
    if is_null(date):
        return None
    start = moment(date, "addMonths")
    months = start.year * 12 + start.month - 1 + integer(count, "addMonths")
    year, month = months // 12, months % 12 + 1
    if not 1 <= year <= 9999:
        raise _out_of_range("addMonths")
    moved = start.replace(year=year, month=month, day=min(start.day, monthrange(year, month)[1]))
    return moved.date().isoformat() if is_date_only(date) else iso(moved)


def whole_days_between(later: Any, earlier: Any) -> int | None:
    """Return the whole days from `earlier` to `later`, negative when they are reversed."""
    if is_null(later) or is_null(earlier):
        return None
    between = moment(later, "diffDays") - moment(earlier, "diffDays")
    return int(between / timedelta(days=1))


def is_before(date: Any, other: Any) -> bool:
    """Say whether a date is earlier than another."""
    if is_null(date) or is_null(other):
        return False
    return moment(date, "isBefore") < moment(other, "isBefore")


def is_after(date: Any, other: Any) -> bool:
    """Say whether a date is later than another."""
    if is_null(date) or is_null(other):
        return False
    return moment(date, "isAfter") > moment(other, "isAfter")


def _duration(name: str, unit_ms: int) -> Callable[[Any], Duration]:
    def duration(count: Any) -> Duration:
        return Duration(unit_ms * finite(count, name))

    return duration


def _out_of_range(name: str) -> EvaluationError:
    return EvaluationError(f"`{name}` gives a date outside the years 1 to 9999")


IMPLEMENTATIONS: Final[dict[str, Callable[..., Any]]] = {
    "formatDate": written,
    "year": _part("year", lambda date: date.year),
    "month": _part("month", lambda date: date.month),
    "day": _part("day", lambda date: date.day),
    "hour": _part("hour", lambda date: date.hour),
    "minute": _part("minute", lambda date: date.minute),
    "dayOfWeek": _part("dayOfWeek", lambda date: date.isoweekday() % 7),
    "addDays": _shift("addDays", DAY_MS),
    "addHours": _shift("addHours", _HOUR_MS),
    "subtractDays": _shift("subtractDays", -DAY_MS),
    "addMonths": add_months,
    "diffDays": whole_days_between,
    "isBefore": is_before,
    "isAfter": is_after,
    "days": _duration("days", DAY_MS),
    "hours": _duration("hours", _HOUR_MS),
    "minutes": _duration("minutes", _MINUTE_MS),
}
