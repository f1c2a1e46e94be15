"""Functions of the current time, which the run tells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from typing import Any, Final

from reqon.engine.scope import RunContext
from reqon.errors import EvaluationError
from reqon.functions.arguments import finite
from reqon.values import iso
from reqon.values.dates import DAY_MS, shift_date


def now(run: RunContext) -> str:
    """Return the current time in UTC."""
    return iso(run.now().astimezone(UTC))


def today(run: RunContext) -> str:
    """Return the current date in UTC."""
    return run.now().astimezone(UTC).date().isoformat()


def _from_today(name: str, sign: int) -> Callable[[RunContext, Any], str | None]:
    def date(run: RunContext, count: Any) -> str | None:
        days = finite(count, name)
        try:
            return shift_date(today(run), sign * days * DAY_MS)
        except OverflowError:
            raise EvaluationError(f"`{name}` gives a date outside the years 1 to 9999") from None

    return date


def timestamp(run: RunContext) -> int:
    """Return the current Unix time in milliseconds."""
    return int(run.now().timestamp() * 1000)


IMPLEMENTATIONS: Final[dict[str, Callable[..., Any]]] = {
    "now": now,
    "today": today,
    "daysAgo": _from_today("daysAgo", -1),
    "daysFromNow": _from_today("daysFromNow", 1),
    "timestamp": timestamp,
}
