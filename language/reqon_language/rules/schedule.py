"""RQ7004: the interval at which a mission runs by itself. Its unit is `units.py`'s."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reqon_language.model.file import Body
from reqon_language.rules.diagnostic import Diagnostic
from reqon_language.rules.rule import Rule
from reqon_language.rules.shapes import is_count, number_of
from reqon_language.syntax import ast

INTERVAL: Final = Rule(
    "RQ7004",
    "error",
    "interval is not positive",
    what="Reports a `schedule: every` whose interval is zero, negative or no duration.",
    why="The mission would have to run without pause.",
    fix="Give a positive number and a unit: `every 15 minutes`.",
    bad="schedule: every 0 minutes",
    good="schedule: every 15 minutes",
    frame="members",
)

RULES: Final = (INTERVAL,)


def check(body: Body) -> Iterator[Diagnostic]:
    """Report intervals that are not one."""
    if not isinstance(body.node, ast.Option) or not isinstance(body.node.entry.value, ast.Every):
        return
    interval = body.node.entry.value.interval
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
