"""Cron expressions: minute, hour, day of month, month, day of week. Pure; no rule lives here.

Source of the form: language specification 4.16 and C.6. Names of months and days, lists,
ranges and steps are known; day 7 is Sunday, as is day 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Final

_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_DAYS: Final = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_FROM: Final = date(2000, 1, 1).toordinal()
_TO: Final = date(2029, 1, 1).toordinal()
"""Days enough for every day of a year to have been every day of the week."""
_LONGEST: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class _Field:
    title: str
    least: int
    most: int
    names: tuple[str, ...] = ()


_FIELDS: Final = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day of month", 1, 31),
    _Field("month", 1, 12, _MONTHS),
    _Field("day of week", 0, 7, _DAYS),
)


class _InvalidError(ValueError):
    """What is wrong with a field, as a phrase."""


def cron_problem(text: str) -> str | None:
    """Return what is wrong with a cron expression as a phrase, or None."""
    parts = text.split()
    if len(parts) != len(_FIELDS):
        plural = "" if len(parts) == 1 else "s"
        return f"it has {len(parts)} field{plural}, not 5 (minute, hour, day, month, weekday)"
    try:
        for part, field in zip(parts, _FIELDS, strict=True):
            _values(part, field)
    except _InvalidError as problem:
        return str(problem)
    return None


def cron_values(text: str) -> tuple[set[int], ...]:
    """Return the values each of the five fields of a valid cron expression names."""
    return tuple(_values(part, field) for part, field in zip(text.split(), _FIELDS, strict=True))


def never_fires(text: str) -> bool:
    """Whether a valid cron expression names only days that no month has, as in 31 February."""
    _, _, days, months, weekdays = text.split()
    if days.startswith("*") or not weekdays.startswith("*"):
        return False
    first = min(_values(days, _FIELDS[2]))
    return all(first > _LONGEST[month - 1] for month in _values(months, _FIELDS[3]))


@lru_cache(maxsize=64)
def longest_interval(text: str) -> int | None:
    """Return the most minutes from one firing of a valid cron expression to the next, if any.

    Where both are restricted, either of the day of the month and the day of the week will do.
    """
    minutes, hours, days, months, weekdays = cron_values(text)
    _, _, day_text, _, weekday_text = text.split()
    any_day, any_weekday = day_text.startswith("*"), weekday_text.startswith("*")
    times = sorted(hour * 60 + minute for hour in hours for minute in minutes)
    longest = max((later - time for time, later in pairwise(times)), default=0)
    before: int | None = None
    for number in range(_FROM, _TO):
        day = date.fromordinal(number)
        on_day, on_weekday = day.day in days, day.isoweekday() % 7 in {one % 7 for one in weekdays}
        fires = on_day or on_weekday if not (any_day or any_weekday) else on_day and on_weekday
        if day.month in months and fires:
            if before is not None:
                longest = max(longest, (number - before) * 1_440 - times[-1] + times[0])
            before = number
    return longest if before is not None else None


def _values(part: str, field: _Field) -> set[int]:
    values: set[int] = set()
    for item in part.split(","):
        span, slash, step_text = item.partition("/")
        step = _number(step_text, field) if slash else 1
        if step == 0:
            message = f"the step of the {field.title} is 0"
            raise _InvalidError(message)
        first, last = _range(span, field, open_ended=bool(slash))
        values |= set(range(first, last + 1, step))
    return values


def _range(span: str, field: _Field, *, open_ended: bool) -> tuple[int, int]:
    if span == "*":
        return field.least, field.most
    low, dash, high = span.partition("-")
    first = _within(low, field)
    last = _within(high, field) if dash else field.most if open_ended else first
    if first > last:
        message = f"the range `{span}` of the {field.title} runs backwards"
        raise _InvalidError(message)
    return first, last


def _within(word: str, field: _Field) -> int:
    if word.lower() in field.names:
        return field.names.index(word.lower()) + (1 if field.least else 0)
    number = _number(word, field)
    if not field.least <= number <= field.most:
        message = f"{number} is no {field.title} ({field.least} to {field.most})"
        raise _InvalidError(message)
    return number


def _number(word: str, field: _Field) -> int:
    if not (word.isascii() and word.isdigit()):
        message = f"`{word}` is no {field.title}" if word else f"the {field.title} is incomplete"
        raise _InvalidError(message)
    return int(word)
