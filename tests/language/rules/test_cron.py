"""Cron expressions: which can be read, what is wrong with the others, which never fire."""

from __future__ import annotations

import pytest

from reqon_language.rules.cron import cron_problem, longest_interval, never_fires


@pytest.mark.parametrize(
    "text",
    [
        "* * * * *",
        "*/15 0-6 1,15 * mon-fri",
        "0 2 * JAN,dec 7",
        "5/10 22 31 12 0",
        "59 23 31 12 6",
    ],
)
def test_valid_expressions_have_no_problem(text: str) -> None:
    """Steps, ranges, lists, names in any case, and Sunday as 0 and 7."""
    assert cron_problem(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it has 0 fields"),
        ("* * * *", "it has 4 fields"),
        ("0 0 2 * * *", "it has 6 fields"),
        ("60 * * * *", "60 is no minute (0 to 59)"),
        ("* 24 * * *", "24 is no hour (0 to 23)"),
        ("* * 0 * *", "0 is no day of month (1 to 31)"),
        ("* * * 13 *", "13 is no month (1 to 12)"),
        ("* * * * 8", "8 is no day of week (0 to 7)"),
        ("*/0 * * * *", "the step of the minute is 0"),
        ("* * * foo *", "`foo` is no month"),
        ("5- * * * *", "the minute is incomplete"),
        ("30-10 * * * *", "the range `30-10` of the minute runs backwards"),
        ("-1 * * * *", "the minute is incomplete"),
    ],
)
def test_the_problem_names_the_field(text: str, said: str) -> None:
    """Field count, range, step and names, in words a reader can act on."""
    problem = cron_problem(text)
    assert problem is not None
    assert said in problem


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("0 0 31 2 *", True),
        ("0 0 30 2 *", True),
        ("0 0 31 2,4,6,9,11 *", True),
        ("0 0 29 2 *", False),
        ("0 0 31 2,3 *", False),
        ("0 0 31 2 mon", False),
        ("0 0 * 2 *", False),
    ],
)
def test_days_that_no_month_has_never_come(text: str, *, never: bool) -> None:
    """With a weekday restricted, too, either of the two days suffices (C.6)."""
    assert never_fires(text) is never


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("* * * * *", 1),
        ("*/15 * * * *", 15),
        ("0 2 * * *", 1_440),
        ("0 2,6 * * *", 1_200),
        ("0 9-17 * * mon-fri", 3 * 1_440 - 8 * 60),
        ("0 0 * * 7", 7 * 1_440),
        ("0 0 1 * *", 31 * 1_440),
        ("0 0 1 * mon", 7 * 1_440),
        ("0 0 29 2 *", 1_461 * 1_440),
        ("0 0 31 2 *", None),
    ],
)
def test_the_longest_interval_is_the_one_that_counts(text: str, minutes: int | None) -> None:
    """Nights, weekends and leap days are part of it; days of month and week are alternatives."""
    assert longest_interval(text) == minutes
