"""Schemas as tests of values (language specification 4.11)."""

from __future__ import annotations

from typing import Any

import pytest

from reqon.errors import EvaluationError
from reqon.plan.schemas import compile_schema

CASES = [
    ("string", ["x", ""], [1, None, True]),
    ("number", [1, 1.5], ["1", True, None]),
    ("decimal", [1.5], [True]),
    ("int", [1, 2.0], [1.5, True, "1"]),
    ("boolean", [True], [1, "true"]),
    ("date", ["2024-01-20", "2024-01-20T10:00:00Z"], ["x", 20240120, "2024-13-01"]),
    ("datetime", ["2024-01-20 10:00:00.5+02:00"], ["10:00"]),
    ("object", [{}], [[], "x"]),
    ("array", [[]], [{}, "x"]),
    ("any", [1, "x", [], None], []),
    ("null", [None], [1]),
    ("unheardOf", [1, "x"], []),
    ("[int]", [[], [1, 2]], [[1, "x"], 1]),
    ("array<string>", [["a"]], [[1]]),
    ("{ b: int }", [{"b": 1}, {"b": 1, "c": 2}], [{}, {"b": "x"}, 1]),
    ("{ b: int? }", [{}, {"b": None}], [{"b": "x"}]),
    ('"open" | "closed"', ["open"], ["other", None]),
    ("string | null", ["x", None], [1]),
    ("int | [int]", [1, [1]], ["x"]),
    ("int in 1..5", [1, 5], [0, 6, 2.5, "3"]),
    ("number in 0.5..1.5", [0.5, 1], [2]),
    ("Other", [{"id": 1}], [{}, {"id": "x"}, 1]),
    ("[Other]", [[{"id": 1}]], [[{}]]),
]


@pytest.mark.parametrize(("kind", "fitting", "others"), CASES, ids=[case[0] for case in CASES])
def test_types(world: Any, kind: str, fitting: list[Any], others: list[Any]) -> None:
    """Each type takes its own values and no others."""
    world.declare(f"schema Thing {{ a: {kind} }} schema Other {{ id: int }}")
    fits = compile_schema(world.schemas["Thing"], world.names)
    assert [value for value in fitting if not fits({"a": value})] == []
    assert [value for value in others if fits({"a": value})] == []


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ({"id": 1}, True),
        ({"id": 1, "note": None}, True),
        ({"id": 1, "note": "x", "more": 1}, True),
        ({"note": "x"}, False),
        ({"id": None}, False),
        ([], False),
        (None, False),
    ],
)
def test_optional_fields_may_be_absent_or_null(world: Any, value: Any, fits: bool) -> None:
    """`?` means absent or null, everything else is required, extra members never matter."""
    world.declare("schema A { id: int, note: string? }")
    assert compile_schema(world.schemas["A"], world.names)(value) is fits
    assert world.evaluate("x is A", x=value) is fits


def test_schemas_may_refer_to_each_other(world: Any) -> None:
    """A cycle of references ends where the value ends."""
    world.declare(
        "schema Tree { name: string, children: [Tree], up: Leaf? } schema Leaf { t: Tree }"
    )
    fits = compile_schema(world.schemas["Tree"], world.names)
    leaf = {"name": "leaf", "children": []}
    assert fits({"name": "root", "children": [leaf, {"name": "n", "children": [leaf]}]})
    assert not fits({"name": "root", "children": [{"name": "n", "children": [{"name": 1}]}]})
    assert not fits({**leaf, "up": {"t": {}}})
    assert fits({**leaf, "up": {"t": leaf}})


def test_a_base_lends_its_fields(world: Any) -> None:
    """`...Base` adds fields, the schema's own win, and a cycle of bases adds nothing twice."""
    world.declare(
        "schema Base { ...Loop, id: int, v: int } schema Loop { ...Base, l: int? }"
        "schema Thing { ...Base, v: string }"
    )
    fits = compile_schema(world.schemas["Thing"], world.names)
    assert fits({"id": 1, "v": "x"})
    assert not fits({"v": "x"})
    assert not fits({"id": 1, "v": 1})
    assert not fits({"id": 1, "v": "x", "l": "x"})


def test_a_range_needs_constants(world: Any) -> None:
    """Bounds are read when the mission is compiled."""
    world.declare("schema A { n: int in x..5 }")
    with pytest.raises(EvaluationError, match="a bound of a range"):
        compile_schema(world.schemas["A"], world.names)
