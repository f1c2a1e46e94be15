"""What a run leaves for editors: shapes and counts of its steps, and never a value."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reqon.engine.shape import Shape, is_name
from reqon.journal import shapes
from reqon.journal.layout import Layout
from reqon.journal.shapes import StepRecord
from reqon.project.recorded import Recorded
from reqon_language.model.last_run import read_steps
from reqon_language.model.types import display


def shown(*values: Any) -> str:
    """Return the shape of values as a type."""
    shape = Shape()
    for value in values:
        shape.observe(value)
    schema = shape.schema(lambda _: False)
    json.dumps(schema)
    step = read_steps({"A.0": {"identity": "x", "response": schema}})["A.0"]
    return display(step.response, 9)


SHAPES: dict[str, tuple[tuple[Any, ...], str]] = {
    "nothing": ((), "any"),
    "scalars": (({"a": 1, "b": 1.5, "c": "x", "d": True, "e": None},),
                "{ a: integer, b: number, c: string, d: boolean, e: null }"),
    "a date": (({"at": "2024-01-20T09:00:00Z", "on": "2024-01-20", "no": "2024-01"},),
               "{ at: date, on: date, no: string }"),
    "dates and other texts": (("2024-01-20", "soon"), "string"),
    "integers and other numbers": ((1, 1.5), "number"),
    "null now and then": ((1, None), "integer | null"),
    "a member that is absent now and then": (({"a": 1, "b": 1}, {"a": 2}),
                                            "{ a: integer, b: integer? }"),
    "elements of several shapes": (([{"a": 1}, {"a": "x", "b": 1}],),
                                  "array<{ a: integer | string, b: integer? }>"),
    "no elements": (([],), "array<any>"),
    "lists in lists": (([[1], []],), "array<array<integer>>"),
    "ids as keys": (({"cust_000123": {"n": 1}, "cust_000124": {"n": 2}},), "object"),
    "addresses as keys": (({"a@b.example": 1, "total": 2},), "{ total: integer, … }"),
    "numbers as keys": (({str(n): 1 for n in range(3)},), "object"),
    "numbered keys": (({f"k{n}": n for n in range(9)},), "object"),
    "a few numbered fields": (({"line1": "a", "line2": "b"},), "{ line1: string, line2: string }"),
    "names as keys of one form": (({chr(97 + n) * 4: {"age": n} for n in range(9)},), "object"),
    "keys that hardly repeat": (tuple({chr(97 + n) * 4: n} for n in range(9)), "object"),
    "hundreds of members": (({f"m{chr(97 + n // 26)}{chr(97 + n % 26)}": n for n in range(200)},),
                            "object"),
}  # fmt: skip


@pytest.mark.parametrize(("values", "expected"), SHAPES.values(), ids=SHAPES)
def test_the_shape_of_values(values: tuple[Any, ...], expected: str) -> None:
    """Names and kinds, joined over all values; keys that are data are not named."""
    assert shown(*values) == expected


def test_the_depth_of_a_shape_is_bounded() -> None:
    """A value may be as deep as it likes."""
    value: Any = 1
    for _ in range(200):
        value = {"a": [value]}
    assert shown(value).count("a:") < 10


def test_the_width_of_a_shape_is_bounded_and_the_outer_names_come_first() -> None:
    """What is left out is said to be open."""
    inner = {f"{chr(97 + n)}x": n for n in range(26)}
    value = {f"{chr(97 + n)}y": {**inner, f"own_{chr(97 + n)}": 1} for n in range(26)}
    text = shown(value)
    assert all(f"{chr(97 + n)}y: " in text for n in range(26))
    assert text.count(":") <= 300


NAMES = {
    "id": True, "created_at": True, "@type": True, "$ref": True, "odata.next": True, "x-y": True,
    "sha256": True, "größe": True,
    "": False, "1": False, "a@b.example": False, "2024-01-20": False, "cust_0001": False,
    "John Smith": False, "https://x/y": False, "f47ac10b-58cc-4372-a567-0e02b2c3d479": False,
    "sk_live_51H8zX9a7": False, "x" * 41: False,
}  # fmt: skip


@pytest.mark.parametrize(("key", "expected"), NAMES.items())
def test_a_name_is_told_from_data(key: str, expected: bool) -> None:
    """By what it is made of."""
    assert is_name(key) is expected


PROGRAM = Path("a.vague")
NOW = {"A.0": "one", "A.1": "two"}


def known(layout: Layout, mission: str = "M") -> shapes.Steps:
    """Return what is known of the steps of the only program."""
    (steps,) = shapes.read(layout.shape(mission)).values()
    return steps


def test_a_later_run_keeps_what_it_did_not_see_again(tmp_path: Path) -> None:
    """But for steps that are no longer there as they were, and lists that say more when full."""
    layout = Layout(tmp_path)
    full = {"type": "array", "items": {"type": "integer"}}
    seen = {
        "A.0": StepRecord(full, counts={"requests": 1, "items": 3}),
        "A.1": StepRecord(counts={"items": 3}),
    }
    shapes.keep(layout, "M", PROGRAM, "exec_1", NOW, seen)
    empty = {"A.0": StepRecord({"type": "array"}, counts={"requests": 1, "items": 0})}
    shapes.keep(layout, "M", PROGRAM, "exec_2", {**NOW, "A.1": "edited"}, empty)
    assert known(layout) == {
        "A.0": {
            "identity": "one",
            "executionId": "exec_2",
            "counts": {"requests": 1, "items": 0},
            "response": full,
        }
    }


def test_runs_of_one_execution_add_up(tmp_path: Path) -> None:
    """A resumed run goes on; one whose start was killed learns from the journal how far it was."""
    layout = Layout(tmp_path)
    first = {"A.0": StepRecord(counts={"pages": 2, "items": 4})}
    rest = {
        "A.0": StepRecord(
            counts={"pages": 1, "items": 1},
            earlier={"pages": 2, "items": 4},
        )
    }
    shapes.keep(layout, "M", PROGRAM, "exec_1", NOW, first)
    shapes.keep(layout, "M", PROGRAM, "exec_1", NOW, rest)
    shapes.keep(layout, "Killed", PROGRAM, "exec_2", NOW, rest)
    for mission in ("M", "Killed"):
        counts = known(layout, mission)["A.0"]["counts"]
        assert counts == {"pages": 3, "items": 5}


@pytest.mark.parametrize("content", ["", "[]", "{", '{"steps": 1}', '{"steps": {"A.0": 1}}'])
def test_a_damaged_file_is_none(tmp_path: Path, content: str) -> None:
    """It is a projection: the next run writes it anew."""
    layout = Layout(tmp_path)
    layout.shape("M").parent.mkdir()
    layout.shape("M").write_text(content)
    assert shapes.read(layout.shape("M")) == {}
    found = Recorded().of(tmp_path / "a.vague", frozenset({"M"}), [tmp_path])
    assert not found.missions.get("M")
    shapes.keep(layout, "M", PROGRAM, "exec_1", NOW, {"A.0": StepRecord(counts={"items": 1})})
    assert known(layout)["A.0"]["counts"] == {"items": 1}


def test_what_a_killed_writer_left_lying_is_removed(tmp_path: Path) -> None:
    """By the next run of the same mission; another one may be writing just now."""
    layout = Layout(tmp_path)
    folder = layout.shape("M").parent
    folder.mkdir()
    for name in ("M", "Other"):
        (folder / f".{name}.json.x1.tmp").write_text("half")
    shapes.keep(layout, "M", PROGRAM, "exec_1", NOW, {"A.0": StepRecord()})
    assert {path.name for path in folder.glob(".*.tmp")} == {".Other.json.x1.tmp"}


def test_a_folder_that_leads_elsewhere_is_not_written_to(tmp_path: Path) -> None:
    """State must not leave its directory."""
    (tmp_path / "elsewhere").mkdir()
    layout = Layout(tmp_path / "state")
    layout.root.mkdir()
    (layout.root / "shapes").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic link"):
        shapes.keep(layout, "M", PROGRAM, "exec_1", NOW, {"A.0": StepRecord()})
    assert not [*(tmp_path / "elsewhere").iterdir()]


def seen(path: Path, state: Path) -> int | None:
    """Return how many items an editor of a file says that step `A.0` had."""
    steps = Recorded().of(path, frozenset({"M"}), [state]).missions.get("M")
    return steps["A.0"].counts.items if steps else None


def ran(path: Path, state: Path, items: int) -> None:
    """Let a program run that is at `path`, and read so many items."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    noted = {"A.0": StepRecord(counts={"items": items})}
    shapes.keep(Layout(state), "M", path, f"exec_{items}", NOW, noted)


@pytest.mark.parametrize("state", ["p/.vague-data", "elsewhere/state"])
def test_missions_of_one_name_in_two_programs_are_told_apart(tmp_path: Path, state: str) -> None:
    """Wherever the state is; all files of a mission folder are one program, others know nothing."""
    place = tmp_path / state
    place.mkdir(parents=True)
    one, folder = tmp_path / "p/one.vague", tmp_path / "p/post"
    ran(one, place, 1)
    ran(folder / "mission.vague", place, 2)
    ran(one, place, 3)
    assert seen(one, place) == 3
    assert seen(folder / "mission.vague", place) == 2
    assert seen(folder / "actions/load.vague", place) == 2
    assert seen(tmp_path / "p/copy.vague", place) is None


def test_a_program_that_moved_goes_on_with_what_is_known_of_it(tmp_path: Path) -> None:
    """Of one that is there no more, nothing stays beside it."""
    state = tmp_path / "state"
    state.mkdir()
    before, after, other = (tmp_path / f"{name}.vague" for name in ("before", "after", "other"))
    ran(other, state, 1)
    ran(before, state, 2)
    before.rename(after)
    assert (seen(after, state), seen(other, state)) == (2, 1)
    shapes.keep(Layout(state), "M", after, "exec_3", NOW, {"A.1": StepRecord()})
    assert (seen(after, state), seen(other, state)) == (2, 1)
    assert [*shapes.read(Layout(state).shape("M"))] == ["other.vague", "after.vague"]


def test_a_file_that_names_no_program_is_for_all_until_the_next_run(tmp_path: Path) -> None:
    """It may be of any of them; who runs first goes on with it."""
    layout = Layout(tmp_path)
    one, other = tmp_path / "one.vague", tmp_path / "other.vague"
    layout.shape("M").parent.mkdir()
    step = {"identity": "one", "executionId": "exec_1", "counts": {"items": 7}}
    old = {"mission": "M", "executionId": "exec_1", "steps": {"A.0": step}}
    layout.shape("M").write_text(json.dumps(old))
    assert (seen(one, tmp_path), seen(other, tmp_path)) == (7, 7)
    one.touch()
    shapes.keep(layout, "M", one, "exec_2", NOW, {"A.1": StepRecord()})
    assert (seen(one, tmp_path), seen(other, tmp_path)) == (7, None)
