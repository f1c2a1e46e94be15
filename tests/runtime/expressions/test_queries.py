"""Filters, `any of` and `match` as a value."""

from __future__ import annotations

from typing import Any

import pytest

from reqon.errors import EvaluationError

XS = [{"n": 1}, {"n": 2, "late": True}, {"n": 3, "late": True}]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("xs where .late", [XS[1], XS[2]]),
        ("xs where n > least", [XS[2]]),
        ("null where .late", []),
        ("xs where .n > 9", []),
        ("any of xs where .late", XS[1]),
        ("any of xs where .n > 9", None),
        ("any of [] where .late", None),
        ("any of []", None),
        ("any of null", None),
    ],
)
def test_searching(world: Any, text: str, value: Any) -> None:
    """A filter keeps all that hold, `any of` the first; nothing to search finds nothing."""
    assert world.evaluate(text, xs=XS, least=2) == value


def test_any_of_without_a_condition_is_chance(world: Any) -> None:
    """A random element, from the run's own seedable source."""
    first = [world.evaluate("any of xs", xs=XS)["n"] for _ in range(30)]
    assert set(first) == {1, 2, 3}
    world.random.seed(7)
    assert [world.evaluate("any of xs", xs=XS)["n"] for _ in range(30)] == first


@pytest.mark.parametrize("text", ["o where .a", "any of o where .a"])
def test_only_arrays_and_stores_are_searched(world: Any, text: str) -> None:
    """An object is not a collection."""
    with pytest.raises(EvaluationError, match="needs an array or a store, got an object"):
        world.evaluate(text, o={"a": 1})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('match .s { "a" => 1, "b" => 2, _ => 3 }', 2),
        ('match .s { "x" => 1 }', None),
        ("match .n { n where n >= 800 => 'high', n where n >= 500 => 'mid', _ => 'low' }", "mid"),
        ("match .n { x => x + 1 }", 601),
        ("match .n { limit.max => 'max', _ => 'other' }", "max"),
        ("match .n { 500..599 => 'no', 600..699 => 'yes' }", "yes"),
        ("match .s { 1..5 => 'number', _ => 'not' }", "not"),
        ("match { .n > 700 => 'a', .n > 500 => 'b', _ => 'c' }", "b"),
        ("match { .s where .n > 700 => 'a', _ => 'c' }", "c"),
        ("match .o { { x: 0 } => 'zero', { x: v } => v }", 7),
        ("match .o { v where .x > 5 => .n }", 600),
        ("match lowercase('A') { 'a' => true, _ => false }", True),
    ],
)
def test_match_expressions(world: Any, text: str, value: Any) -> None:
    """The first arm that matches gives the value; a guard reads the subject, a value does not."""
    element = {"s": "b", "n": 600, "o": {"x": 7}}
    assert world.evaluate(text, element, limit={"max": 600}) == value


def test_the_subject_is_evaluated_once(world: Any) -> None:
    """Arms compare one value, however it was made."""
    assert world.evaluate("match any of [1, 2, 3] { 1 => 1, 2 => 2, 3 => 3 }") in {1, 2, 3}
    world.random.seed(1)
    expected = [world.random.choice([1, 2]) for _ in range(20)]
    world.random.seed(1)
    text = "match (any of [1, 2]) { 1 => 1, 2 => 2 }"
    assert [world.evaluate(text) for _ in range(20)] == expected
