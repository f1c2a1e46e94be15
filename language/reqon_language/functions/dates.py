"""Functions of dates and durations.

A date is ISO 8601 text. Of a null date they answer null; a comparison with it is false.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from reqon_language.functions.function import Function, need

_DATE: Final = need("date", "date")
_COUNT: Final = need("n", "number")
_row: Final = partial(Function, "dates")


def _part(name: str, doc: str, value: int) -> Function:
    example = f'{name}("2024-01-20T10:30:00Z") == {value}'
    return _row(name, (_DATE,), "integer", doc, example)


def _shift(name: str, doc: str, example: str) -> Function:
    return _row(name, (_DATE, _COUNT), "date", doc, example)


DATES: Final = (
    _row("now", (), "date", "The current time.", "now() is date"),
    _row("today", (), "date", "The current date in UTC.", "length(today()) == 10"),
    _row(
        "daysAgo",
        (_COUNT,),
        "date",
        "The date `n` days before today.",
        "daysAgo(1) < today()",
    ),
    _row(
        "daysFromNow",
        (_COUNT,),
        "date",
        "The date `n` days after today.",
        "daysFromNow(1) > today()",
    ),
    _row(
        "formatDate",
        (_DATE, need("pattern", "string")),
        "string",
        "The date written by a pattern of YYYY YY MMMM MMM MM M DD D HH mm ss.",
        'formatDate("2024-01-20", "MMM D, YYYY") == "Jan 20, 2024"',
    ),
    _part("year", "The year.", 2024),
    _part("month", "The month, 1 to 12.", 1),
    _part("day", "The day of the month, 1 to 31.", 20),
    _part("hour", "The hour, 0 to 23.", 10),
    _part("minute", "The minute, 0 to 59.", 30),
    _part("dayOfWeek", "The day of the week, from 0 for Sunday to 6 for Saturday.", 6),
    _shift("addDays", "The date `n` days later.", 'addDays("2024-01-31", 1) == "2024-02-01"'),
    _shift(
        "addMonths",
        "The date `n` months later, on the last day of the month when the day does not exist.",
        'addMonths("2024-01-31", 1) == "2024-02-29"',
    ),
    _shift(
        "addHours",
        "The date `n` hours later.",
        'addHours("2024-01-20T10:30:00Z", 2) == "2024-01-20T12:30:00.000Z"',
    ),
    _shift(
        "subtractDays",
        "The date `n` days earlier.",
        'subtractDays("2024-03-01", 1) == "2024-02-29"',
    ),
    _row(
        "diffDays",
        (need("a", "date"), need("b", "date")),
        "integer",
        "The whole days from `b` to `a`, as in `a - b`.",
        'diffDays("2024-01-20", "2024-01-15") == 5',
    ),
    _row(
        "isBefore",
        (need("a", "date"), need("b", "date")),
        "boolean",
        "Whether `a` is earlier than `b`.",
        'isBefore("2024-01-15", "2024-01-20")',
    ),
    _row(
        "isAfter",
        (need("a", "date"), need("b", "date")),
        "boolean",
        "Whether `a` is later than `b`.",
        'isAfter("2024-01-20", "2024-01-15")',
    ),
    _row(
        "days",
        (_COUNT,),
        "duration",
        "A duration of `n` days.",
        '"2024-01-20" - days(3) == "2024-01-17"',
    ),
    _row("hours", (_COUNT,), "duration", "A duration of `n` hours.", "hours(24) == days(1)"),
    _row("minutes", (_COUNT,), "duration", "A duration of `n` minutes.", "minutes(60) == hours(1)"),
)
