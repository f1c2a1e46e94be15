"""The records of a program are told from those of others with a mission of its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from reqon import execute_sync
from reqon.project.latest import latest_run
from runtime.project.records import records_of_a_copy

MISSION = """mission Count {
  store numbers: memory("numbers")
  action Fill { abort "not yet" }
  run Fill
}
"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in whose state directory one execution failed."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "count.vague"
    path.write_text(MISSION, encoding="utf-8")
    assert not execute_sync(path).success
    return path


@pytest.mark.parametrize(
    ("others", "own", "of_others"),
    [(0, (1, False), None), (7, (1, False), (7, False)), (1_001, None, (1_000, True))],
)
def test_a_history_counts_the_executions_of_its_program(
    program: Path,
    others: int,
    own: tuple[int, bool] | None,
    of_others: tuple[int, bool] | None,
) -> None:
    """Where there are more than anybody wants to open, it says that there are."""
    copy = records_of_a_copy(program, others)
    for path, expected in ((program, own), (copy, of_others)):
        found = latest_run(program.parent / ".vague-data", path, "Count")
        counted = None if found is None else (found.runs.executions, found.runs.more)
        assert counted == expected
