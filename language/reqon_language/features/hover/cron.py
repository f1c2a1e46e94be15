"""A cron expression in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reqon_language.rules.cron import cron_problem, cron_values, never_fires

_DAYS: Final = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_MOST_TIMES: Final = 4


def cron_in_words(text: str) -> str:
    """Return when a cron expression fires; what is wrong with it where it is no such thing."""
    problem = cron_problem(text)
    if problem is not None:
        return f"Not a cron expression: {problem}."
    if never_fires(text):
        return "Never: no month has such a day."
    minutes, hours, _, months, _ = (sorted(values) for values in cron_values(text))
    when = f"{_times(minutes, hours)}{_days(text, daily=len(hours) < 24)}"
    if len(months) < len(_MONTHS):
        when += f" in {_listed([_MONTHS[month - 1] for month in months])}"
    return f"Fires {when.rstrip(',')}."


def _times(minutes: Sequence[int], hours: Sequence[int]) -> str:
    if len(hours) * len(minutes) <= _MOST_TIMES:
        return f"at {_listed([f'{hour:02}:{minute:02}' for hour in hours for minute in minutes])}"
    whole_day = len(hours) == 24
    during = "" if whole_day else f" from {hours[0]:02}:00 to {hours[-1]:02}:59"
    spread = _step(minutes, 60)
    if spread:
        each = "every minute" if spread == 1 else f"every {spread} minutes"
        if whole_day or hours == list(range(hours[0], hours[-1] + 1)):
            return f"{each}{during}"
    if len(minutes) == 1:
        past = "on the hour" if not minutes[0] else f"{minutes[0]} minutes past the hour"
        spread = _step(hours, 24)
        if spread:
            each = "every hour" if spread == 1 else f"every {spread} hours"
            return f"{each}, {past},"
        return f"{past} at {_listed([f'{hour:02}' for hour in hours])} o'clock"
    at = _listed([str(minute) for minute in minutes])
    return f"at minute {at} of hour {_listed([str(hour) for hour in hours])}"


def _step(values: Sequence[int], whole: int) -> int:
    """Return the distance of values spread evenly over the whole, 0 for others."""
    distance = values[1] - values[0] if len(values) > 1 else 0
    even = distance and whole % distance == 0 and values[0] == 0
    return distance if even and list(values) == list(range(0, whole, distance)) else 0


def _days(text: str, *, daily: bool) -> str:
    """Either kind of day may match where both are restricted (specification 4.16)."""
    _, _, days, _, weekdays = (sorted(values) for values in cron_values(text))
    fields = text.split()
    parts = []
    if not fields[2].startswith("*"):
        listed = _listed([str(day) for day in days])
        parts.append(f"on day {listed} of the month")
    if not fields[4].startswith("*"):
        parts.append(f"on {_weekdays(sorted({day % 7 for day in weekdays}))}")
    if not parts:
        return " every day" if daily else ""
    return " " + " and also ".join(parts)


def _weekdays(days: Sequence[int]) -> str:
    if len(days) > 2 and list(days) == list(range(days[0], days[-1] + 1)):
        return f"{_DAYS[days[0]]} to {_DAYS[days[-1]]}"
    return _listed([_DAYS[day] for day in days])


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
