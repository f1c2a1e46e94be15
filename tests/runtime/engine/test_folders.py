"""Missions of several files: the parts of a folder, and imports."""

from __future__ import annotations

from pathlib import Path

import pytest

from reqon import execute_sync, load_missions
from reqon.engine.errors import EditedError
from reqon.engine.result import ExecutionResult
from reqon.errors import ConfigurationError, ProgramError

ROOT = """mission Count {
  checkpoint: afterStep
  source Api { auth: none, base: "http://127.0.0.1:9" }
  store numbers: file("numbers")
  run Fill then Sum
}
"""
FILL = """let first = base
action Fill {
  store { id: first, kind: label } -> numbers { key: .id }
}
"""
SUM = """action Sum {
  for number in numbers {
    map number -> Total { name: number.id }
    store response -> totals { key: .name }
  }
}
"""
FOLDER = {
    "mission.vague": ROOT,
    "actions/fill.vague": FILL,
    "actions/sum.vague": SUM,
    "schemas/total.vague": "schema Total { name: string }",
    "values.vague": 'let base = "one" let label = "a kind"\nstore totals: file("totals")',
}


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write files below a folder and return it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def records(result: ExecutionResult) -> dict[str, list[object]]:
    """Return what is in each store."""
    return {name: list(store.records or ()) for name, store in result.stores.items()}


def run(path: Path, **options: object) -> ExecutionResult:
    """Run a program, keep its state beside it, and collect what is in its stores."""
    place = path if path.is_dir() else path.parent
    return execute_sync(path, state_dir=place / "state", collect=True, **options)


@pytest.mark.parametrize("given", ["", "mission.vague"], ids=["folder", "root"])
def test_the_files_of_a_folder_are_one_mission(tmp_path: Path, given: str) -> None:
    """Actions, stores, schemas and values come from wherever they are declared."""
    result = run(write(tmp_path, FOLDER) / given)
    assert result.success
    assert records(result)["totals"] == [{"name": "one"}]
    assert records(result)["numbers"] == [{"id": "one", "kind": "a kind"}]


def test_where_a_step_stands_does_not_depend_on_its_file(tmp_path: Path) -> None:
    """Actions may move between files while an execution waits: it goes on."""
    stopping = SUM.replace("    map", '    abort "stop"\n    map', 1)
    folder = write(tmp_path, {**FOLDER, "actions/sum.vague": stopping})
    assert not run(folder).success
    (folder / "actions" / "fill.vague").unlink()
    (folder / "actions" / "sum.vague").unlink()
    write(folder, {"zz.vague": f"// moved\n{FILL}", "aa.vague": SUM})
    result = run(folder, resume=True)
    assert result.success
    assert records(result)["totals"] == [{"name": "one"}]


def test_an_edit_in_a_part_is_an_edit_of_the_mission(tmp_path: Path) -> None:
    """A step that ran is compared wherever it stands."""
    stopping = SUM.replace("    map", '    abort "stop"\n    map', 1)
    folder = write(tmp_path, {**FOLDER, "actions/sum.vague": stopping})
    assert not run(folder).success
    write(folder, {"actions/fill.vague": FILL.replace("kind: label", "kind: base")})
    with pytest.raises(EditedError, match="step 1 of action `Fill`"):
        run(folder, resume=True)


def test_errors_name_the_file_they_are_in(tmp_path: Path) -> None:
    """A part is called as the path of the mission calls it."""
    folder = write(tmp_path, {**FOLDER, "actions/sum.vague": "action Sum {\n  stroe x\n}"})
    with pytest.raises(ProgramError) as raised:
        load_missions(folder)
    assert str(raised.value.location).startswith(f"{folder}/actions/sum.vague:2:")


def test_what_is_declared_twice_is_refused(tmp_path: Path) -> None:
    """Two files cannot both be right, and none is silently preferred."""
    folder = write(tmp_path, {**FOLDER, "more.vague": 'store numbers: file("other")'})
    with pytest.raises(ProgramError, match="`numbers` is declared twice"):
        load_missions(folder)


def test_imports_bring_what_they_name_and_what_that_needs(tmp_path: Path) -> None:
    """The action, the store it fills and the value it reads; not the store nobody mentions."""
    shared = """let base = "one"
store numbers: file("numbers")
store unused: file("unused")
action Fill { store { id: base } -> numbers { key: .id } }
"""
    mission = 'import { Fill } from "../shared/fill.vague"\nmission Count { run Fill }'
    write(tmp_path, {"jobs/count.vague": mission, "shared/fill.vague": shared})
    result = run(tmp_path / "jobs" / "count.vague")
    assert result.success
    assert records(result) == {"numbers": [{"id": "one"}]}


def test_a_folder_without_a_root_is_no_program(tmp_path: Path) -> None:
    """Which of its files to run is not for us to guess."""
    with pytest.raises(ConfigurationError, match=r"has no mission\.vague"):
        load_missions(write(tmp_path, {"a.vague": ROOT}))
