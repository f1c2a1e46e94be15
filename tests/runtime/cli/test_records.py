"""`reqon status` and `reqon history`: what the records say, and what they say when damaged."""

from __future__ import annotations

import json
from typing import Any

import pytest

from runtime.cli.conftest import ITEMS, Reqon


def foreign(**members: Any) -> str:
    """Return a record as another program might have left it."""
    base = {"executionId": "exec-abc123", "mission": "Sync", "status": "interrupted"}
    return json.dumps(base | members)


def test_status_shows_a_completed_run(reqon: Reqon) -> None:
    reqon.run(reqon.mission())
    record = reqon.record()
    assert reqon.run("status", "Sync").out.splitlines() == [
        f"Sync  {record['executionId']}  completed",
        f"  started    {record['startedAt']}",
        f"  completed  {record['completedAt']}",
        "  stage 1    Fetch: completed",
        "  store      items: 5 records (5 added, 0 updated)",
    ]


def test_status_shows_where_a_failed_run_stands(reqon: Reqon) -> None:
    """The action and item, the error with its place, and the command that goes on."""
    reqon.api.serve("POST /letters", {"error": "down"}, 503)
    reqon.run(reqon.mission(letters=True).name)
    lines = reqon.run("status", "Sync").out.splitlines()
    assert lines[0].endswith("  failed")
    assert '  active     Fetch, item 0 {"id":"1"}' in lines
    (error,) = [line for line in lines if line.startswith("  error")]
    assert error.startswith('  error      [Fetch/post "/letters"] sync.vague:8:25: POST ')
    execution = reqon.record()["executionId"]
    assert lines[-1] == f"  resume     reqon sync.vague --resume {execution}"


def test_status_counts_steps_as_messages_do(reqon: Reqon) -> None:
    """From one: the first step of the action is the one that failed."""
    reqon.run(reqon.mission(path="/gone"))
    assert "  active     Fetch, step 1" in reqon.run("status", "Sync").out.splitlines()


def test_history_lists_the_newest_first(reqon: Reqon) -> None:
    """Ten unless told otherwise; each line begins with the id that `--execution` takes."""
    mission = reqon.mission()
    reqon.run(mission)
    reqon.api.serve("GET /items", [*ITEMS, {"id": 6}])
    reqon.run(mission)
    newest, oldest = reqon.run("history", "Sync").out.splitlines()
    assert newest.split()[2:] == ["completed", "items", "+1", "~0"]
    assert oldest.split()[2:] == ["completed", "items", "+5", "~0"]
    assert reqon.run("history", "Sync", "--limit", "1").out.splitlines() == [newest]
    chosen = reqon.run("status", "Sync", "--execution", oldest.split()[0].replace("_", "-"))
    assert chosen.out.startswith(f"Sync  {oldest.split()[0]}  completed")


def test_json_is_the_record(reqon: Reqon) -> None:
    """What a program reads here is what `jq` reads from the file."""
    reqon.run(reqon.mission())
    assert json.loads(reqon.run("status", "Sync", "--json").out) == reqon.record()
    assert json.loads(reqon.run("history", "Sync", "--json").out) == [reqon.record()]


@pytest.mark.parametrize("command", ["status", "history"])
@pytest.mark.parametrize(
    ("mission", "advice"), [("Snyc", "Did you mean Sync?"), ("Elsewhere", "These ran: Sync.")]
)
def test_an_unknown_mission_is_refused_with_the_nearest(
    reqon: Reqon, command: str, mission: str, advice: str
) -> None:
    reqon.run(reqon.mission())
    outcome = reqon.run(command, mission)
    assert outcome.code == 3
    assert outcome.error().splitlines() == [
        f"error: no execution of {mission} in .vague-data",
        f"  help: {advice}",
    ]


@pytest.mark.parametrize("execution", ["exec_gone", "../x", ""])
def test_an_unknown_execution_is_refused(reqon: Reqon, execution: str) -> None:
    reqon.run(reqon.mission())
    outcome = reqon.run("status", "Sync", "--execution", execution)
    assert outcome.code == 3
    assert "reqon history" in outcome.error()


@pytest.mark.parametrize("damage", ["", "{", '{"status": "completed"}', "\0" * 50, "[]"])
def test_a_damaged_record_is_rebuilt_from_the_journal(reqon: Reqon, damage: str) -> None:
    """It is said once that the file is not believed; the next command finds it mended."""
    reqon.run(reqon.mission())
    (path,) = reqon.records()
    before = reqon.run("status", "Sync")
    path.write_text(damage)
    outcome = reqon.run("status", "Sync")
    assert (outcome.code, outcome.out) == (0, before.out)
    assert outcome.err.startswith("note: ")
    assert str(path.name) in outcome.err
    assert reqon.run("status", "Sync").err == ""


def test_an_edited_record_is_not_believed(reqon: Reqon) -> None:
    """A hand that makes a failed run completed changes nothing (durability, 3)."""
    reqon.run(reqon.mission(path="/gone"))
    (path,) = reqon.records()
    path.write_text(path.read_text().replace('"failed"', '"completed"'))
    outcome = reqon.run("history", "Sync")
    assert outcome.out.split()[2] == "failed"
    assert "edited by hand" in outcome.err


@pytest.mark.parametrize(
    "record",
    [
        foreign(),
        foreign(stores=[], stages={}, errors="none", activeStep=7, progress=None),
        foreign(stores={"a": 1}, stages=[{}, 3], errors=[{}, "x"], progress={"F": []}),
        foreign(stores={"a": {}}, stages=[{"actions": "F"}], activeStep={"stepType": "for"}),
    ],
)
def test_a_record_of_another_program_is_shown_as_far_as_it_goes(reqon: Reqon, record: str) -> None:
    """Members may be missing or of any kind; what is there is shown."""
    reqon.write(".vague-data/execution/Sync-2024-01-20T09-00-00.json", record)
    shown = reqon.run("status", "Sync")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith("Sync  exec-abc123  interrupted\n")
    assert "  resume " not in shown.out
    listed = reqon.run("history", "Sync")
    assert (listed.code, listed.out.split()[:3]) == (0, ["exec-abc123", "?", "interrupted"])


def test_the_record_of_the_documentation_is_shown(reqon: Reqon) -> None:
    """`activeStep` as the seed documents it: without the members that came later."""
    step = {"action": "TransformCustomers", "index": 523, "item": {"id": "cust_524"}}
    reqon.write(".vague-data/execution/Sync-2024-01-20T09-00-00.json", foreign(activeStep=step))
    active = '  active     TransformCustomers, item 523 {"id":"cust_524"}'
    assert active in reqon.run("status", "Sync").out.splitlines()


def test_a_state_directory_of_a_newer_version_is_left_alone(reqon: Reqon) -> None:
    reqon.run(reqon.mission())
    (reqon.state / "VERSION").write_text("99\n")
    reqon.api.lines.clear()
    for arguments in (["status", "Sync"], ["history", "Sync"], ["sync.vague", "--quiet"]):
        outcome = reqon.run(*arguments)
        assert outcome.code == 3
        assert "a newer version of Reqon wrote it (format 99)" in outcome.error()
    assert reqon.api.lines == []
