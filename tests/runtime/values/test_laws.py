"""Laws that hold for all values: equality, order, truth, JSON, the journal's encoding."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqon.errors import EvaluationError
from reqon.functions.ordering import identity
from reqon.values import (
    MISSING,
    Duration,
    ItemsView,
    compare,
    equal,
    from_journal,
    journal_default,
    json_default,
    parse_date,
    to_json,
    truthy,
)

# Few distinct scalars, so that equal ones meet often.
scalars = st.one_of(
    st.sampled_from([None, True, False, 0, 0.0, 1, 1.0, -1, "", "0", "1", "a", MISSING]),
    st.builds(Duration, st.sampled_from([0, 1, 1.0])),
    st.integers(-3, 3),
    st.floats(-3, 3, allow_nan=False),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.builds(ItemsView, st.lists(inner, max_size=2)),
        st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    ),
    max_leaves=4,
)
durations = st.builds(Duration, st.integers(-9, 9))
numbers = st.one_of(st.integers(-9, 9), st.floats(allow_nan=False), durations)
dates = st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat())


@given(values, values, values)
def test_equality_is_an_equivalence(a: Any, b: Any, c: Any) -> None:
    """Everything equals itself, both ways round, and what equals the same is equal."""
    assert equal(a, a)
    assert equal(a, b) == equal(b, a)
    if equal(a, b) and equal(b, c):
        assert equal(a, c)


@given(values, values)
def test_identity_keys_are_equal_exactly_when_values_are(a: Any, b: Any) -> None:
    """`unique` removes what `==` calls the same, and nothing else."""
    assert (identity(a) == identity(b)) == equal(a, b)


@given(st.one_of(st.tuples(numbers, numbers, numbers), st.tuples(dates, dates, dates)))
def test_order_is_total_and_transitive(triple: tuple[Any, Any, Any]) -> None:
    """Numbers and dates have one order, and it agrees with itself."""
    a, b, c = triple
    assert compare(a, b) == -compare(b, a)
    if compare(a, b) <= 0 and compare(b, c) <= 0:
        assert compare(a, c) <= 0


@given(st.text(max_size=5), st.text(max_size=5))
def test_strings_that_are_no_dates_are_ordered_by_code_point(a: str, b: str) -> None:
    """Two strings compare equal exactly when they are."""
    assert compare(a, b) == (a > b) - (a < b)
    assert (compare(a, b) == 0) == equal(a, b)


@given(numbers, numbers)
def test_numbers_equal_exactly_when_neither_is_less(a: Any, b: Any) -> None:
    """`==` and `<` agree on numbers and durations."""
    assert equal(a, b) == (compare(a, b) == 0)


@given(values, values)
def test_order_gives_an_answer_or_an_error(a: Any, b: Any) -> None:
    """What cannot be compared one way cannot be compared the other way either."""

    def order(x: Any, y: Any) -> int | None:
        try:
            return compare(x, y)
        except EvaluationError:
            return None

    forward, backward = order(a, b), order(b, a)
    assert forward == (None if backward is None else -backward)


@given(values)
def test_json_is_plain_and_writing_it_again_changes_nothing(value: Any) -> None:
    """`to_json` gives what orjson gives, built of plain values only."""
    plain = to_json(value)
    assert to_json(plain) == plain
    if not _holds_missing_member(value):
        assert orjson.loads(orjson.dumps(value, default=json_default)) == plain
    assert orjson.loads(orjson.dumps(plain)) == plain


def _holds_missing_member(value: Any) -> bool:
    if isinstance(value, dict):
        return any(item is MISSING or _holds_missing_member(item) for item in value.values())
    return isinstance(value, list) and any(map(_holds_missing_member, value))


@given(values)
def test_the_journal_gives_back_the_same_value(value: Any) -> None:
    """A resumed mission has its durations and listings, not numbers and arrays."""
    written = orjson.dumps(value, default=journal_default, option=orjson.OPT_PASSTHROUGH_SUBCLASS)
    read = from_journal(orjson.loads(written))
    assert equal(read, value) or _holds_missing_member(value)
    assert type(read) is type(value) or value is MISSING


def test_the_journal_keeps_the_names_of_a_listing() -> None:
    """`response.customers` still means the list after a resume."""
    items = ItemsView([{"wait": Duration(5)}], {"customers"})
    written = orjson.dumps(items, default=journal_default, option=orjson.OPT_PASSTHROUGH_SUBCLASS)
    read = from_journal(orjson.loads(written))
    assert read == items
    assert read.aliases == {"customers", "data", "items"}


@pytest.mark.parametrize("value", [None, MISSING, False, 0, -0.0, "", float("nan"), Duration(0)])
def test_falsy(value: Any) -> None:
    """These are false."""
    assert truthy(value) is False


@pytest.mark.parametrize("value", [True, -0.1, "0", "false", [], {}, Duration(1), ItemsView()])
def test_truthy(value: Any) -> None:
    """Everything else is true, empty arrays and objects included."""
    assert truthy(value) is True


@given(dates)
def test_any_instant_is_a_date(date: str) -> None:
    """What ISO 8601 writes, with a zone to the minute, reads back."""
    moment = parse_date(date)
    assert moment is not None or date.count(":") > 3
