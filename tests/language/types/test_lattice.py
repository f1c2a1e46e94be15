"""The laws of types: `join` is a least upper bound, `assignable` a preorder."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqon_language.model.shapes import fits
from reqon_language.model.types import (
    ANY,
    BOOLEAN,
    DATE,
    DURATION,
    INTEGER,
    NULL,
    NUMBER,
    STRING,
    ArrayOf,
    FieldOf,
    ObjectOf,
    SchemaOf,
    StoreOf,
    Type,
    assignable,
    display,
    join,
    literal,
)

NAMES = st.sampled_from("abc")
LEAVES = st.one_of(
    st.sampled_from([ANY, NULL, BOOLEAN, NUMBER, INTEGER, STRING, DATE, DURATION]),
    st.sampled_from(["x", "y", 1, 1.5, 2, True, False]).map(literal),
    st.sampled_from("AB").map(SchemaOf),
)


def objects(parts: st.SearchStrategy[Type]) -> st.SearchStrategy[Type]:
    fields = st.lists(
        st.builds(FieldOf, NAMES, parts, st.booleans()),
        max_size=3,
        unique_by=lambda member: member.name,
    )
    return st.builds(ObjectOf, fields.map(tuple), st.booleans())


def compound(parts: st.SearchStrategy[Type]) -> st.SearchStrategy[Type]:
    unions = st.lists(parts, min_size=1, max_size=3).map(lambda options: join(*options))
    return st.one_of(parts.map(ArrayOf), parts.map(StoreOf), objects(parts), unions)


TYPES = st.recursive(LEAVES, compound, max_leaves=6)


@given(a=TYPES, b=TYPES)
def test_join_is_commutative(a: Type, b: Type) -> None:
    """Which branch was written first does not matter."""
    assert join(a, b) == join(b, a)


@given(a=TYPES, b=TYPES, c=TYPES)
def test_join_is_associative(a: Type, b: Type, c: Type) -> None:
    """How branches are nested does not matter."""
    assert join(join(a, b), c) == join(a, join(b, c))


@given(a=TYPES)
def test_join_is_idempotent(a: Type) -> None:
    """Two equal branches are as one."""
    assert join(a, a) == a


@given(a=TYPES)
def test_every_type_is_assignable_to_itself_and_to_any(a: Type) -> None:
    """The order is reflexive and has a top."""
    assert assignable(a, a)
    assert assignable(a, ANY)


@given(a=TYPES, b=TYPES, c=TYPES)
def test_assignability_is_transitive(a: Type, b: Type, c: Type) -> None:
    """What may stand for `b`, which may stand for `c`, may stand for `c`."""
    if assignable(a, b) and assignable(b, c):
        assert assignable(a, c)


@given(a=TYPES, b=TYPES)
def test_both_sides_are_assignable_to_their_join(a: Type, b: Type) -> None:
    """A join promises nothing that one of its sides does not keep."""
    assert assignable(a, join(a, b))
    assert assignable(b, join(a, b))


@given(a=TYPES, b=TYPES)
def test_what_is_assignable_also_fits(a: Type, b: Type) -> None:
    """Rules that ask `fits` never object to what is right for certain."""
    if assignable(a, b):
        assert fits(a, b, {})


FITTING = [
    (STRING, DATE, True),
    (NUMBER, INTEGER, True),
    (literal(1.5), INTEGER, False),
    (STRING, literal("open"), True),
    (literal("opn"), join(literal("open"), literal("closed")), False),
    (BOOLEAN, STRING, False),
    (NULL, STRING, True),
    (join(STRING, NULL), NUMBER, False),
    (ANY, NUMBER, True),
    (ArrayOf(ANY), STRING, False),
    (ArrayOf(STRING), ArrayOf(NUMBER), False),
    (DURATION, NUMBER, True),
    (ObjectOf((FieldOf("a", STRING),)), ObjectOf((FieldOf("a", NUMBER),)), False),
    (ObjectOf((FieldOf("a", STRING),)), ObjectOf((FieldOf("b", NUMBER),)), True),
    (SchemaOf("Unknown"), NUMBER, True),
]


@pytest.mark.parametrize(("value", "target", "expected"), FITTING)
def test_only_what_cannot_be_meant_does_not_fit(
    value: Type, target: Type, *, expected: bool
) -> None:
    """Strings may hold dates and numbers whole ones; what is unknown always fits."""
    assert fits(value, target, {}) is expected


SHOWN = [
    (join(STRING, NULL), "string | null"),
    (ArrayOf(SchemaOf("Order")), "array<Order>"),
    (literal("open"), '"open"'),
    (ObjectOf((FieldOf("id", STRING), FieldOf("n", NUMBER, True))), "{ id: string, n: number? }"),
    (ObjectOf((FieldOf("a", ObjectOf((FieldOf("b", STRING),))),)), "{ a: { b: string } }"),
    (StoreOf(ANY), "store<any>"),
    (ObjectOf((), open=True), "object"),
]


@pytest.mark.parametrize(("of", "text"), SHOWN)
def test_types_are_shown_as_schemas_spell_them(of: Type, text: str) -> None:
    """Hover and messages use the words of the language."""
    assert display(of) == text
