"""A disk that refuses: the session ends at once, says so, and what was kept stays good."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from reqon.errors import JournalError
from reqon.files import Durability
from reqon.journal.session import Journal

SHORT_OF_SPACE = """
import resource, sys
from pathlib import Path
from reqon.errors import JournalError
from reqon.files import Durability
from reqon.journal.session import Begin, Journal
begin = Begin("Full", "f.vague", "hash", "manual", [["A"]], "afterStep")
journal = Journal.create(Path(sys.argv[1]), begin, Durability(sys.argv[2]))
journal.stage_started(0)
journal.action_started("0.0", "A")
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
done = 0
messages = []
for step in range(10_000):
    try:
        journal.step_done("0.0", step, step_type="let", variables={"n": step})
        done = step
    except JournalError as error:
        messages.append(str(error))
    if len(messages) == 2:
        break
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
try:
    journal.finish("completed")
except JournalError as error:
    messages.append(str(error))
journal.close()
print(journal.execution_id, done, *messages, sep="\\x00")
"""


@pytest.mark.parametrize("mode", ["process", "power"])
def test_a_full_disk_stops_the_run_and_a_resume_goes_on_behind_the_last_record(
    tmp_path: Path, opened, mode
):
    """The second attempt fails like the first, though there would be space again for the third.

    A record written only in part counts as not written.
    """
    state_dir = tmp_path / "state"
    command = [sys.executable, "-c", SHORT_OF_SPACE, str(state_dir), mode]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    known, done, *messages = output.rstrip("\n").split("\x00")
    assert len(messages) == 3
    for message in messages:
        assert message.startswith("state not durable: File too large while writing ")
        assert "--resume" in message
    resumed = opened(Journal.resume(state_dir, known, Durability.PROCESS))
    assert resumed.state.frames["0.0"].done == int(done)


def test_an_fsync_error_is_not_tried_again(start, resume, record, break_fsync):
    """The kernel may have dropped the pages: a second fsync would report success for lost data."""
    journal = start(Durability.STRICT)
    journal.stage_started(0)
    break_fsync(journal)
    for _ in range(2):
        with pytest.raises(JournalError, match="state not durable"):
            journal.step_done("0.0", 0, step_type="let")
    shown = record(journal)
    assert shown["status"] == "failed"
    assert "state not durable" in shown["errors"][-1]["message"]
    assert resume(journal).state.frames == {}


def test_an_fsync_error_in_the_background_ends_the_run_too(start, break_fsync):
    journal = start(Durability.POWER)
    break_fsync(journal)
    with pytest.raises(JournalError, match="state not durable"):
        fill(journal)
    with pytest.raises(JournalError, match="state not durable"):
        journal.finish("completed")


def fill(journal) -> None:
    for step in range(100_000):
        journal.step_done("0.0", step, step_type="let")


def test_a_record_that_cannot_be_projected_stops_the_run(start, state_dir, folder):
    """The journal itself stays whole, and a resume works once the cause is gone."""
    journal = start()
    journal.stage_started(0)
    target = state_dir / "execution" / journal.state.record_name
    target.unlink()
    target.mkdir()
    with pytest.raises(JournalError, match="state not durable"):
        journal.stage_finished(0, "completed")
    with pytest.raises(JournalError, match="state not durable"):
        journal.stage_started(1)
    journal.close()
    target.rmdir()
    resumed = Journal.resume(state_dir, journal.execution_id, Durability.PROCESS)
    resumed.close()
    assert resumed.state.stages[0].status == "completed"


def test_a_value_that_is_none_of_a_missions_is_refused_and_the_run_may_go_on(start):
    journal = start()
    with pytest.raises(JournalError, match="`step` record cannot be kept"):
        journal.step_done("0.0", 0, step_type="let", variables={"x": object()})
    journal.step_done("0.0", 0, step_type="let", variables={"x": 1})
    assert journal.state.frames["0.0"].variables == {"x": 1}


def test_a_lost_or_changed_blob_is_refused(start, resume, folder):
    journal = start()
    journal.step_done("0.0", 0, step_type="get", response=["x" * 70_000])
    resumed = resume(journal)
    [blob] = (folder(journal) / "blobs").iterdir()
    whole = blob.read_bytes()
    for damaged in (whole[:-9], whole[:10] + b"?" + whole[11:], b""):
        blob.write_bytes(damaged)
        with pytest.raises(JournalError, match=r"\.gz cannot be read"):
            resumed.load(resumed.state.frames["0.0"].response)
    blob.unlink()
    with pytest.raises(JournalError, match="No such file"):
        resumed.load(resumed.state.frames["0.0"].response)


def test_large_values_leave_the_record(start, resume, folder):
    """A response, a key list and a page above 64 KB are blobs; the lines stay small."""
    journal = start()
    keys = [f"cust_{number}" for number in range(10_000)]
    page = [{"id": number, "text": "x" * 50} for number in range(2000)]
    journal.page_done("0.0", 0, cursor={"page": 1}, count=2000, items=page)
    journal.page_done("0.0", 0, cursor={"page": 2}, count=1, items=[{"id": 1}])
    journal.loop_started("1.0", 0, variable="c", collection="cs", keys=keys, total=len(keys))
    journal.arm_chosen("1.0", 1, 0, {"all": page})
    lines = (folder(journal) / "00000001.jsonl").read_bytes().splitlines()
    assert max(map(len, lines)) < 1000
    resumed = resume(journal)
    assert resumed.load_items("0.0", 0) == [*page, {"id": 1}]
    assert resumed.load(resumed.state.frames["1.0"].loops[0].keys) == keys
    assert resumed.load(resumed.state.frames["1.0"].arms[1].bindings["all"]) == page
    assert orjson.loads(lines[1][9:])["items"]["n"] > 64 * 1024


def test_a_page_with_a_wrong_count_is_a_mistake_of_the_caller(start):
    """Counts and items are those of one page: totals would be added up twice."""
    with pytest.raises(ValueError, match="the page has 1 items, not 2"):
        start().page_done("0.0", 0, cursor={"page": 2}, count=1, items=[1, 2])
