"""RQ7001, RQ7002 and RQ7004-RQ7008: when a mission runs by itself.

The unit of an interval is `units.py`'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from reqon_language.model.file import Body
from reqon_language.rules.cron import cron_problem, longest_interval, never_fires
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.mission import MissionView
from reqon_language.rules.nearest import unknown
from reqon_language.rules.rule import Rule
from reqon_language.rules.surroundings import Surroundings
from reqon_language.rules.written import call_of, is_count, milliseconds_of, number_of, text_of
from reqon_language.syntax import ast

CRON: Final = Rule(
    "RQ7001",
    "error",
    "invalid cron expression",
    what="Reports a cron expression that cannot be read.",
    why="When to run cannot be told.",
    fix="Give minute, hour, day of month, month and day of week.",
    bad='schedule: cron "0 25 * * *"',
    good='schedule: cron "0 5 * * *"',
    frame="members",
)

NEVER: Final = Rule(
    "RQ7002",
    "warning",
    "cron expression never fires",
    what="Reports a cron expression whose days no month has.",
    why="The mission would never run.",
    fix="Correct the day or the month.",
    bad='schedule: cron "0 5 31 2 *"',
    good='schedule: cron "0 5 28 2 *"',
    frame="members",
)

INTERVAL: Final = Rule(
    "RQ7004",
    "error",
    "interval is not positive",
    what="Reports a `schedule: every` whose interval is zero, negative, no whole number or no "
    "duration.",
    why="The mission would have to run without pause, or at times nobody can tell at a glance.",
    fix="Give a positive number and a unit: `every 15 minutes`.",
    bad="schedule: every 0 minutes",
    good="schedule: every 15 minutes",
    frame="members",
)

PAST: Final = Rule(
    "RQ7005",
    "warning",
    "time lies in the past",
    what="Reports an `at` whose instant is over.",
    why="The mission never runs by itself.",
    fix="Give an instant to come, or a time of day, which is daily.",
    bad='schedule: at "2024-12-25 00:00 UTC"',
    good='schedule: at "23:55"',
    frame="members",
    surroundings=Surroundings(now=datetime(2026, 1, 1, tzinfo=UTC)),
)

TIME: Final = Rule(
    "RQ7006",
    "error",
    "time cannot be read",
    what="Reports an `at` that is neither an instant nor a time of day.",
    why="When to run cannot be told.",
    fix='Write `"23:55"`, or `"2030-12-25 00:00 UTC"`.',
    bad='schedule: at "tomorrow"',
    good='schedule: at "23:55"',
    frame="members",
)

ZONE: Final = Rule(
    "RQ7007",
    "error",
    "unknown time zone",
    what="Reports a `timezone` that is not in the IANA database.",
    why="What the local time is cannot be told.",
    fix='Use a name such as `"Europe/Berlin"` or `"UTC"`.',
    bad='schedule: cron "0 5 * * *" { timezone: "Europe/Berln" }',
    good='schedule: cron "0 5 * * *" { timezone: "Europe/Berlin" }',
    frame="members",
    surroundings=Surroundings(time_zones=lambda: ("Europe/Berlin", "UTC")),
)

UNSCHEDULED: Final = Rule(
    "RQ7008",
    "warning",
    "option needs a `schedule`",
    what="Reports `skipIfRunning`, `retryOnFailure`, `runImmediately`, `jitter` and `timezone` in "
    "a mission without a `schedule`.",
    why="They say how scheduled runs go, and there are none.",
    fix="Add a `schedule`, or remove the option.",
    bad="skipIfRunning: true",
    good="""
        schedule: every 15 minutes
        skipIfRunning: true
    """,
    frame="members",
)

RULES: Final = (CRON, NEVER, INTERVAL, PAST, TIME, ZONE, UNSCHEDULED)

_UNITS: Final = (
    (86_400_000, "days"), (3_600_000, "hours"), (60_000, "minutes"), (1_000, "seconds"),
    (1, "milliseconds"),
)  # fmt: skip
_SCHEDULED_ONLY: Final = (
    "skipIfRunning", "retryOnFailure", "runImmediately", "jitter", "timezone"
)  # fmt: skip


def check(body: Body) -> Iterator[Diagnostic]:
    """Report schedules that are none."""
    value = _schedule(body)
    if isinstance(value, ast.Every):
        yield from _check_interval(value.interval)
    cron = _text_after(value, "cron")
    if cron is not None:
        problem = cron_problem(str(cron.value))
        if problem is not None:
            yield CRON.at(cron.span, f"invalid cron expression: {problem}")
        elif never_fires(str(cron.value)):
            yield NEVER.at(cron.span, "no month has such a day, so this never fires")
    at = _text_after(value, "at")
    if at is not None and _instant(str(at.value)) is None:
        yield TIME.at(
            at.span,
            f"`{at.value}` is neither an instant nor a time of day",
            help='write `"23:55"`, or `"2030-12-25 00:00 UTC"`',
        )


def check_text(body: Body, text: str) -> Iterator[Diagnostic]:
    """Report intervals with a fraction, which only the text still has."""
    value = _schedule(body)
    interval = value.interval if isinstance(value, ast.Every) else None
    if not isinstance(interval, ast.Duration) or interval.milliseconds <= 0:
        return
    if "." in text[interval.span.start : interval.span.end]:
        size, unit = next(
            (size, unit) for size, unit in _UNITS if interval.milliseconds % size == 0 or size == 1
        )
        amount = round(interval.milliseconds / size)
        whole = f"{amount} {unit}" if amount * size == interval.milliseconds else None
        yield INTERVAL.at(
            interval.span,
            "the interval must be a whole number of its unit",
            suggestion=whole,
            help=f"write `every {whole}`" if whole else "give a smaller unit",
        )


def longest_wait(schedule: ast.Expression | None) -> float | None:
    """Return the most milliseconds from one scheduled run to the next; None where unknown."""
    cron, at = _text_after(schedule, "cron"), _text_after(schedule, "at")
    if cron is not None:
        text = str(cron.value)
        minutes = longest_interval(text) if cron_problem(text) is None else None
        return minutes * 60_000 if minutes is not None else None
    if at is not None:
        return 86_400_000 if isinstance(_instant(str(at.value)), timedelta) else None
    if isinstance(schedule, ast.Every):
        schedule = schedule.interval
    return milliseconds_of(schedule) if schedule is not None else None


def check_surrounded(body: Body, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """Report instants that are over, and time zones nobody knows."""
    at = _text_after(_schedule(body), "at")
    instant = _instant(str(at.value)) if at is not None else None
    if at is not None and isinstance(instant, datetime) and surroundings.now is not None:
        now = surroundings.now
        # Without a zone the instant is local somewhere: a day is more than zones are apart.
        zoned = instant if instant.tzinfo else instant.replace(tzinfo=UTC) + timedelta(days=1)
        if zoned < now:
            yield PAST.at(at.span, f"`{at.value}` is over, so the mission never runs by itself")
    if surroundings.time_zones is not None:
        for zone in _zones(body):
            known = surroundings.time_zones()
            if known and zone.value not in known:
                found = unknown(
                    ZONE,
                    zone.span,
                    f"unknown time zone `{zone.value}`",
                    known,
                    word=str(zone.value),
                    otherwise='use a name such as `"Europe/Berlin"`',
                )
                if found.suggestion is None:
                    yield found
                else:
                    yield ZONE.at(zone.span, found.message, suggestion=f'"{found.suggestion}"')


def check_mission(view: MissionView) -> Iterator[Diagnostic]:
    """Report options of scheduled runs in a mission without any."""
    if view.broken or view.option("schedule") is not None:
        return
    for body, option in view.members(ast.Option):
        key = option.entry.key
        if key.text in _SCHEDULED_ONLY:
            yield UNSCHEDULED.at(
                key.span.shift(body.offset),
                f"`{key.text}` has no effect without a `schedule`",
                help="add a `schedule`, or remove it",
            )


def _schedule(body: Body) -> ast.Expression | None:
    node = body.node
    named = isinstance(node, ast.Option) and node.entry.key.text == "schedule"
    return node.entry.value if isinstance(node, ast.Option) and named else None


def _text_after(value: ast.Expression | None, word: str) -> ast.Literal | None:
    """Return the string of `cron "…"` or `cron("…")`."""
    if isinstance(value, ast.Tagged) and value.tag.text == word:
        return value.text if text_of(value.text) is not None else None
    call = call_of(value, word)
    text = call.arguments[0] if call is not None and len(call.arguments) == 1 else None
    return text if isinstance(text, ast.Literal) and text_of(text) is not None else None


def _instant(text: str) -> datetime | timedelta | None:
    """Return the instant, or the time of day as what has passed since midnight."""
    text = text.strip()
    for form in ("%H:%M", "%H:%M:%S"):
        try:
            time = datetime.strptime(text, form)  # noqa: DTZ007
        except ValueError:
            continue
        return timedelta(hours=time.hour, minutes=time.minute, seconds=time.second)
    for suffix in (" UTC", " GMT"):
        text = text.removesuffix(suffix) + "+00:00" if text.endswith(suffix) else text
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _zones(body: Body) -> Iterator[ast.Literal]:
    entries = [entry for block in body.facts.blocks for entry in block.entries]
    if isinstance(body.node, ast.Option):
        entries.append(body.node.entry)
    for entry in entries:
        if isinstance(entry, ast.Entry) and entry.key.text == "timezone":
            value = entry.value
            if isinstance(value, ast.Literal) and text_of(value) is not None:
                yield value


def _check_interval(interval: ast.Expression) -> Iterator[Diagnostic]:
    number = number_of(interval)
    if isinstance(interval, ast.Duration):
        if interval.milliseconds <= 0:
            yield INTERVAL.at(interval.span, "the interval must be positive")
    elif number is not None and is_count(number):
        return
    elif not isinstance(interval, ast.Missing | ast.Elision):
        yield INTERVAL.at(
            interval.span,
            "the interval must be a positive whole number with a unit",
            help="write `every 6 hours`",
        )
