"""Paths of requests (ruling D26)."""

from __future__ import annotations

from typing import Any

import pytest

from reqon.errors import EvaluationError
from reqon.plan.templates import compile_path
from reqon_language.syntax import parse_expression


@pytest.fixture
def path(world: Any) -> Any:
    """Fill in the path written in source text."""

    def fill(text: str, **variables: Any) -> Any:
        expression, errors = parse_expression(text)
        assert not errors
        return compile_path(expression, world.names)(world.scope(**variables))

    return fill


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('"/plain"', "/plain"),
        ('"/invoices/{invoice.id}/lines"', "/invoices/7/lines"),
        ('"/a/{ids[0]}/{ids[-1]}"', "/a/1/3"),
        ('"/a/{name}"', "/a/%C3%A9%20%2F%3F%23"),
        ('"/a?since={at}&q={name}"', "/a?since=2024-01-20T10%3A00%3A00Z&q=%C3%A9%20%2F%3F%23"),
        ('"{next}"', "https://api.example/v1?x=1&y=2"),
        ('"/v1{rooted}"', "/v1/a/b?c"),
        ('"/a/{httpish}"', "/a/httpx%3A1"),
        ('"/a/{1 + 2}/{flag}/{1.0}"', "/a/3/true/1"),
        ("\"/a/{none ?? '}{'}\"", "/a/%7D%7B"),
        ("\"/a/{ {x: 'y'}.x }\"", "/a/y"),
        ('"/a?q={empty}"', "/a?q="),
        ('"/a/" + name', "/a/é /?#"),
        ('"/a/{ids[0]}" + "/b/{ids[1]}"', "/a/1/b/2"),
        ('concat("/a/", ids[0])', "/a/1"),
    ],
)
def test_placeholders(path: Any, text: str, value: str) -> None:
    """A value becomes one encoded segment, unless it is a path or an address itself."""
    filled = path(
        text,
        invoice={"id": 7},
        ids=[1, 2, 3],
        name="é /?#",
        at="2024-01-20T10:00:00Z",
        next="https://api.example/v1?x=1&y=2",
        rooted="/a/b?c",
        httpish="httpx:1",
        flag=True,
        none=None,
        empty="",
    )
    assert filled == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('"/a/{none}"', "`{none}` has no value for the path"),
        ('"/a/{o.missing}/b"', "`{o.missing}` has no value for the path"),
        ('"/a/{empty}"', "`{empty}` has no value for the path"),
        ('"/a/{o}"', "`{o}` cannot be part of a path: it is an object"),
        ('"/a/{dots}/b"', "`{dots}` cannot be part of a path"),
        ('"/a/{nobody}"', "`nobody` is not defined"),
        ('"/a/{o.}"', "is no expression"),
        ('"/a/{}"', "is no expression"),
        ('"/a/{o"', "`{` is not closed in the path"),
        ("5", "a path is a string, got a number"),
        ("o.missing", "a path is a string, got null"),
    ],
)
def test_a_path_without_its_value_is_an_error(path: Any, text: str, message: str) -> None:
    """A request never goes to half a path."""
    with pytest.raises(EvaluationError) as caught:
        path(text, none=None, o={}, empty="", dots="..")
    assert message in caught.value.message
    assert caught.value.location is not None


def test_an_error_points_into_the_string(path: Any) -> None:
    """The column is that of the name inside the braces; with escapes, of the string."""
    with pytest.raises(EvaluationError) as caught:
        path('"/a/{x}/{nobody}"', x=1)
    assert str(caught.value.location) == "mission.vague:1:10"
    with pytest.raises(EvaluationError) as caught:
        path('"\\t/a/{x}/{nobody}"', x=1)
    assert str(caught.value.location) == "mission.vague:1:1"
