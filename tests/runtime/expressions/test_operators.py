"""Operators and conditionals (language specification 4.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reqon.errors import EvaluationError
from reqon.values import MISSING, Duration

Evaluate = Callable[..., Any]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("7 / 2", 3.5),
        ("6 / 2", 3),
        ("7 % 3", 1),
        ("-7 % 3", -1),
        ("- (3)", -3),
        ("+ '4'", 4),
        ("'3' * '4'", 12),
        ("true + 1", 2),
        ("'10' - 1", 9),
        ("'a' + 1", "a1"),
        ("'a' + 1.0", "a1"),
        ("'a' + null", "a"),
        ("null + 'b'", "b"),
        ("'a' + true", "atrue"),
        ("'a' + [1, null]", "a[1,null]"),
        ("1 + '2'", "12"),
        ("[1] + [2]", [1, 2]),
        ("[1, 2] * [3, 4]", [3, 8]),
        ("[8, 9] / [2, 3]", [4, 3]),
        ("2 * 4611686018427387904", 2.0**63),
        ("1..4", [1, 2, 3, 4]),
        ("4..1", []),
        ("2h + 30m", Duration(9_000_000)),
        ("1h * 3", Duration(10_800_000)),
        ("3h / 2", Duration(5_400_000)),
        ("3h / 1h", 3),
        ("1h - 1000", Duration(3_599_000)),
        ("- 1h", Duration(-3_600_000)),
    ],
)
def test_arithmetic(evaluate: Evaluate, text: str, value: Any) -> None:
    """Numbers, texts, arrays and durations combine as documented."""
    result = evaluate(text)
    assert result == value
    assert type(result) is type(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("'2024-01-31' + 1d", "2024-02-01"),
        ("1d + '2024-01-31'", "2024-02-01"),
        ("'2024-01-31' + 36h", "2024-02-01T12:00:00.000Z"),
        ("'2024-01-31T10:00:00+02:00' - 1h", "2024-01-31T09:00:00.000+02:00"),
        ("'2024-01-31' - '2024-01-30'", Duration(86_400_000)),
        ("'2024-01-31T00:00:00Z' - '2024-01-31T02:00:00+02:00'", Duration(0)),
        ("now() - days(3)", "2024-01-17T12:00:00.000Z"),
        ("'at ' + '2024-01-31'", "at 2024-01-31"),
        ("'no date' + 1s", "no date1000"),
    ],
)
def test_date_arithmetic(evaluate: Evaluate, text: str, value: Any) -> None:
    """A date moves by a duration and keeps its form; two dates give the time between them."""
    assert evaluate(text) == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 - null", "`-` needs a number, got null"),
        ("null + 1", "`+` needs a number, got null"),
        ("'x' * 2", '`*` needs a number, got "x"'),
        ("{ a: 1 } + 1", "`+` needs a number, got an object"),
        ("[1] + 1", "`+` needs a number, got an array"),
        ("1 / 0", "division by zero"),
        ("1 % 0", "division by zero"),
        ("1h / 0", "division by zero"),
        ("[1, 2] * [1]", "`*` needs arrays of the same length, got 2 and 1"),
        ("[1, 2] * 2", "`*` needs a number, got an array"),
        ("2 / [1, 2]", "`/` needs a number, got an array"),
        ("'2024-01-31' - 1", "only a duration or a date"),
        ("'2024-01-31' + 1000000w", "outside the years"),
        ("1 < 'a'", "cannot compare a number with a string"),
        ("1 < null", "cannot compare a number with null"),
        ("true < false", "cannot compare a boolean with a boolean"),
        ("1 in 5", "a number cannot contain anything"),
        ("1 startsWith 'a'", "`startsWith` needs two strings"),
        ("'a' endsWith null", "`endsWith` needs two strings, got a string and null"),
        ("1..", "an open range has no last number"),
        ("1..99999999999", "too long"),
        ("1.5..3", "needs a whole number"),
        ("'a' in 1..3", "cannot compare a string with a number"),
        ("1 is strin", "unknown type `strin`"),
        ("1e308 * 10", "too large"),
    ],
)
def test_what_cannot_be_computed_is_an_error(evaluate: Evaluate, text: str, message: str) -> None:
    """No operator guesses: the error says what was wrong and where."""
    with pytest.raises(EvaluationError) as caught:
        evaluate(text)
    assert message in caught.value.message
    assert caught.value.location is not None


@pytest.mark.parametrize(
    "text",
    [
        "1 == 1.0",
        "1 != '1'",
        "true != 1",
        "null == .missing",
        ".missing == null",
        "not (.missing != null)",
        "'' != null",
        "0 != null",
        "[1, { a: null }] == [1, { a: null }]",
        "{ a: 1, b: 2 } == { b: 2, a: 1 }",
        "[1, 2] != [2, 1]",
        "1h == 3600000",
        "'x' == .x",
        ".x == 'x'",
        "2 < 10",
        "'2' > '10'",
        "'Z' < 'a'",
        "'2024-01-31' < '2024-02-01T00:00:00Z'",
        "'2024-01-01T01:00:00+02:00' < '2024-01-01T00:00:00Z'",
        "'2024-01-01' <= '2024-01-01T00:00:00Z'",
        "1h > 30m",
        "2 in [1, 2]",
        "not ('2' in [1, 2])",
        "'2' not in [1, 2]",
        "null in [1, null]",
        "{ a: 1 } in [{ a: 1 }]",
        "'ell' in 'hello'",
        "4 in 'a4'",
        "'a' in { a: null }",
        "not (1 in null)",
        "not (null in 'null')",
        "[1, 2] contains 2",
        "'hello' contains 'ell'",
        "'hello' startsWith 'he'",
        "'hello' endsWith 'lo'",
        "not (.missing startsWith 'a')",
        "2.5 in 1..3",
        "3 in 1..3",
        "4 not in 1..3",
        "9 in 1..",
        "'2024-02-01' in '2024-01-01'..'2024-12-31'",
        "not (null in 1..3)",
        "1..3 contains 2",
    ],
)
def test_conditions_that_hold(evaluate: Evaluate, text: str) -> None:
    """Equality converts nothing, order knows numbers, dates and text, membership all containers."""
    assert evaluate(text, element={"x": "x"}) is True


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null or 'd'", "d"),
        ("0 or false", False),
        ("'a' or 'b'", "a"),
        ("1 and 'x'", "x"),
        ("0 and 'x'", 0),
        ("0 ?? 1", 0),
        ("null ?? 1", 1),
        (".missing ?? 1", 1),
        (".missing or null", None),
        ("not 0", True),
        ("not []", False),
        ("!{}", False),
        ("1 ? 'a' : 'b'", "a"),
        ("if .missing then 1 else if 0 then 2 else 3", 3),
        ("if false then 1", None),
        ("1 < 2 && 2 < 3 || false", True),
    ],
)
def test_logic_returns_operands(evaluate: Evaluate, text: str, value: Any) -> None:
    """`and` and `or` return the operand that decided (ruling D13); `??` looks at null only."""
    result = evaluate(text, element={})
    assert result == value
    assert type(result) is type(value)


@pytest.mark.parametrize(
    "text",
    ["false and 1/0", "true or 1/0", "1 ?? 1/0", "true ? 1 : 1/0", "if false then 1/0 else 1"],
)
def test_what_does_not_decide_is_not_evaluated(evaluate: Evaluate, text: str) -> None:
    """The other side of a short circuit may even be an error."""
    evaluate(text)


@pytest.mark.parametrize(
    ("value", "types"),
    [
        ("x", "any string"),
        ("2024-01-20", "any string date datetime"),
        (1, "any number decimal float double int integer"),
        (1.0, "any number decimal float double int integer"),
        (1.5, "any number decimal float double"),
        (True, "any boolean bool"),
        (None, "any null"),
        (MISSING, "any null undefined"),
        ([], "any array"),
        ({}, "any object"),
        (Duration(5), "any"),
    ],
)
def test_is(evaluate: Evaluate, value: Any, types: str) -> None:
    """`is` holds for exactly the type words of a value, and `is not` for all others."""
    words = (
        "any string date datetime number decimal float double int integer boolean bool null "
        "undefined array object"
    ).split()
    assert [word for word in words if evaluate(f"x is {word}", x=value)] == [
        word for word in words if word in types.split()
    ]
    assert all(evaluate(f"x is not {word}", x=value) != (word in types.split()) for word in words)
