"""How much of a run is done, told by the events of real runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from reqon import execute_sync
from reqon.events import Event
from reqon_server.runs.share import Share

HEAD = """mission Count {
  checkpoint: afterStep
  store numbers: file("numbers")
  let ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
"""
FILL = """  action Fill {
    for number in ten { store { id: number } -> numbers { key: .id } }
    clear numbers
  }
"""
NESTED = """  action Nest {
    for one in ten { for other in ten { let sum = one + other } }
  }
"""
WORDS = """  action Words {
    let a = 1
    if a == 1 { for one in ten { let b = one } }
    let c = 2
    let d = 3
  }
"""
EMPTY = "  action Empty { }\n"
TENS = [*range(0, 101, 10)]
CASES = {
    "a loop and a step": (FILL, "Fill", [0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 100]),
    "a loop in a loop": (NESTED, "Nest", TENS),
    "a loop inside of another step": (WORDS, "Words", [0, 25, 50, 75, 100]),
    "one after the other": (NESTED + EMPTY, "Nest then Empty", [*range(0, 51, 5), 100]),
    "side by side": (EMPTY + WORDS, "[Empty, Words]", [0, 50, 62, 75, 87, 100]),
    "a stage that is left out": (EMPTY + NESTED, "Empty then Nest if false", [0, 50, 100]),
    "nothing": (EMPTY, "Empty", [0, 100]),
}


def shares(path: Path, text: str, *, resume: bool = False) -> list[int]:
    """Run a mission; return what was said of how much is done, each number once in a row."""
    share, said = Share(), [0]

    def listen(event: Event) -> None:
        share.take(event.type, event.payload)
        if share.percentage not in (None, said[-1]):
            assert share.percentage is not None
            said.append(share.percentage)

    path.write_text(text, encoding="utf-8")
    execute_sync(path, state_dir=path.parent / "state", listener=listen, resume=resume)
    return said


@pytest.mark.parametrize(("actions", "stages", "expected"), CASES.values(), ids=CASES)
def test_actions_and_their_steps_count_alike(
    tmp_path: Path, actions: str, stages: str, expected: list[int]
) -> None:
    """The share rises from 0 to 100, by items where these are counted."""
    text = f"{HEAD}{actions}  run {stages}\n}}\n"
    assert shares(tmp_path / "count.vague", text) == expected


def test_what_is_tried_again_does_not_lower_it(tmp_path: Path) -> None:
    """It had been reached already."""
    share = Share()
    share.take("action.start", {"action": "A", "steps": 4, "done": 0, "total": 1})
    said = []
    for number in (0, 1, 2, 0, 1, 2, 3):
        place = f"0.0.{number}" if number else "0.0.0~1"
        share.take("step.start", {"action": "A", "address": place})
        said.append(share.percentage)
    assert said == [0, 25, 50, 50, 50, 50, 75]


def test_a_resumed_run_goes_on_from_where_it_was(tmp_path: Path) -> None:
    """What failed was not done."""
    text = f"{HEAD}{EMPTY}{FILL}  run Empty then Fill\n}}\n"
    path = tmp_path / "count.vague"
    assert shares(path, text.replace("clear numbers", 'abort "no"'))[-1] == 75
    assert shares(path, text, resume=True) == [0, 50, 75, 100]


@pytest.mark.parametrize("payload", [{}, {"done": "x", "total": None}, {"done": 3, "total": 0}])
def test_of_what_is_not_known_nothing_is_said(payload: dict[str, object]) -> None:
    """Neither before a run begins nor when its events say nothing of it."""
    share = Share()
    share.take("action.start", {"action": "A", **payload})
    assert share.percentage is None
