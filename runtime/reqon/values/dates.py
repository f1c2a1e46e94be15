"""Dates as ISO 8601 text: reading, writing, formatting.

A date without a zone is UTC, so a mission means the same on every machine. Calendar
arithmetic for missions is in `reqon.functions.dates`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

_ISO: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)"
    r"(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?: ?(Z|UTC|[+-]\d\d:?\d\d))?)?",
    re.ASCII,
)
_DATE_LENGTH: Final = len("2024-01-20")
DAY_MS: Final = 86_400_000

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def parse_date(value: object) -> datetime | None:
    """Return the instant an ISO 8601 date or date-time names, or None for anything else."""
    if isinstance(value, str) and value[4:5] == "-":
        return _parse(value)
    return None


@lru_cache(maxsize=4096)
def _parse(value: str) -> datetime | None:
    """Parse; cached because a loop compares field after field with the same few dates."""
    found = _ISO.fullmatch(value)
    if found is None:
        return None
    day, time, zone = found.groups()
    zone = "Z" if zone in (None, "UTC") else zone
    try:
        return datetime.fromisoformat(f"{day}T{time or '00:00'}{zone}")
    except ValueError:
        return None


def is_date_only(value: str) -> bool:
    """Say whether a date string has no time of day."""
    return len(value) == _DATE_LENGTH


def iso(moment: datetime) -> str:
    """Write an instant with milliseconds; UTC is written `Z`."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def shift_date(value: str, milliseconds: float) -> str | None:
    """Move a date string, keeping it a plain date when it was one and the shift is whole days.

    None when `value` is no date. Raises OverflowError outside the years 1 to 9999.
    """
    moment = parse_date(value)
    if moment is None:
        return None
    moved = moment + timedelta(milliseconds=milliseconds)
    if is_date_only(value) and milliseconds % DAY_MS == 0:
        return moved.date().isoformat()
    return iso(moved)


_PARTS: Final[dict[str, Callable[[datetime], str]]] = {
    "YYYY": lambda moment: f"{moment.year:04}",
    "YY": lambda moment: f"{moment.year % 100:02}",
    "MMMM": lambda moment: MONTHS[moment.month - 1],
    "MMM": lambda moment: MONTHS[moment.month - 1][:3],
    "MM": lambda moment: f"{moment.month:02}",
    "M": lambda moment: str(moment.month),
    "DD": lambda moment: f"{moment.day:02}",
    "D": lambda moment: str(moment.day),
    "HH": lambda moment: f"{moment.hour:02}",
    "mm": lambda moment: f"{moment.minute:02}",
    "ss": lambda moment: f"{moment.second:02}",
}
_PART: Final = re.compile("|".join(_PARTS))


def format_date(moment: datetime, pattern: str) -> str:
    """Write an instant by a pattern of YYYY YY MMMM MMM MM M DD D HH mm ss; the rest is literal."""
    return _PART.sub(lambda part: _PARTS[part.group()](moment), pattern)
