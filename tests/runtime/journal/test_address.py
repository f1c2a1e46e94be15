"""Addresses: document order, and which frame lies in which."""

from __future__ import annotations

import pytest

from reqon.journal import address

IN_ORDER = [
    "0.0",
    "0.0.0",
    "0.0.0@2",
    "0.0.0@10",
    "0.0.1",
    "0.1.0",
    "1.0.2",
    "1.0.2[9].0",
    "1.0.2[9].1",
    "1.0.2[9].1:0",
    "1.0.2[9].1:0.0",
    "1.0.2[9].1:1.0",
    "1.0.2[10].0",
    "1.0.3",
    "1.0.10",
    "1.0.2~1",
    "1.0.3~1:0.2",
    "1.0.4~1",
    "1.0.2~2",
    "10.0",
]


def test_addresses_sort_as_a_run_reaches_them():
    """Numbers compare as numbers, and what follows a rewind comes after what preceded it."""
    shuffled = IN_ORDER[::2] + IN_ORDER[1::2]
    assert sorted(shuffled, key=address.order_key) == IN_ORDER


@pytest.mark.parametrize(
    ("frame", "parent"),
    [
        ("1.0", None),
        (address.MISSION, None),
        (address.iteration("1.0.2", 523), ("1.0", 2)),
        (address.block("1.0.2[523].1", 0), ("1.0.2[523]", 1)),
        (address.page("0.0.0", 7), ("0.0", 0)),
        (address.block(address.step("1.0", 3, 1), 2), ("1.0", 3)),
    ],
)
def test_a_frame_hangs_from_a_step_of_its_parent(frame, parent):
    assert address.parent(frame) == parent


@pytest.mark.parametrize(
    ("inner", "outer", "lies_within"),
    [
        ("1.0.2[5]", "1.0.2[5]", True),
        ("1.0.2[5].0", "1.0.2[5]", True),
        ("1.0.2[5].0:1", "1.0.2", True),
        ("1.0.2~1", "1.0.2", True),
        ("1.0.25", "1.0.2", False),
        ("1.0.2[52]", "1.0.2[5]", False),
        ("1.0", "1.0.2", False),
    ],
)
def test_lying_within_is_more_than_a_common_prefix(inner, outer, lies_within):
    assert address.within(inner, outer) is lies_within


def test_the_definition_of_a_step_forgets_how_often_it_ran():
    """It names the step as it is written: the base of idempotency keys."""
    assert address.definition("1.0.2[523].1~2:0.4@7") == "1.0.2.1:0.4"
