"""Calls: method style, pipes, per-element arguments, lambdas."""

from __future__ import annotations

from typing import Any

import pytest

from reqon.errors import EvaluationError

ITEMS = [{"n": 2, "tags": ["x"]}, {"n": 1, "tags": ["y", "z"]}]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("map(items, .n)", [2, 1]),
        ("items.map(.n)", [2, 1]),
        ("items | map(.n)", [2, 1]),
        ("items | filter(.n > 1) | map(.n) | first", 2),
        ("items | sum(.n)", 3),
        ("items.map(item => item.n * k)", [20, 10]),
        ("items.map({ n: .n, k: k })", [{"n": 2, "k": 10}, {"n": 1, "k": 10}]),
        ("items.map(.tags.map(t => t + .n))", [["x2"], ["y1", "z1"]]),
        ("items.map(a => items.map(b => a.n * b.n))", [[4, 2], [2, 1]]),
        ("items.map(n)", [2, 1]),
        ("items.map(.missing)", [None, None]),
        ("items.keys", [None, None]),
        ("reduce(items, (total, x) => total + x.n, 0)", 3),
        ("'a-b'.split('-').join('+')", "a+b"),
        ("{ keys: 1 }.keys()", ["keys"]),
        ("(items where .n == 1).length", 1),
    ],
)
def test_calls(world: Any, text: str, value: Any) -> None:
    """The three ways to call mean the same; `.field` is the element's, names are the mission's."""
    assert world.evaluate(text, items=ITEMS, k=10) == value


@pytest.mark.parametrize(
    ("text", "message", "help_"),
    [
        ("lenght([])", "function `lenght` is unknown", "Did you mean `length`?"),
        ("xs.toUpperCase()", "function `toUpperCase` is unknown", ""),
        ("first()", "`first` takes 1 argument, got 0", "first(xs: array | store)"),
        ("round(1, 2, 3)", "`round` takes 1 to 2 arguments, got 3", "round("),
        ("pick()", "`pick` takes at least 1 argument, got 0", "pick("),
        ("length(x => x)", "a lambda can only be the argument of a function", ""),
        ("map([1], (a, b) => a)", "the lambda of `map` takes 1 parameter, got 2", ""),
        ("reduce([1], x => x, 0)", "the lambda of `reduce` takes 2 parameters, got 1", ""),
        ("reduce([1], 2, 0)", "`reduce` needs a lambda here", "(total, element) =>"),
        ("(1)(2)", "only functions can be called", ""),
        ("cron('x')", "function `cron` is unknown", ""),
    ],
)
def test_a_wrong_call_is_refused_before_anything_runs(
    world: Any, text: str, message: str, help_: str
) -> None:
    """Compiling already knows functions, arities and lambdas."""
    with pytest.raises(EvaluationError) as caught:
        world.compile(text)
    assert message in caught.value.message
    assert help_ in (caught.value.help or "")


def test_an_error_points_at_the_innermost_expression(world: Any) -> None:
    """The location is the call that failed, not the whole expression around it."""
    with pytest.raises(EvaluationError) as caught:
        world.evaluate("1 + length(map([0], x => 1 / x))")
    assert str(caught.value.location) == "mission.vague:1:26"


def test_lambda_parameters_end_with_the_lambda(world: Any) -> None:
    """A parameter is no variable outside its lambda."""
    with pytest.raises(EvaluationError, match="`x` is not defined"):
        world.evaluate("[map([1], x => x), x]")


def test_a_schedule_is_no_value(world: Any) -> None:
    """What says when something runs cannot be computed with."""
    with pytest.raises(EvaluationError, match="`cron …` says when something runs"):
        world.compile("cron '* * * * *'")
