"""What records add up to: where a resumed run goes on, and what it finds there."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from reqon.errors import JournalError
from reqon.files import Durability
from reqon.journal.state import ABSENT, Intent


@pytest.fixture
def journal(start):
    journal = start(stages=[["FetchCustomers"], ["TransformCustomers"], ["Report"]])
    journal.stage_started(0)
    journal.action_started("0.0", "FetchCustomers")
    return journal


def loop(journal, frame: str, step: int, total: int) -> None:
    keys = [str(number) for number in range(total)]
    journal.loop_started(frame, step, variable="x", collection="xs", keys=keys, total=total)


def test_an_iteration_takes_everything_below_it_along(journal):
    """Nested loops, blocks and calls; its neighbours keep theirs."""
    loop(journal, "0.0", 0, 20)
    for index in (1, 12):
        frame = f"0.0.0[{index}]"
        loop(journal, frame, 0, 2)
        journal.step_done(f"{frame}.0[0].1:0", 0, step_type="let", variables={"y": 1})
        journal.intent(f"{frame}.1", method="GET", url="/", key=None, body_hash=None)
    journal.item_done("0.0", 0, 1)
    assert set(journal.state.frames) == {
        "0.0",
        "0.0.0[12]",
        "0.0.0[12].0[0]",
        "0.0.0[12].0[0].1:0",
    }
    assert set(journal.state.intents) == {"0.0.0[12].1"}


def test_iterations_may_complete_in_any_order(journal, resume):
    """`next` is the first that is not done; those ahead of it are not run again."""
    loop(journal, "0.0", 0, 6)
    for index in (0, 2, 4, 3):
        journal.item_done("0.0", 0, index)
    state = resume(resume(journal)).state.frames["0.0"].loops[0]
    assert [state.done(index) for index in range(6)] == [True, False, True, True, True, False]
    assert (state.next, state.ahead) == (1, {2, 3, 4})


def test_an_item_that_fills_a_gap_moves_next_beyond_it(journal):
    """One that is told twice changes nothing."""
    loop(journal, "0.0", 0, 6)
    for index in (1, 2, 0, 1):
        journal.item_done("0.0", 0, index)
    state = journal.state.frames["0.0"].loops[0]
    assert (state.next, state.ahead) == (3, set())


def test_memory_does_not_grow_with_the_number_of_items(journal):
    loop(journal, "0.0", 0, 2000)
    for index in range(2000):
        journal.step_done(f"0.0.0[{index}]", 0, step_type="let", variables={"y": index})
        journal.item_done("0.0", 0, index)
    assert set(journal.state.frames) == {"0.0"}
    assert journal.state.frames["0.0"].children == {}


def test_the_response_of_a_block_outlives_it(journal):
    """A block is no level of its own (language 4.2); its variables end with it."""
    journal.step_done("0.0", 0, step_type="get", response="fetched")
    journal.arm_chosen("0.0", 1, 2, {"found": 1})
    journal.step_done("0.0.1:2", 0, step_type="map", variables={"y": 1}, response="mapped")
    assert journal.state.frames["0.0"].arms[1].bindings == {"found": 1}
    journal.step_done("0.0", 1, step_type="match")
    frame = journal.state.frames["0.0"]
    assert (frame.response, frame.variables, frame.arms) == ("mapped", {}, {})
    assert set(journal.state.frames) == {"0.0"}


def test_nothing_of_an_isolated_block_gets_out(journal):
    journal.step_done("0.0", 0, step_type="get", response="fetched")
    journal.arm_chosen("0.0", 1, 0, {}, isolated=True)
    journal.step_done("0.0.1:0", 0, step_type="get", response="of the other action")
    journal.step_done("0.0", 1, step_type="jump")
    assert journal.state.frames["0.0"].response == "fetched"


def test_going_back_forgets_the_steps_from_there_on(journal, resume):
    """The rewind is part of the addresses of the steps that run again."""
    journal.step_done("0.0", 0, step_type="let", variables={"kept": 1})
    journal.step_done("0.0", 1, step_type="get", response=500)
    journal.arm_chosen("0.0", 2, 0, {})
    journal.step_done("0.0.2:0", 0, step_type="let", variables={"y": 1})
    journal.step_retried("0.0", 1)
    frame = resume(journal).state.frames["0.0"]
    assert (frame.done, frame.rewinds, frame.arms) == (0, 1, {})
    assert frame.variables == {"kept": 1}


def test_after_going_back_iterations_have_new_addresses(journal):
    journal.step_retried("0.0", 0)
    loop(journal, "0.0", 0, 3)
    journal.step_done("0.0.0~1[0]", 0, step_type="let")
    journal.item_done("0.0", 0, 0)
    assert set(journal.state.frames) == {"0.0"}


def test_a_listing_keeps_its_pages_until_its_step_is_done(journal, resume):
    """Also when a later step completes with it, as a store that took the pages does."""
    for page in (1, 2):
        journal.page_done("0.0", 0, cursor={"page": page}, count=2, items=[page, page])
    resumed = resume(journal)
    listing = resumed.state.frames["0.0"].pages[0]
    assert (listing.cursor, listing.pages, listing.count) == ({"page": 2}, 2, 4)
    assert resumed.load_items("0.0", 0) == [1, 1, 2, 2]
    resumed.step_done("0.0", 1, step_type="store")
    assert resumed.state.frames["0.0"].pages == {}


def test_many_pages_do_not_weigh_on_every_snapshot(start, monkeypatch, folder):
    """Their items are in blobs unless a page is tiny."""
    monkeypatch.setattr("reqon.journal.writer.SEGMENT_RECORDS", 10)
    journal = start()
    items = [{"id": number, "text": "x" * 60} for number in range(80)]
    for page in range(60):
        journal.page_done("0.0", 0, cursor={"page": page}, count=80, items=[page, *items[1:]])
    journal.close()
    snapshots = sorted(folder(journal).glob("snap-*"))
    assert snapshots[-1].stat().st_size < 16 * 1024


def test_calls_without_a_result_are_in_doubt(journal, resume):
    """A completed step or a result takes the doubt away."""
    for step in range(3):
        journal.intent(f"0.0.{step}", method="POST", url="/x", key=f"k{step}", body_hash="b")
    journal.result("0.0.0", status=201)
    journal.step_done("0.0", 1, step_type="post")
    [(place, intent)] = resume(journal).state.intents.items()
    assert place == "0.0.2"
    assert intent == Intent("POST", "/x", "k2", "b", intent.at)


@pytest.mark.parametrize(
    ("method", "key", "waits"),
    [("POST", None, True), ("PATCH", None, True), ("POST", "k", False), ("GET", None, False)],
)
def test_only_a_call_nobody_could_recognise_waits_for_the_disk(
    start, method, key, waits, monkeypatch, break_fsync
):
    """Durability section 4: the note of a non-idempotent call is durable before it is sent."""
    monkeypatch.setattr("reqon.journal.disk_log.GROUP_SECONDS", 3600.0)
    journal = start(Durability.POWER)
    break_fsync(journal)
    expected = pytest.raises(JournalError, match="not durable") if waits else nullcontext()
    with expected:
        journal.intent("0.0.0", method=method, url="/", key=key, body_hash=None)


def test_what_an_action_left_is_there_for_later_stages(journal, resume):
    """Its variables and `response`, but none of its inner frames (ruling D09)."""
    loop(journal, "0.0", 0, 2)
    journal.step_done("0.0.0[0]", 0, step_type="let")
    journal.step_done("0.0", 0, step_type="for")
    journal.step_done("0.0", 1, step_type="get", variables={"n": 3}, response=[1])
    journal.action_finished("0.0")
    journal.stage_finished(0, "completed")
    state = resume(journal).state
    assert set(state.frames) == {"0.0"}
    assert (state.frames["0.0"].variables, state.frames["0.0"].response) == ({"n": 3}, [1])
    assert state.actions_run == ["FetchCustomers"]


def test_a_frame_without_response_says_so(journal):
    """None is a response like any other."""
    assert journal.state.frames["0.0"].response is ABSENT
    journal.step_done("0.0", 0, step_type="get", response=None)
    assert journal.state.frames["0.0"].response is None


def test_a_resume_reopens_what_failed_and_only_that(journal, resume):
    journal.action_finished("0.0")
    journal.stage_finished(0, "completed")
    journal.stage_finished(1, "skipped")
    journal.stage_started(2)
    journal.action_started("2.0", "Report")
    journal.action_finished("2.0", "failed")
    journal.stage_finished(2, "failed")
    journal.finish("failed")
    state = resume(journal).state
    assert [stage.status for stage in state.stages] == ["completed", "skipped", "pending"]
    assert state.stages[2].branches[0].status == "pending"
    assert state.status == "running"
    assert state.completed_at is None


def test_a_mended_mission_brings_its_new_stages(journal, resume):
    """What was begun keeps its actions; what comes later is the mission's as it is now."""
    journal.finish("failed")
    stages = [["FetchCustomers"], ["Check"], ["Report", "Mail"], ["Clean"]]
    state = resume(journal, program_hash="new", stages=stages).state
    assert state.program_hash == "new"
    assert [stage.actions for stage in state.stages] == stages


def test_a_loop_whose_total_is_not_that_of_its_items_is_a_mistake_of_the_caller(journal):
    with pytest.raises(ValueError, match="the loop has 1 items, not 2"):
        journal.loop_started("0.0", 0, variable="x", collection="xs", values=[1], total=2)
