"""The built-in functions: the table, its examples and the cases worth a word of their own."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reqon.engine.scope import Scope
from reqon.errors import EvaluationError
from reqon.functions import OF_RUN, PURE
from reqon.values import MISSING, Duration
from reqon_language.functions import FUNCTIONS


def test_the_table_and_the_runtime_know_the_same_functions() -> None:
    """A function is documented and implemented, or neither."""
    assert {*PURE, *OF_RUN} == set(FUNCTIONS)
    assert not set(PURE) & set(OF_RUN)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_example_of_the_documentation_is_true(world: Any, name: str) -> None:
    """What completion shows as an example evaluates to true."""
    assert world.evaluate(FUNCTIONS[name].example) is True


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # collections
        ("length({ a: 1 })", 0),
        ("length(null)", 0),
        ("[first([]), last(null), first('x' | toArray())]", [None, None, "x"]),
        ("[sum([]), product([]), avg([]), median([]), min(), max([])]", [0, 1] + [None] * 4),
        ("sum([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1])", 1.0),
        ("sum(['1', 2, true])", 4),
        ("avg([1, null, 2])", 1.5),
        ("median([3, null, 1, 2])", 2),
        ("min('2024-01-02', '2024-01-01T23:00:00Z')", "2024-01-01T23:00:00Z"),
        ("max([1, null, 3])", 3),
        ("min(2)", 2),
        ("sort(['b', null, 'a'])", ["a", "b", None]),
        ("sort(['2024-01-02', '2024-01-01T23:00:00Z'])", ["2024-01-01T23:00:00Z", "2024-01-02"]),
        ("sort(['2024-01-02', '2024', '10'])", ["10", "2024", "2024-01-02"]),
        ("sortBy([{ a: 1, b: 2 }, { b: 1 }, { a: 1, b: 3 }], .a).b", [2, 3, 1]),
        ("unique([1, '1', 1.0, true, null, null, [1], [1], { a: 1 }, { a: 1.0 }])",
         [1, "1", True, None, [1], {"a": 1}]),
        ("flatten([1, [2, [3]], null])", [1, 2, [3], None]),
        ("chunks([], 3)", []),
        ("chunks([1, 2], 1)", [[1], [2]]),
        ("range(3)", [0, 1, 2]),
        ("range(3, 1)", []),
        ("map(null, .x)", []),
        ("all([], .x)", True),
        ("some([], .x) or none([], .x)", True),
        ("findIndex([], .x)", -1),
        ("find([1], x => x > 1)", None),
        ("isEmpty('') and isEmpty({}) and isEmpty(null) and not isEmpty(0)", True),
        ("exists(0) and not exists(null)", True),
        # objects
        ("keys(null)", []),
        ("pick({ a: 1, b: 2 }, 'a', 'z')", {"a": 1}),
        ("omit({ a: 1, b: 2, c: 3 }, 'a', ['b'])", {"c": 3}),
        ("merge({ a: 1 }, null, { a: 2 })", {"a": 2}),
        ("hasKey({ a: 1 }, null)", False),
        ("get({}, 'a')", None),
        ("get([1, 2], -1)", 2),
        # strings
        ("concat([1], null, [2])", [1, 2]),
        ("concat()", ""),
        ("[lower(null), split(null, ','), substring(null, 1)]", [None] * 3),
        ("replace(null, 'a', 'b')", None),
        ("upper(5)", "5"),
        ("substring('hello', 2)", "llo"),
        ("substring('hello', -5, 99)", "hello"),
        ("substring('hello', 3, 1)", ""),
        ("split('abc', '')", ["a", "b", "c"]),
        ("join(['a', null, 1.0])", "a,,1"),
        ("replace('a.b.c', '.', '')", "abc"),
        ("replace('abc', '', '-')", "abc"),
        ("kebabCase('someHTTPValue 2')", "some-http-value-2"),
        ("camelCase('  ')", ""),
        ("camelCase('Straße_ÄRGER')", "straßeÄrger"),
        ("slugify('  Ünï -- cödé  ')", "uni-code"),
        # numbers
        ("[round(2.5), round(-2.5), round(1.005, 2), round(1234, -2)]", [3, -3, 1.01, 1200]),
        ("round(1e300, 2)", 1e300),
        ("[floor(-1.5), ceil(-1.5), abs(-1.5)]", [-2, -1, 1.5]),
        ("[pow(2, 0.5), pow(2, -1), pow(2, 70)]", [2**0.5, 0.5, 2.0**70]),
        ("[sqrt(2), sqrt(9), sqrt(2.25)]", [2**0.5, 3, 1.5]),
        # conversion
        ("[toString(null), toString(1e21), toString(0.1), toString([1])]",
         ["", "1000000000000000000000", "0.1", "[1]"]),
        ("[toNumber(true), toNumber(' 1.5e3 ')]", [1, 1500.0]),
        ("[toBoolean('No'), toBoolean('yes'), toBoolean(0), toBoolean([])]",
         [False, True, False, True]),
        ("[toArray(null), toArray([1]), toArray({ a: 1 })]", [[], [1], [{"a": 1}]]),
        ("[parseNumber('1,5'), parseNumber(null), parseNumber(2), parseNumber('0x10')]",
         [None, None, 2, None]),
        ("[parseDate('nope'), parseDate(null), parseDate(5)]", [None] * 3),
        ("parseDate('2024-01-20')", "2024-01-20"),
        ("parseDate('2024-01-20 10:30')", "2024-01-20T10:30:00.000Z"),
        ("parseDate('/Date(1705746600000+0100)/')", "2024-01-20T10:30:00.000Z"),
        ("parseDate('20 Jan 2024 10:30:00 -0000')", "2024-01-20T10:30:00.000Z"),
        ("parseDate('Sat, 20 Jan 2024 10:30:00 +0100')", "2024-01-20T10:30:00.000+01:00"),
        ("fromUnix(null)", None),
        ("timestamp()", 1705752000000),
        # dates
        ("[now(), today()]", ["2024-01-20T12:00:00.000Z", "2024-01-20"]),
        ("[daysAgo(20), daysFromNow(12)]", ["2023-12-31", "2024-02-01"]),
        ("formatDate('2024-03-05T07:08:09Z', 'YY/M/D MMM MMMM HH.mm.ss')",
         "24/3/5 Mar March 07.08.09"),
        ("hour('2024-01-20T23:00:00-05:00')", 23),
        ("[year(null), formatDate(null, 'YYYY'), addMonths(null, 1)]", [None] * 3),
        ("addDays(null, 1)", None),
        ("addMonths('2024-03-31T10:00:00Z', -1)", "2024-02-29T10:00:00.000Z"),
        ("addDays('2024-01-20T10:00:00Z', 0.5)", "2024-01-20T22:00:00.000Z"),
        ("[diffDays('2024-01-01', '2024-01-02'), diffDays('2024-01-02T23:00:00Z', '2024-01-01')]",
         [-1, 1]),
        ("isBefore(null, now()) or isAfter(null, now())", False),
        ("isBefore(now(), now()) or isAfter(now(), now())", False),
        ("days(1) + hours(2) + minutes(3)", Duration(93_780_000)),
        # environment
        ("[env('REGION'), env('UNSET'), env('UNSET', null)]", ["eu", "", None]),
        ("uuid() != uuid() and generateId() != generateId()", True),
    ],
)  # fmt: skip
def test_functions(world: Any, text: str, value: Any) -> None:
    """Edges of the functions: empty input, null, negative positions, mixed types."""
    world.environ["REGION"] = "eu"
    assert world.evaluate(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "round(2.5)", "round(2)", "round(1234.5, -2)", "floor(2.5)", "ceil(2.5)", "avg([1, 3])",
        "median([1, 3])", "pow(2, 3)", "sqrt(4)", "abs(-2)", "sum([1, 2])", "product([])",
        "toNumber('2')", "parseNumber('2')", "diffDays(now(), now())", "year(now())",
    ],
)  # fmt: skip
def test_whole_results_are_integers(world: Any, text: str) -> None:
    """A file shows 3, not 3.0, where the result is a whole number."""
    assert type(world.evaluate(text)) is int


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("first({})", "`first` needs an array or a store, got an object"),
        ("sum(['x'])", '`sum` needs a number, got "x"'),
        ("sort([1, 'a'])", "cannot compare"),
        ("sort([true, false])", "cannot compare a boolean with a boolean"),
        ("max(1, 'a')", "cannot compare"),
        ("chunks([1], 0)", "`chunks` needs a size of at least 1, got 0"),
        ("chunks([1], 1.5)", "`chunks` needs a whole number, got 1.5"),
        ("range(1, 1e12)", "too long"),
        ("range(1, .missing)", "`range` needs a number, got null"),
        ("keys([1])", "`keys` needs an object, got an array"),
        ("concat([1], 2)", "`concat` cannot join arrays with other values"),
        ("trim([])", "`trim` needs a string, got an array"),
        ("round(null)", "`round` needs a number, got null"),
        ("round(1, 400)", "out of range"),
        ("sqrt(-1)", "`sqrt` needs a number of at least 0"),
        ("pow(10, 400)", "`pow` gives a number that is too large"),
        ("pow(-8, 0.5)", "`pow` has no real result"),
        ("toNumber('abc')", '`toNumber` needs a number, got "abc"'),
        ("year('tomorrow')", '`year` needs a date, got "tomorrow"'),
        ("addDays('2024-01-01', 9e9)", "outside the years"),
        ("addMonths('2024-01-01', -99999)", "outside the years"),
        ("fromUnix(1705746600000)", "outside the years"),
        ("env(null)", "`env` needs a string, got null"),
    ],
)
def test_a_wrong_argument_is_an_error(world: Any, text: str, message: str) -> None:
    """The error names the function, what it needs and what it got, at the call."""
    with pytest.raises(EvaluationError) as caught:
        world.evaluate(text, element={})
    assert message in caught.value.message
    assert str(caught.value.location) == "mission.vague:1:1"


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63),
    st.floats(allow_nan=False),
    st.text(max_size=8),
    st.sampled_from(["2024-01-20", "9999-12-31T23:59:59Z", "/Date(1)/", "1e308", "a", MISSING]),
    st.builds(Duration, st.floats(allow_nan=False)),
)
anything = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    ),
    max_leaves=5,
)


def _last(*values: Any) -> Any:
    return values[-1]


@settings(max_examples=1000, deadline=None)
@given(st.sampled_from(sorted(FUNCTIONS)), st.lists(anything, min_size=3, max_size=3))
def test_no_argument_breaks_a_function(world_module: Any, name: str, values: list[Any]) -> None:
    """Any value of the language gives a value or an error for the user, never a crash."""
    arguments = [
        _last if parameter.per_element or parameter.lambda_parameters else value
        for parameter, value in zip(FUNCTIONS[name].parameters, values, strict=False)
    ]
    with suppress(EvaluationError):
        if name in OF_RUN:
            OF_RUN[name](world_module, *arguments)
        else:
            PURE[name](*arguments)


operators = st.sampled_from(["+", "-", "*", "/", "%", "<", ">=", "==", "in", "contains", "??"])


@settings(max_examples=500, deadline=None)
@given(operators, anything, anything)
def test_no_operand_breaks_an_operator(world_module: Any, operator: str, a: Any, b: Any) -> None:
    """Any two values combine, or are refused with an error for the user."""
    evaluate = world_module.compile(f"a {operator} b")
    with suppress(EvaluationError):
        evaluate(Scope(world_module, {"a": a, "b": b}))
