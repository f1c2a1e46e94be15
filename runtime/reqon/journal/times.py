"""Instants of the journal: milliseconds since 1970 UTC, and their ISO 8601 text."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from reqon.values import parse_date


def now() -> int:
    """Return the current instant."""
    return time.time_ns() // 1_000_000


def iso(instant: int) -> str:
    """Write an instant as `2024-01-20T09:00:00Z`, with milliseconds where it has any."""
    seconds, milliseconds = divmod(instant, 1000)
    text = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}.{milliseconds:03}Z" if milliseconds else f"{text}Z"


def instant(text: object) -> int | None:
    """Return the instant an ISO 8601 text names, or None."""
    moment = parse_date(text)
    return None if moment is None else round(moment.timestamp() * 1000)
