"""Code lenses: what is offered above missions and actions, with and without executions."""

from __future__ import annotations

import pytest

from language.features.cursors import read
from reqon_language.features.code_lenses import (
    ActionRun,
    Lens,
    MissionRuns,
    Waiting,
    code_lenses,
)

TEXT = "mission M {\n  action A { skip }\n  run A\n}\nmission N { action A { skip } }"


def titles(lenses: list[Lens]) -> list[str]:
    return [f"{lens.mission}.{lens.action} {lens.title}" for lens in lenses]


def test_without_executions_missions_can_be_run_and_tried() -> None:
    """Nothing is claimed about a past that nobody knows."""
    lenses = code_lenses(read(TEXT)[1])
    assert titles(lenses) == [
        "M. ▶ Run", "M. Dry run",
        "N. ▶ Run", "N. Dry run",
    ]  # fmt: skip
    assert [TEXT[one.span.start : one.span.end] for one in lenses] == ["M", "M", "N", "N"]


def test_a_waiting_execution_can_be_resumed_where_it_stands() -> None:
    """The title says where that is; the history says how many there were."""
    runs = {"M": MissionRuns(12, Waiting("exec_1", "Sync", 523, 5000))}
    lenses = code_lenses(read(TEXT)[1], runs)
    assert titles(lenses)[:4] == [
        "M. ▶ Run", "M. ⏯ Resume (Sync item 523 of 5000)", "M. Dry run", "M. History (12)",
    ]  # fmt: skip
    assert lenses[1].execution == "exec_1"
    assert lenses[1].tooltip == "Go on with exec_1 where it stands"
    assert titles(lenses)[4:] == ["N. ▶ Run", "N. Dry run"]


def test_a_history_that_was_not_counted_to_its_end_says_so() -> None:
    """There may be tens of thousands of records."""
    lenses = code_lenses(read(TEXT)[1], {"M": MissionRuns(1_000, more=True)})
    assert "M. History (1000+)" in titles(lenses)


@pytest.mark.parametrize(
    ("run", "title"),
    [
        (ActionRun("e", "completed", 1234, 340, 2), "✓ completed · 1.2 s · 340 added, 2 updated"),
        (ActionRun("e", "failed", 12), "✗ failed · 12 ms"),
        (ActionRun("e", "interrupted", 61_000, 1), "◌ interrupted · 1 min 1 s · 1 added"),
        (ActionRun("e", "running"), "… running"),
    ],
)
def test_an_action_says_how_it_last_went(run: ActionRun, title: str) -> None:
    """Outcome, duration and counts, and leads to the record."""
    lenses = code_lenses(read(TEXT)[1], {"M": MissionRuns(1, None, {"A": run})})
    found = [lens for lens in lenses if lens.command == "openRecord"]
    assert [(lens.mission, lens.action, lens.title) for lens in found] == [("M", "A", title)]


def test_lenses_stay_while_somebody_types() -> None:
    """A half-typed step must not make them blink."""
    assert titles(code_lenses(read(TEXT.replace("skip", "get ", 1))[1])) == titles(
        code_lenses(read(TEXT)[1])
    )
