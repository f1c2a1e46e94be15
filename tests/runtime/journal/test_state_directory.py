"""The state directory: what lies in it, and directories that cannot be used."""

from __future__ import annotations

import os

import pytest

from reqon.errors import ConfigurationError
from reqon.files import Durability
from reqon.journal import catalog, layout
from reqon.journal.session import Journal


def test_the_first_execution_creates_everything(start, state_dir):
    """Nothing of it belongs into a repository; the format has a number."""
    journal = start()
    assert sorted(str(path.relative_to(state_dir)) for path in state_dir.rglob("*")) == sorted(
        [
            ".gitignore",
            "VERSION",
            "execution",
            "execution/.lock",
            f"execution/{journal.state.record_name}",
            "execution/checkpoints",
            "execution/journal",
            f"execution/journal/{journal.execution_id}",
            f"execution/journal/{journal.execution_id}/00000001.jsonl",
            f"execution/journal/{journal.execution_id}/lock",
            "execution/missions",
            "sync-checkpoints.json",
        ]
    )
    assert (state_dir / ".gitignore").read_text() == "*\n"
    assert (state_dir / "VERSION").read_text() == "1\n"


def test_a_volatile_execution_leaves_nothing(state_dir, begin):
    """Yet the engine may call everything; `enableState: false` changes nothing for it."""
    journal = Journal.volatile(begin())
    journal.stage_started(0)
    journal.action_started("0.0", "FetchCustomers")
    journal.step_done("0.0", 0, step_type="get", response=["x" * 100_000])
    journal.sync("API-/x", {"lastSync": "2024-01-20"})
    journal.finish("completed")
    journal.close()
    assert journal.load(journal.state.frames["0.0"].response) == ["x" * 100_000]
    assert journal.state.status == "completed"
    assert not state_dir.exists()


def a_file(state_dir):
    state_dir.write_text("not a directory")


def a_file_above(state_dir):
    a_file(state_dir.parent / "above")
    return state_dir.parent / "above" / "state"


def a_link(state_dir):
    (state_dir.parent / "elsewhere").mkdir()
    state_dir.symlink_to(state_dir.parent / "elsewhere")


def a_link_inside(state_dir):
    (state_dir.parent / "elsewhere").mkdir()
    state_dir.mkdir()
    (state_dir / "execution").symlink_to(state_dir.parent / "elsewhere")


def of_a_newer_version(state_dir):
    state_dir.mkdir()
    (state_dir / "VERSION").write_text("99\n")


def of_no_version(state_dir):
    state_dir.mkdir()
    (state_dir / "VERSION").write_text("banana\n")


def unwritable(state_dir):
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    state_dir.mkdir(mode=0o500)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (a_file, "it is not a directory"),
        (a_file_above, "Not a directory"),
        (a_link, "symbolic link"),
        (a_link_inside, "symbolic link"),
        (of_a_newer_version, "a newer version of Reqon wrote it"),
        (of_no_version, "its VERSION is 'banana'"),
        (unwritable, "it cannot be written"),
    ],
)
def test_a_directory_that_cannot_be_used_is_refused_by_its_path(state_dir, begin, spoil, reason):
    """Before anything is sent; the command's exit status is 3."""
    place = spoil(state_dir) or state_dir
    with pytest.raises(ConfigurationError, match=reason) as refused:
        Journal.create(place, begin(), Durability.PROCESS)
    assert str(place) in refused.value.message
    assert refused.value.exit_code == 3
    assert "--state-dir" in refused.value.help


@pytest.mark.parametrize("mission", ["../../x", "a/b", "..", "CON", "Überweisung", "a\0b", "a-b"])
def test_no_mission_name_leads_out_of_the_directory(start, state_dir, record, mission):
    """Whatever it holds, the record lies among the others and is found by that name."""
    journal = start(mission=mission)
    journal.step_done("0.0", 0, step_type="let")
    journal.finish("failed")
    assert record(journal)["mission"] == mission
    assert [path.name for path in state_dir.parent.iterdir()] == [state_dir.name]
    assert catalog.missions(state_dir) == [mission]
    assert catalog.latest(state_dir, mission).execution_id == journal.execution_id


def test_a_name_too_long_for_a_file_is_refused(start):
    with pytest.raises(ConfigurationError, match="too long"):
        start(mission="x" * 300)


def test_ids_sort_by_time_and_tell_it():
    """So that newest first needs no file to be opened."""
    instants = [1_705_741_200_000, 1_705_741_200_001, 1_705_741_260_000, 4_102_444_800_000]
    ids = [layout.new_execution_id(instant) for instant in instants]
    assert sorted(ids) == ids
    assert [layout.started_at(execution_id) for execution_id in ids] == instants
    assert layout.started_at("exec_abc123") is None
