"""Patterns of `match` arms (language specification 4.10, C.4)."""

from __future__ import annotations

from typing import Any

import pytest

from reqon.engine.scope import HttpInfo
from reqon.plan.patterns import compile_arm, compile_pattern
from reqon_language.syntax import ast, parse

SCHEMAS = """
schema Failure { error: string, code: number? }
schema Order { id: int, items: [Line] }
schema Line { sku: string, of: Order? }
"""


def _arm(text: str) -> tuple[ast.StepArm, bool]:
    """Parse one arm; `|` before it stands for a match without a subject."""
    subject = "" if text.startswith("|") else "response"
    tree = parse(f"match {subject} {{ {text.removeprefix('|')} -> continue }}")
    assert not [error for error in tree.errors if error.code != "RQ2010"], tree.errors
    step = tree.program.items[0].node
    assert isinstance(step, ast.Match)
    return step.arms[0], step.subject is not None


@pytest.fixture
def match(world: Any) -> Any:
    """Match a value against the source text of an arm."""
    world.declare(SCHEMAS)

    def run(text: str, value: Any, **variables: Any) -> Any:
        arm, subject = _arm(text)
        matches = compile_arm(arm.pattern, arm.guard, world.names, subject=subject)
        scope = world.scope(**variables)
        scope.set_response(value)
        return matches(value, scope)

    return run


@pytest.mark.parametrize(
    ("text", "value", "bindings"),
    [
        ("_", None, {}),
        ("x", 5, {"x": 5}),
        ("5", 5.0, {}),
        ("5", "5", None),
        ('"a"', "a", {}),
        ("null", None, {}),
        ("true", 1, None),
        ("-5", -5, {}),
        ("limit + 1", 4, {}),
        ("limit + 1", 5, None),
        ("1..5", 3, {}),
        ("1..5", "x", None),
        ("Failure", {"error": "x"}, {}),
        ("Failure", {"error": "x", "more": 1}, {}),
        ("Failure", {"code": 1}, None),
        ("Failure", [], None),
        ("Undeclared", {"a": 1}, None),
        ("[]", [], {}),
        ("[]", [1], None),
        ("[]", {}, None),
        ("[Failure]", [], {}),
        ("[Failure]", [{"error": "x"}, {"error": "y"}], {}),
        ("[Failure]", [{"error": "x"}, {}], None),
        ("[Undeclared]", [{}], None),
        ("[x]", [1], {"x": 1}),
        ("[x]", [1, 2], None),
        ("[x, 2]", [1, 2], {"x": 1}),
        ("[[x], _]", [[1], 2], {"x": 1}),
        ("{ error: e }", {"error": "x"}, {"e": "x"}),
        ("{ error: e }", {"error": None}, {"e": None}),
        ("{ error: e }", {}, None),
        ("{ error }", {"error": "x"}, {"error": "x"}),
        ('{ error: "a", code: 1 }', {"error": "a", "code": 1, "more": 2}, {}),
        ('{ error: "a", code: 1 }', {"error": "a", "code": 2}, None),
        ("{ a: { b: [x, ...] } }", {"a": {}}, None),
        ("{ a: { b: [x] } }", {"a": {"b": [7]}}, {"x": 7}),
        ("{ a: Failure }", {"a": {"error": "x"}}, {}),
        ("{ a: _ }", {}, None),
        ("{}", {"a": 1}, {}),
        ("{ code: 404 }", {"error": "x"}, None),
        ("x where x > limit", 5, {"x": 5}),
        ("x where x > limit", 1, None),
        ("Failure where .code == 429", {"error": "x", "code": 429}, {}),
        ("Failure where .code == 429", {"error": "x", "code": 500}, None),
        ("{ code: c } where c == 1", {"code": 1}, {"c": 1}),
    ],
)
def test_patterns(match: Any, text: str, value: Any, bindings: dict[str, Any] | None) -> None:
    """Each kind of pattern matches what it names and binds what it says."""
    assert match(text, value, limit=3) == bindings


@pytest.mark.parametrize(
    ("text", "bindings"),
    [
        ("|_", {}),
        ("|response.error", {}),
        ("|flag", {}),
        ("|response.error == 'y'", None),
        ("|true where response.error == 'x'", {}),
        ("|{ error: e }", {"e": "x"}),
        ("|{ other: e }", None),
    ],
)
def test_without_a_subject_patterns_are_conditions(
    match: Any, text: str, bindings: dict[str, Any] | None
) -> None:
    """A shape cannot be a condition: it is held against `response`."""
    assert match(text, {"error": "x"}, flag=1) == bindings


@pytest.mark.parametrize(
    ("text", "bindings"),
    [
        ("404", {}),
        ("405", None),
        ("{ code: 404 }", {}),
        ("{ status: s }", {"s": 404}),
        ("{ error: e, code: 404, headers: h }", {"e": "x", "h": {"retry-after": "5"}}),
        ("{ other: o }", None),
        ("{ code: c } where c >= 400", {"c": 404}),
    ],
)
def test_the_status_stands_in_for_the_latest_response(
    world: Any, match: Any, text: str, bindings: dict[str, Any] | None
) -> None:
    """`code`, `status`, `headers` and bare numbers fall back to HTTP for that very object."""
    body = {"error": "x"}
    world.http = HttpInfo(404, {"retry-after": "5"}, body)
    assert match(text, body) == bindings
    assert match(text, dict(body)) is None


def test_a_body_that_says_code_itself_is_believed(world: Any, match: Any) -> None:
    """The status is a fallback: a member of the body comes first, and a number is itself."""
    body = {"code": 1}
    world.http = HttpInfo(404, {}, body)
    assert match("{ code: c }", body) == {"c": 1}
    world.http = HttpInfo(404, {}, 7)
    assert match("404", world.http.body) is None


def test_an_empty_body_matches_its_status(world: Any, match: Any) -> None:
    """A 404 without a body is null, and still a 404."""
    world.http = HttpInfo(404, {}, None)
    assert match("404", None) == {}


def test_bindings_are_fresh_for_every_match(world: Any) -> None:
    """Arms may change their bindings without touching the next match."""
    matches = compile_pattern(_arm("_")[0].pattern, world.names)
    first = matches(1, world.scope())
    assert first is not None
    first["x"] = 1
    assert matches(1, world.scope()) == {}
