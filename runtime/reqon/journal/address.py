"""Addresses: the text that names a place in a running mission.

Only the notation lives here; what is kept at an address is `state.py`'s business.

A *frame* is a list of steps being run. Its address grows from the pipeline inwards::

    1.0              the action that is branch 0 of stage 1
    1.0.2            step 2 of that action
    1.0.2[523]       the frame of iteration 523 of the loop at that step
    1.0.2[523].1:0   the frame of block 0 (arm, `or`, `if`, `try`) of step 1 in that iteration
    0.0.0@7          the frame of page 7 of the listing fetched by step 0
    1.0.3~1          step 3, run again by a `retry`: every step of a frame that was rewound
                     carries the number of the rewind

Addresses are ASCII and safe inside JSON strings. All numbers count from zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MISSION = "m"
"""The frame of mission-level `let`s; it encloses nothing and precedes everything."""

_COMPONENT = re.compile(r"\.(\d+)(?:~(\d+))?|\[(\d+)\]|[:@](\d+)")
_OPENERS = ".[:@~"


def branch(stage: int, index: int) -> str:
    """Return the frame of action number `index` of a stage."""
    return f"{stage}.{index}"


def step(frame: str, number: int, rewinds: int = 0) -> str:
    """Return the address of a step of `frame`, which was rewound `rewinds` times."""
    return f"{frame}.{number}~{rewinds}" if rewinds else f"{frame}.{number}"


def iteration(step_address: str, index: int) -> str:
    """Return the frame of one iteration of the loop at a step."""
    return f"{step_address}[{index}]"


def block(step_address: str, index: int) -> str:
    """Return the frame of one arm or block of a step."""
    return f"{step_address}:{index}"


def page(step_address: str, number: int) -> str:
    """Return the frame of one page of the listing at a step."""
    return f"{step_address}@{number}"


def parent(frame: str) -> tuple[str, int] | None:
    """Return the frame and the step number `frame` hangs from; None for a branch frame."""
    end = frame.rfind("[") if frame[-1] == "]" else max(frame.rfind(":"), frame.rfind("@"))
    if end < 0:
        return None
    outer, _, number = frame[:end].rpartition(".")
    return outer, int(number.partition("~")[0])


def within(address: str, outer: str) -> bool:
    """Whether `address` is `outer` or lies inside it."""
    return address.startswith(outer) and (
        len(address) == len(outer) or address[len(outer)] in _OPENERS or outer[-1] == "]"
    )


def order_key(text: str) -> tuple[int, ...]:
    """Return what sorts addresses in the order in which a run reaches them.

    A rewound step comes after every step of its frame that ran before the rewind. An address
    sorts before what it encloses.
    """
    return tuple(_numbers(text))


def definition(text: str) -> str:
    """Return the address without iterations, pages and rewinds: the step as it is written."""
    return re.sub(r"\[\d+\]|@\d+|~\d+", "", text)


def _numbers(text: str) -> Iterator[int]:
    for position, match in enumerate(_COMPONENT.finditer(f".{text}")):
        number, rewinds, *inner = match.groups()
        if number is None:
            yield int(next(filter(None, inner)))
            continue
        if position > 1:
            yield int(rewinds or 0)
        yield int(number)
