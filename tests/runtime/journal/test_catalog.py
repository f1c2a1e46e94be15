"""Finding executions, whatever became of the files people read."""

from __future__ import annotations

import json
import os

import pytest

from reqon.errors import ConfigurationError
from reqon.journal import catalog, layout

A_MINUTE = 60_000


@pytest.fixture
def executed(start, monkeypatch):
    """Runs a mission at a moment, so many minutes after a fixed one, to an end."""

    def run(minute: int, status: str | None = "completed", **members):
        instant = 1_705_741_200_000 + minute * A_MINUTE
        with monkeypatch.context() as at:
            at.setattr("reqon.journal.opening.now", lambda: instant)
            journal = start(**members)
        journal.stage_started(0)
        journal.action_started("0.0", "FetchCustomers")
        journal.step_done("0.0", 0, step_type="get", response=minute)
        if status is not None:
            journal.finish(status)
        journal.close()
        return journal

    return run


def test_history_is_newest_first_whatever_the_order_of_writing(executed, state_dir):
    """Of one mission or of all; a second in common is ordered by the number in the name."""
    names = {minute: executed(minute).execution_id for minute in (3, 0, 11, 7)}
    twins = [executed(5).execution_id for _ in range(11)]
    other = executed(6, mission="Billing").execution_id
    found = [execution.execution_id for execution in catalog.history(state_dir, limit=99)]
    assert found == [names[11], names[7], other, *reversed(twins), names[3], names[0]]
    mine = catalog.history(state_dir, "CustomerSync", limit=2)
    assert [execution.execution_id for execution in mine] == [names[11], names[7]]
    assert catalog.latest(state_dir, "Billing").execution_id == other
    assert catalog.missions(state_dir) == ["Billing", "CustomerSync"]


def test_a_mission_that_never_ran_is_refused_with_the_nearest_name(executed, state_dir):
    executed(0)
    assert catalog.known_mission(state_dir, "CustomerSync") == "CustomerSync"
    assert catalog.latest(state_dir, "Nothing") is None
    with pytest.raises(ConfigurationError) as refused:
        catalog.known_mission(state_dir, "CustomerSink")
    assert refused.value.exit_code == 3
    assert "Did you mean CustomerSync?" in refused.value.help


@pytest.mark.parametrize("spoil", [lambda path: None, lambda path: path.mkdir()])
def test_a_directory_without_executions_has_no_history(state_dir, spoil):
    spoil(state_dir)
    assert catalog.history(state_dir) == []
    assert catalog.missions(state_dir) == []
    assert catalog.find(state_dir, "exec_abc123") is None
    with pytest.raises(ConfigurationError, match="no execution of X"):
        catalog.known_mission(state_dir, "X")


def test_an_execution_is_found_by_its_id_in_either_spelling(executed, state_dir):
    wanted = executed(1)
    executed(2)
    for spelling in (wanted.execution_id, wanted.execution_id.replace("_", "-")):
        assert catalog.find(state_dir, spelling).execution_id == wanted.execution_id
    with pytest.raises(ConfigurationError, match="is not an execution id"):
        catalog.find(state_dir, "../../etc/passwd")


def test_what_resume_picks_is_the_newest_that_did_not_complete(executed, state_dir):
    executed(0, "failed")
    paused = executed(1, "paused")
    executed(2, "completed")
    executed(3, "cancelled")
    assert catalog.latest_resumable(state_dir, "CustomerSync").execution_id == paused.execution_id
    stopped = executed(4, None)
    found = catalog.latest_resumable(state_dir, "CustomerSync")
    assert (found.execution_id, found.status) == (stopped.execution_id, "interrupted")


def test_a_running_execution_without_owner_is_interrupted(executed, state_dir, checkpoint):
    """Computed when it is looked at; the files are exact afterwards."""
    journal = executed(0, None)
    path = state_dir / "execution" / journal.state.record_name
    assert json.loads(path.read_bytes())["status"] == "running"
    found = catalog.find(state_dir, journal.execution_id)
    assert (found.status, found.owner, found.resumable) == ("interrupted", None, True)
    shown = json.loads(path.read_bytes())
    assert (shown["status"], shown["activeStep"]["index"]) == ("interrupted", 1)
    assert checkpoint(journal)["reason"] == "signal"


def test_a_running_execution_with_owner_is_running(start, state_dir):
    journal = start()
    found = catalog.find(state_dir, journal.execution_id)
    assert (found.status, found.resumable) == ("running", False)
    assert found.owner.startswith(f"pid {os.getpid()} since ")


def lost(path):
    path.unlink()


def emptied(path):
    path.write_bytes(b"")


def halved(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def edited(path):
    path.write_bytes(path.read_bytes().replace(b'"FetchCustomers"', b'"SomethingElse"'))


def of_another_kind(path):
    path.write_bytes(b'["not a record"]')


@pytest.mark.parametrize("spoil", [lost, emptied, halved, edited, of_another_kind])
@pytest.mark.parametrize("way", ["history", "find"])
def test_a_spoilt_record_is_rebuilt_from_the_journal(executed, state_dir, spoil, way):
    """Also one of several that began in the same second."""
    executed(1)
    journals = [executed(0, status) for status in ("failed", "completed", None)]
    executed(2)
    for journal in journals:
        spoil(state_dir / "execution" / journal.state.record_name)
    for journal, status in zip(journals, ("failed", "completed", "interrupted"), strict=True):
        if way == "find":
            found = catalog.find(state_dir, journal.execution_id)
        else:
            history = catalog.history(state_dir, "CustomerSync")
            assert len(history) == 5
            [found] = [one for one in history if one.execution_id == journal.execution_id]
        assert found.status == status
        assert found.record["stages"][0]["actions"] == ["FetchCustomers"]
        path = state_dir / "execution" / journal.state.record_name
        assert json.loads(path.read_bytes())["executionId"] == journal.execution_id


def test_one_lost_record_of_a_busy_second_is_missed(executed, state_dir):
    journals = [executed(0) for _ in range(3)]
    lost(state_dir / "execution" / journals[1].state.record_name)
    found = [execution.execution_id for execution in catalog.history(state_dir)]
    assert found == [journal.execution_id for journal in reversed(journals)]


def test_a_hand_edit_is_reported(executed, state_dir):
    journal = executed(0)
    edited(state_dir / "execution" / journal.state.record_name)
    [found] = catalog.history(state_dir)
    assert "edited by hand" in found.notes[0]


def test_a_lost_checkpoint_comes_back(executed, state_dir, checkpoint):
    journal = executed(0, None)
    before = checkpoint(journal)
    for path in (state_dir / "execution" / "checkpoints").iterdir():
        path.unlink()
    catalog.latest(state_dir, "CustomerSync")
    assert checkpoint(journal)["stepIndex"] == before["stepIndex"] == 0


def test_records_of_other_programs_are_shown_as_they_are(state_dir):
    """The seed's own sample; a run of theirs that says it is running has nobody to run it."""
    folder = state_dir / "execution"
    folder.mkdir(parents=True)
    sample = {
        "executionId": "exec_abc123",
        "mission": "CustomerSync",
        "startedAt": "2024-01-20T09:00:00Z",
        "status": "running",
        "actionsRun": [],
        "errors": [],
        "stores": {},
    }
    path = folder / "CustomerSync-2024-01-20T09-00-00.json"
    path.write_text(json.dumps(sample))
    found = catalog.find(state_dir, "exec-abc123")
    assert (found.status, found.journal, found.resumable) == ("interrupted", None, False)
    assert json.loads(path.read_bytes()) == sample


def test_a_spoilt_record_without_a_journal_is_still_listed(state_dir):
    """Something ran there; silence would deny it."""
    folder = state_dir / "execution"
    folder.mkdir(parents=True)
    (folder / "CustomerSync-2024-01-20T09-00-00.json").write_bytes(b"{")
    (folder / "notes.json").write_bytes(b"{}")
    [found] = catalog.history(state_dir)
    assert (found.mission, found.record["startedAt"]) == ("CustomerSync", "2024-01-20T09:00:00Z")
    assert "damaged" in found.notes[0]


def test_a_damaged_journal_does_not_hide_the_history(executed, state_dir):
    journal = executed(0, None)
    executed(1)
    segment = state_dir / "execution" / "journal" / journal.execution_id / "00000001.jsonl"
    segment.write_bytes(segment.read_bytes().replace(b'"t":"stage"', b'"t":"stagE"'))
    found = catalog.history(state_dir)
    assert [execution.status for execution in found] == ["completed", "interrupted"]
    assert "the journal is damaged" in found[1].notes[0]


def test_an_execution_that_died_before_its_first_record_is_no_execution(state_dir, executed):
    executed(0)
    empty = state_dir / "execution" / "journal" / layout.new_execution_id(1_705_741_260_000)
    empty.mkdir()
    (empty / "00000001.jsonl").write_bytes(b"0bad")
    assert len(catalog.history(state_dir)) == 1
    assert catalog.find(state_dir, empty.name) is None
