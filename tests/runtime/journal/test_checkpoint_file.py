"""The checkpoint file: when there is one, and that it names the last completed unit."""

from __future__ import annotations

import pytest

from reqon.values import Duration, ItemsView


def begin_close(journal, every: int | None = None) -> None:
    """The loop of the second stage over four tickets, as in appendix D."""
    journal.stage_started(0)
    journal.action_started("0.0", "FetchCustomers")
    journal.action_finished("0.0")
    journal.stage_finished(0, "completed")
    journal.stage_started(1)
    journal.action_started("1.0", "TransformCustomers")
    journal.step_done("1.0", 0, step_type="let", variables={"page": 5, "total": 100})
    journal.loop_started(
        "1.0",
        1,
        variable="t",
        collection="tickets",
        keys=["1", "3", "4", "5"],
        total=4,
        every=every,
    )


def do(journal, index: int) -> None:
    journal.step_done(f"1.0.1[{index}]", 0, step_type="post", response={"closed": index})
    journal.item_done("1.0", 1, index)


def test_the_file_has_the_documented_shape(start, checkpoint, state_dir):
    journal = start()
    begin_close(journal)
    do(journal, 0)
    journal.step_done("1.0.1[1]", 0, step_type="post", response={"items": [1]})
    journal.stored("closed", added=1, updated=0, count=1)
    journal.project(force=True)
    shown = checkpoint(journal)
    assert shown["executionId"] == journal.execution_id
    assert shown["mission"] == "CustomerSync"
    assert shown["timestamp"].endswith("Z")
    assert shown["stageIndex"] == 1
    assert shown["stepIndex"] == 0
    assert shown["action"] == "TransformCustomers"
    assert shown["variables"] == {"page": 5, "total": 100}
    assert shown["response"] == {"items": [1]}
    assert shown["loopContext"] == {"itemIndex": 0, "collection": "tickets"}
    assert shown["reason"] == "afterStep"
    assert shown["stepPath"] == [1, "item:1", 0]
    path = state_dir / "execution" / "checkpoints" / f"CustomerSync-{journal.execution_id}.json"
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("mode", "status", "reason"),
    [
        ("afterStep", None, "afterStep"),
        ("onFailure", None, None),
        (None, None, None),
        ("afterStep", "completed", "afterStep"),
        ("onFailure", "completed", None),
        (None, "completed", None),
        ("afterStep", "failed", "onFailure"),
        ("onFailure", "failed", "onFailure"),
        (None, "failed", None),
        ("onFailure", "interrupted", "signal"),
        (None, "paused", "pause"),
    ],
)
def test_the_mode_decides_when_there_is_a_file(start, checkpoint, mode, status, reason):
    """`None` is a mission without `checkpoint:`; a pause is always kept."""
    journal = start(checkpoint=mode)
    begin_close(journal)
    do(journal, 0)
    if status is None:
        journal.project(force=True)
    else:
        journal.finish(status)
    shown = checkpoint(journal)
    assert (shown and shown["reason"]) == reason


@pytest.mark.parametrize("mode", ["afterStep", "onFailure", None])
def test_a_loop_with_every_shows_whole_groups_only(start, checkpoint, mode):
    """Written after every second item whatever the mode; in between the file stays."""
    journal = start(checkpoint=mode)
    begin_close(journal, every=2)
    for index, shown_index in ((0, None), (1, 1), (2, 1), (3, 3)):
        do(journal, index)
        journal.project(force=True)
        shown = checkpoint(journal)
        if shown_index is None:
            assert shown is None or "response" not in shown
        else:
            assert shown["loopContext"] == {"itemIndex": shown_index, "collection": "tickets"}
            assert shown["reason"] == "every"
            assert shown["stageIndex"] == 1


def test_a_file_written_late_still_shows_whole_groups(start, checkpoint):
    """It is written once a second; the group it was due for may be followed by single items."""
    journal = start(checkpoint=None)
    journal.stage_started(0)
    journal.action_started("0.0", "FetchCustomers")
    journal.loop_started("0.0", 0, variable="x", collection="xs", total=100, every=10)
    for index in range(37):
        journal.item_done("0.0", 0, index)
    journal.project(force=True)
    assert checkpoint(journal)["loopContext"]["itemIndex"] == 29


@pytest.mark.parametrize("mode", ["afterStep", None])
def test_between_two_groups_the_file_is_not_touched(start, checkpoint, mode):
    """Neither by items nor by the steps in them."""
    journal = start(checkpoint=mode)
    begin_close(journal, every=2)
    written = []
    for index in range(4):
        do(journal, index)
        journal.project(force=True)
        written.append((checkpoint(journal) or {}).get("journalSeq"))
    before, second, third, fourth = written
    assert before != second == third != fourth


def test_the_last_incomplete_group_counts_at_the_end_of_the_loop(start, checkpoint):
    journal = start(checkpoint=None)
    begin_close(journal, every=3)
    for index in range(4):
        do(journal, index)
    journal.step_done("1.0", 1, step_type="for")
    journal.project(force=True)
    shown = checkpoint(journal)
    assert (shown["stepIndex"], shown["reason"]) == (1, "every")
    assert "loopContext" not in shown


def test_a_failure_shows_the_exact_position(start, checkpoint, record):
    """Appendix D: the server is unreachable at ticket 5, which has index 3."""
    journal = start(checkpoint="onFailure")
    begin_close(journal, every=2)
    for index in range(3):
        do(journal, index)
    journal.error(action="TransformCustomers", step="post", message="down", address="1.0.1[3].0")
    journal.finish("failed")
    shown = checkpoint(journal)
    assert shown["loopContext"] == {"itemIndex": 2, "collection": "tickets"}
    assert shown["reason"] == "onFailure"
    assert record(journal)["activeStep"]["index"] == 3
    assert record(journal)["activeStep"]["item"] == {"id": "5"}


def test_a_completed_resume_leaves_no_story_of_failure(start, resume, checkpoint):
    journal = start(checkpoint="onFailure")
    begin_close(journal)
    journal.finish("failed")
    resumed = resume(journal)
    for index in range(4):
        do(resumed, index)
    resumed.step_done("1.0", 1, step_type="for")
    resumed.action_finished("1.0")
    resumed.finish("completed")
    shown = checkpoint(resumed)
    assert (shown["status"], shown["stepIndex"], shown["reason"]) == ("completed", 1, "onFailure")


def test_the_stores_are_referred_to_not_copied(start, checkpoint):
    """Also one nothing was written to yet."""
    targets = {
        name: {"adapter": "file", "target": f"{name}.json"} for name in ("tickets", "closed")
    }
    journal = start(stores=targets)
    begin_close(journal)
    journal.stored("closed", added=1, updated=0, count=1)
    do(journal, 0)
    journal.project(force=True)
    assert checkpoint(journal)["stores"] == {
        "tickets": {"adapter": "file", "target": "tickets.json"},
        "closed": {"adapter": "file", "target": "closed.json", "count": 1},
    }


def test_nested_loops_are_listed_outermost_first(start, checkpoint):
    journal = start()
    begin_close(journal)
    do(journal, 0)
    journal.arm_chosen("1.0.1[1]", 0, 2, {"found": {"code": 404}})
    journal.loop_started(
        "1.0.1[1].0:2", 0, variable="c", collection="comments", values=[7, 8, 9], total=3
    )
    journal.item_done("1.0.1[1].0:2", 0, 0)
    journal.project(force=True)
    shown = checkpoint(journal)
    assert shown["loopContext"] == {"itemIndex": 0, "collection": "comments"}
    assert [(loop["variable"], loop["itemIndex"], loop["total"]) for loop in shown["loops"]] == [
        ("t", 0, 4),
        ("c", 0, 3),
    ]
    assert shown["stepPath"] == [1, "item:1", 0, "arm:2", 0, "item:0"]
    assert shown["variables"]["found"] == {"code": 404}


def test_a_parallel_stage_has_a_position_per_branch(start, checkpoint):
    journal = start(stages=[["A", "B"]])
    journal.stage_started(0)
    journal.action_started("0.0", "A")
    journal.action_started("0.1", "B")
    journal.step_done("0.0", 0, step_type="let", variables={"a": 1})
    journal.action_finished("0.0")
    journal.step_done("0.1", 0, step_type="let", variables={"b": 2})
    journal.step_done("0.1", 1, step_type="get", response=3)
    journal.project(force=True)
    shown = checkpoint(journal)
    assert [(b["action"], b["status"], b["stepIndex"]) for b in shown["branches"]] == [
        ("A", "completed", 0),
        ("B", "running", 1),
    ]
    assert (shown["action"], shown["variables"], shown["response"]) == ("B", {"b": 2}, 3)


def test_values_are_plain_json_and_large_ones_stay_out(start, checkpoint):
    """Durations are milliseconds, items an array; the engine's own names do not show."""
    journal = start()
    journal.stage_started(0)
    journal.action_started("0.0", "FetchCustomers")
    journal.step_done(
        "0.0",
        0,
        step_type="let",
        variables={"wait": Duration(1500), "$http": {"status": 200}, "big": "x" * 70_000},
        response=ItemsView([1, 2], ["data"]),
    )
    journal.project(force=True)
    shown = checkpoint(journal)
    big = shown["variables"].pop("big")
    assert big.keys() == {"$blob", "n"}
    assert big["n"] == 70_002
    assert shown["variables"] == {"wait": 1500}
    assert shown["response"] == [1, 2]


def test_variables_of_earlier_stages_are_visible(start, checkpoint):
    """Sequential stages see the `let`s and the last `response` of those before (ruling D09)."""
    journal = start()
    journal.stage_started(0)
    journal.action_started("0.0", "FetchCustomers")
    journal.step_done("0.0", 0, step_type="get", variables={"cursor": "z"}, response=[1])
    journal.action_finished("0.0")
    journal.stage_finished(0, "completed")
    journal.stage_started(1)
    journal.action_started("1.0", "TransformCustomers")
    journal.step_done("1.0", 0, step_type="let", variables={"n": 1})
    journal.project(force=True)
    shown = checkpoint(journal)
    assert shown["variables"] == {"cursor": "z", "n": 1}
    assert shown["response"] == [1]


def test_the_first_checkpoint_is_written_at_once(start, checkpoint):
    """No second passes before a killed run has something to show."""
    journal = start()
    journal.stage_started(0)
    journal.action_started("0.0", "FetchCustomers")
    assert checkpoint(journal) is None
    journal.step_done("0.0", 0, step_type="get")
    assert checkpoint(journal)["stepIndex"] == 0


def test_the_files_follow_after_a_thousand_records(start, record, monkeypatch):
    """Without waiting for the end of the second."""
    monkeypatch.setattr("reqon.journal.publisher._SHORTEST_SECONDS", 0.0)
    monkeypatch.setattr("reqon.journal.disk_log.INTERVAL_SECONDS", 3600.0)
    journal = start(checkpoint=None)
    journal.stage_started(0)
    shown = record(journal)["journalSeq"]
    for number in range(1000):
        journal.step_done("0.0", number, step_type="let")
    assert record(journal)["journalSeq"] == shown + 1000


def test_the_files_follow_when_nothing_more_happens(start, record, monkeypatch):
    """A run that waits for a server, and is then killed, has told how far it got."""
    monkeypatch.setattr("reqon.journal.disk_log.INTERVAL_SECONDS", 0.01)
    journal = start(checkpoint=None)
    journal.action_started("0.0", "FetchCustomers")
    last = journal.state.sequence
    assert any(record(journal)["journalSeq"] == last for _ in range(100_000))
