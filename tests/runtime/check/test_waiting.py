"""RQ7020: what the checker says of an edit is what a resume would do."""

from __future__ import annotations

from pathlib import Path

import pytest

from reqon import execute_sync
from reqon.engine.errors import EditedError
from runtime.check.conftest import Check
from runtime.project.records import records_of_a_copy

MISSION = """mission Count {
  checkpoint: afterStep
  source Api { auth: none, base: "https://api.example.com" }
  store numbers: file("numbers")
  action Fill {
    store { id: "one" } -> numbers { key: .id }
    store { id: "two" } -> numbers { key: .id }
  }
  action Sum {
    for number in numbers {
      let name = number.id
      match name { "two" -> abort "not this one", _ -> continue }
    }
    clear numbers
  }
  run Fill then Sum
}
"""
EDITS = [
    ('{ id: "two" }', '{ id: "three" }', True),
    ('    store { id: "one" }', '    let x = 1\n    store { id: "one" }', True),
    ("for number in numbers {", 'for number in numbers where .id != "x" {', True),
    ("run Fill then Sum", "run Sum", True),
    ("    clear numbers\n", "", False),
    ("  action Sum", "  // a comment\n  action Sum", False),
    ('"two" -> abort', '"none" -> abort', False),
]


def failed(folder: Path, text: str = MISSION) -> Path:
    """Run the mission, which fails at its second number, and return its file."""
    path = folder / "count.vague"
    path.write_text(text, encoding="utf-8")
    result = execute_sync(path)
    assert not result.success
    return path


@pytest.mark.parametrize(("old", "new", "reported"), EDITS)
def test_an_edit_is_reported_when_a_resume_would_refuse_it(
    run: Check, folder: Path, old: str, new: str, reported: bool
) -> None:
    """And only then; the runtime is asked as well."""
    path = failed(folder)
    path.write_text(MISSION.replace(old, new, 1), encoding="utf-8")
    output = run("count.vague").stdout
    assert ("RQ7020" in output) == reported
    if reported:
        assert "note: the failed execution: .vague-data/execution/Count-" in output
        with pytest.raises(EditedError):
            execute_sync(path, resume=True)
    else:
        execute_sync(path, resume=True)


def test_nothing_is_reported_once_a_later_run_completed(run: Check, folder: Path) -> None:
    """Nobody will go back to the execution that failed before it."""
    failed(folder)
    fixed = MISSION.replace('abort "not this one"', "continue")
    path = folder / "count.vague"
    path.write_text(fixed, encoding="utf-8")
    assert execute_sync(path).success
    path.write_text(fixed.replace('"one"', '"1"'), encoding="utf-8")
    assert "RQ7020" not in run("count.vague").stdout


def test_the_state_directory_is_looked_for_and_left_alone(
    run: Check, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the file, in the working folder, or where REQON_STATE_DIR says; nothing is written."""
    path = failed(folder)
    path.write_text(MISSION.replace('"one"', '"1"'), encoding="utf-8")
    before = {file: file.stat().st_mtime_ns for file in (folder / ".vague-data").rglob("*")}
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    assert "RQ7020" in run(str(path)).stdout
    monkeypatch.setenv("REQON_STATE_DIR", str(folder / "elsewhere"))
    assert "RQ7020" not in run(str(path)).stdout
    after = {file: file.stat().st_mtime_ns for file in (folder / ".vague-data").rglob("*")}
    assert before == after


def test_a_damaged_record_is_no_reason_to_fail(run: Check, folder: Path) -> None:
    """The checker checks missions; `reqon status` explains state directories."""
    failed(folder)
    for record in (folder / ".vague-data" / "execution").glob("*.json"):
        record.write_bytes(b"{")
    assert run("count.vague").exit_code == 0


def test_what_ran_of_another_program_with_a_mission_of_that_name_hides_nothing(
    run: Check, folder: Path
) -> None:
    """However often, the execution that waits is found."""
    path = failed(folder)
    records_of_a_copy(path, 20)
    path.write_text(MISSION.replace('"one"', '"1"'), encoding="utf-8")
    assert "RQ7020" in run("count.vague").stdout
