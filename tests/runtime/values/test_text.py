"""Values as text, text as numbers and dates, plain JSON."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from reqon.errors import EvaluationError
from reqon.values import (
    MISSING,
    Duration,
    ItemsView,
    describe,
    format_date,
    iso,
    parse_date,
    parse_number,
    text,
    to_json,
)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("as it is", "as it is"),
        (None, ""),
        (MISSING, ""),
        (True, "true"),
        (12, "12"),
        (12.0, "12"),
        (1e21, "1000000000000000000000"),
        (1.5e-7, "0.00000015"),
        (0.1, "0.1"),
        (Duration(1500), "1500"),
        ([1, None, "x"], '[1,null,"x"]'),
        ({"a": Duration(5)}, '{"a":5}'),
        (ItemsView([1]), "[1]"),
    ],
)
def test_text(value: Any, written: str) -> None:
    """Numbers never have an exponent, so they are stable keys."""
    assert text(value) == written


def test_text_of_what_json_cannot_hold_is_an_error() -> None:
    """The user is told, not shown a traceback."""
    with pytest.raises(EvaluationError, match="cannot be written as JSON"):
        text([2**70])


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("42", 42),
        (" -4.5 ", -4.5),
        ("+1e3", 1000.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("12345678901234567890", 12345678901234567890.0),
        *[
            (other, None)
            for other in ("", " ", "x", "1_000", "1,5", "0x10", "nan", "inf", "1e999", "٣")
        ],
    ],
)
def test_parse_number(written: str, number: float | None) -> None:
    """Only plain decimal numbers are numbers."""
    assert parse_number(written) == number


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2024-01-20", "2024-01-20T00:00:00.000Z"),
        ("2024-01-20T10:30", "2024-01-20T10:30:00.000Z"),
        ("2024-01-20 10:30:00 UTC", "2024-01-20T10:30:00.000Z"),
        ("2024-01-20T10:30:00.123456789Z", "2024-01-20T10:30:00.123Z"),
        ("2024-01-20T10:30:00 +0200", "2024-01-20T10:30:00.000+02:00"),
        *[
            (other, None)
            for other in (
                "", "2024", "2024-01", "20240120", "2024-W03-1", "2024-02-30", "2024-01-20T",
                "2024-01-20T25:00", "2024-01-20T10", "x2024-01-20", "2024-01-20x", "0000-01-01",
            )
        ],
    ],
)  # fmt: skip
def test_parse_date(written: str, instant: str | None) -> None:
    """ISO 8601 dates and date-times are dates, without a zone in UTC; nothing else is."""
    moment = parse_date(written)
    assert (None if moment is None else iso(moment)) == instant


def test_format_date_leaves_other_text_alone() -> None:
    """Longest parts win, and what is no part stays."""
    moment = datetime(2024, 3, 5, 7, 8, 9, tzinfo=UTC)
    assert format_date(moment, "YYYYMMDD/HHmmss Q") == "20240305/070809 Q"
    assert format_date(moment, "MMMM MMM MM M YY") == "March Mar 03 3 24"


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ({"a": MISSING, "b": [MISSING]}, {"b": [None]}),
        (float("inf"), None),
        ([float("nan"), 1.5], [None, 1.5]),
        (datetime(2024, 1, 20, tzinfo=UTC), "2024-01-20T00:00:00.000Z"),
        (date(2024, 1, 20), "2024-01-20"),
        (Duration(5), 5),
    ],
)
def test_to_json(value: Any, plain: Any) -> None:
    """Missing members are absent, non-finite numbers null, dates ISO text (specification 6.3)."""
    assert to_json(value) == plain


def test_to_json_refuses_foreign_objects() -> None:
    """A value that is none is a defect of the runtime, not something to guess at."""
    with pytest.raises(TypeError, match="set is not a mission value"):
        to_json({1, 2})


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "null"), (MISSING, "null"), (True, "a boolean"), (1, "a number"), ("", "a string"),
        ([], "an array"), ({}, "an object"), (Duration(1), "a duration"), (b"", "a bytes"),
    ],
)  # fmt: skip
def test_describe(value: Any, words: str) -> None:
    """Error messages name kinds in the language's words."""
    assert describe(value) == words
