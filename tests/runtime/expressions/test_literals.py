"""Arrays and objects written out, spreads and placeholders."""

from __future__ import annotations

from typing import Any

import pytest

from reqon.errors import EvaluationError


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[]", []),
        ("[1, ...[2, 3], ...null, 4]", [1, 2, 3, 4]),
        ("[.missing, null]", [None, None]),
        ("{}", {}),
        ("{ a: 1, a: 2 }", {"a": 2}),
        ("{ a: .missing, b: null }", {"b": None}),
        ("{ a: 1, ...{ a: 2, b: 3 }, b: 4 }", {"a": 2, "b": 4}),
        ("{ ...null, ....missing }", {}),
        ("{ ...{ a: 1 }, a: .missing }", {}),
        ("{ x }", {"x": 9}),
        ("{ 'any key': { nested: [x] } }", {"any key": {"nested": [9]}}),
        ("max(...[1, 3, 2])", 3),
    ],
)
def test_containers(world: Any, text: str, value: Any) -> None:
    """Later members win; what is missing leaves no member, and null in an array."""
    assert world.evaluate(text, element={}, x=9) == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[...1]", "`...` needs an array here, got a number"),
        ("{ ...[1] }", "`...` needs an object here, got an array"),
        ("{ ... }", "`...` is a placeholder"),
        ("round(...[1, 2, 3])", "`round` takes 1 to 2 arguments, got 3"),
        ("map(...[[1], 2])", "`map` cannot take `...`"),
    ],
)
def test_a_wrong_spread_is_an_error(world: Any, text: str, message: str) -> None:
    """A spread takes what fits its place, and a placeholder must be filled in."""
    with pytest.raises(EvaluationError) as caught:
        world.evaluate(text)
    assert message in caught.value.message
    assert caught.value.location is not None


def test_a_spread_copies(world: Any) -> None:
    """Building on an object leaves it alone."""
    base = {"a": 1}
    assert world.evaluate("{ ...base, b: 2 }", base=base) == {"a": 1, "b": 2}
    assert base == {"a": 1}
