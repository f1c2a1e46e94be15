"""The execution record: the documented shape, and what it tells at every moment."""

from __future__ import annotations

import json
import re

import pytest

KEYS = [f"cust_{number}" for number in range(1, 1524)]


def fetched(journal) -> None:
    """The first stage of the seed's mission, with its fifteen pages."""
    journal.stage_started(0)
    journal.action_started("0.0", "FetchCustomers")
    for page in range(1, 16):
        journal.page_done("0.0", 0, cursor={"page": page, "items": page * 100}, count=100)
    journal.step_done("0.0", 0, step_type="get")
    journal.stored("customers", added=42, updated=18, count=1523)
    journal.action_finished("0.0")
    journal.stage_finished(0, "completed")


def transforming(journal, items: int) -> None:
    """The second stage, with so many items done."""
    journal.stage_started(1)
    journal.action_started("1.0", "TransformCustomers")
    journal.loop_started(
        "1.0", 0, variable="customer", collection="customers", keys=KEYS, total=len(KEYS)
    )
    for index in range(items):
        journal.item_done("1.0", 0, index)


def test_a_completed_execution_has_the_documented_shape(start, record):
    journal = start()
    fetched(journal)
    transforming(journal, len(KEYS))
    journal.step_done("1.0", 0, step_type="for")
    journal.action_finished("1.0")
    journal.stage_finished(1, "completed")
    journal.finish("completed")
    shown = record(journal)
    instant = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z")
    assert re.fullmatch(r"exec_[0-9a-z]{18}", shown["executionId"])
    assert shown["mission"] == "CustomerSync"
    assert instant.fullmatch(shown["startedAt"])
    assert instant.fullmatch(shown["completedAt"])
    assert shown["status"] == "completed"
    assert shown["actionsRun"] == ["FetchCustomers", "TransformCustomers"]
    assert shown["errors"] == []
    assert shown["stores"] == {"customers": {"count": 1523, "added": 42, "updated": 18}}
    assert shown["progress"] == {
        "FetchCustomers": {"page": 15, "itemsProcessed": 1500},
        "TransformCustomers": {"itemsProcessed": 1523},
    }
    assert "activeStep" not in shown


def test_the_file_is_named_after_mission_and_start(start, state_dir, record):
    """Colons become dashes; a second execution in the same second gets a number."""
    started = [start() for _ in range(3)]
    names = {path.name for path in (state_dir / "execution").glob("*.json")}
    assert names == {journal.state.record_name for journal in started}
    for journal in started:
        moment = record(journal)["startedAt"][:19].replace(":", "-")
        assert re.fullmatch(rf"CustomerSync-{moment}(-\d+)?\.json", journal.state.record_name)


def test_active_step_names_the_next_item(start, record):
    """523 items are done, so the zero-based index is 523 and the item is the 524th."""
    journal = start()
    fetched(journal)
    transforming(journal, 523)
    journal.project(force=True)
    active = record(journal)["activeStep"]
    assert active["action"] == "TransformCustomers"
    assert active["index"] == 523
    assert active["item"] == {"id": "cust_524"}


@pytest.mark.parametrize(
    ("members", "item"),
    [
        ({"keys": ["a", "b"], "key_field": "code"}, {"code": "b"}),
        ({"values": [{"id": 1, "name": "x"}, {"id": 2, "name": "y"}]}, {"id": 2}),
        ({"values": [1, "two"]}, "two"),
        ({"values": [{"id": 1}, {"name": "no id"}]}, None),
        ({"values": ["x", "x" * 2000]}, None),
        ({"values": [f"{number:0200}" for number in range(1000)]}, f"{1:0200}"),
    ],
)
def test_active_step_carries_what_identifies_the_item_and_no_more(start, record, members, item):
    """Never the whole record, and never more than a kilobyte; large collections are blobs."""
    journal = start()
    journal.stage_started(0)
    journal.action_started("0.0", "FetchCustomers")
    total = len(members.get("keys") or members["values"])
    journal.loop_started("0.0", 0, variable="x", collection="xs", total=total, **members)
    journal.item_done("0.0", 0, 0)
    journal.project(force=True)
    active = record(journal)["activeStep"]
    assert active["index"] == 1
    assert active.get("item") == item


def test_active_step_is_the_next_step_outside_of_loops(start, record):
    journal = start()
    journal.stage_started(0)
    journal.action_started("0.0", "FetchCustomers")
    journal.step_done("0.0", 0, step_type="get")
    journal.step_done("0.0", 1, step_type="store")
    journal.project(force=True)
    active = record(journal)["activeStep"]
    assert (active["action"], active["index"], active["path"]) == ("FetchCustomers", 2, "0.0.2")


def test_parallel_actions_each_have_an_active_step(start, record):
    journal = start(stages=[["A", "B", "C"]])
    journal.stage_started(0)
    for index, action in enumerate("ABC"):
        journal.action_started(f"0.{index}", action)
    journal.step_done("0.1", 0, step_type="get")
    journal.action_finished("0.0")
    journal.project(force=True)
    shown = record(journal)
    assert [active["action"] for active in shown["activeSteps"]] == ["B", "C"]
    assert shown["activeStep"] == shown["activeSteps"][0]
    assert shown["actionsRun"] == ["A"]


def test_a_failure_stays_visible_with_its_place(start, record):
    journal = start()
    fetched(journal)
    transforming(journal, 3)
    journal.error(
        action="TransformCustomers",
        step="post /x",
        message="500 from /x",
        address="1.0.0[3].0",
        details={"status": 500},
    )
    journal.action_finished("1.0", "failed")
    journal.stage_finished(1, "failed")
    journal.finish("failed")
    shown = record(journal)
    assert shown["status"] == "failed"
    assert shown["actionsRun"] == ["FetchCustomers"]
    assert shown["activeStep"]["index"] == 3
    [error] = shown["errors"]
    assert error.pop("timestamp").endswith("Z")
    assert error == {
        "action": "TransformCustomers",
        "step": "post /x",
        "message": "500 from /x",
        "attempt": 1,
        "details": {"status": 500},
        "address": "1.0.0[3].0",
        "stageIndex": 1,
        "journalSeq": shown["journalSeq"] - 3,
    }


def test_of_very_many_errors_the_first_and_the_latest_are_kept(start, record):
    """A loop that goes on after failures must not make the record grow without bound."""
    journal = start()
    for number in range(1500):
        journal.error(action="A", step=0, message=f"{number}", address="0.0.0")
    journal.finish("failed")
    shown = record(journal)
    assert shown["errorCount"] == 1500
    messages = [int(error["message"]) for error in shown["errors"]]
    assert messages == [*range(500), *range(1000, 1500)]


def test_a_resume_is_told_and_keeps_what_was(start, resume, record):
    """Same execution and start; the earlier end is in `resumedFrom`, the error stays."""
    journal = start()
    fetched(journal)
    journal.error(action="TransformCustomers", step=0, message="boom", address="1.0.0")
    journal.finish("failed")
    before = record(journal)
    resumed = resume(journal)
    shown = record(resumed)
    assert shown["status"] == "running"
    assert "completedAt" not in shown
    assert [shown[name] for name in ("executionId", "startedAt")] == [
        before[name] for name in ("executionId", "startedAt")
    ]
    assert shown["resumeCount"] == 1
    assert shown["resumedFrom"][0]["status"] == "failed"
    assert [error["message"] for error in shown["errors"]] == ["boom"]


def test_the_record_exists_and_is_json_at_every_moment(start, state_dir):
    """From the first record to the last, whatever is written in between."""
    journal = start()
    path = state_dir / "execution" / journal.state.record_name

    def status() -> str:
        return json.loads(path.read_bytes())["status"]

    assert status() == "running"
    fetched(journal)
    for index in range(3000):
        journal.step_done("1.0", index, step_type="let")
        if index % 100 == 0:
            assert status() == "running"
    journal.finish("paused")
    assert status() == "paused"
