"""Functions from one type to another; `parse…` answers null for what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

from reqon.errors import EvaluationError
from reqon.functions.arguments import finite, is_null
from reqon.values import as_list, iso, parse_date, parse_number, text, truthy
from reqon.values.arithmetic import Number, as_number
from reqon.values.dates import is_date_only

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EMAIL_DATE: Final = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d.*")
_MICROSOFT_DATE: Final = re.compile(r"/Date\((-?\d{1,15})(?:[+-]\d{4})?\)/", re.ASCII)
_FALSE_WORDS: Final = frozenset({"", "false", "no", "off", "0"})


def to_number(value: Any) -> Number:
    """Return the value as a number; raises when it is none."""
    return as_number(value, "toNumber")


def to_boolean(value: Any) -> bool:
    """Say whether the value is true, reading the words people write for it."""
    if isinstance(value, str):
        return value.strip().lower() not in _FALSE_WORDS
    return truthy(value)


def to_array(value: Any) -> list[Any]:
    """Return the value as an array."""
    if is_null(value):
        return []
    items = as_list(value)
    return [value] if items is None else items


def read_number(value: Any) -> Number | None:
    """Return the number in a string, a number as it is, None for anything else."""
    if isinstance(value, str):
        return parse_number(value)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def read_date(value: Any) -> str | None:
    """Return the date in a string as ISO 8601, or None."""
    if not isinstance(value, str):
        return None
    moment = parse_date(value) or _other_date(value)
    if moment is None:
        return None
    return value if is_date_only(value) else iso(moment)


def _other_date(value: str) -> datetime | None:
    """Read the date of an e-mail header (RFC 5322) or of Microsoft's JSON."""
    try:
        if found := _MICROSOFT_DATE.fullmatch(value):
            return _EPOCH + timedelta(milliseconds=int(found[1]))
        if not _EMAIL_DATE.fullmatch(value):
            return None
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def from_unix(seconds: Any) -> str | None:
    """Return the date of a Unix time in seconds."""
    if is_null(seconds):
        return None
    try:
        return iso(_EPOCH + timedelta(seconds=finite(seconds, "fromUnix")))
    except OverflowError:
        raise EvaluationError(
            "`fromUnix` gives a date outside the years 1 to 9999",
            help="It takes seconds; divide milliseconds by 1000.",
        ) from None


IMPLEMENTATIONS: Final[dict[str, Callable[..., Any]]] = {
    "toString": text,
    "toNumber": to_number,
    "toBoolean": to_boolean,
    "toArray": to_array,
    "parseNumber": read_number,
    "parseDecimal": read_number,
    "parseDate": read_date,
    "fromUnix": from_unix,
}
