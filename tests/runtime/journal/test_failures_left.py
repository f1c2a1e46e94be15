"""What a run failed with is told until it is passed, whatever the clock says meanwhile."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from reqon.project.failures import not_passed

MOMENT = 1_800_000_000_000
"""A whole second, in milliseconds since 1970."""


@pytest.mark.parametrize(
    ("failed", "resumed"),
    [(MOMENT, MOMENT + 500), (MOMENT + 500, MOMENT + 700), (MOMENT + 500, MOMENT - 60_000)],
    ids=["in a second that just began", "later", "by a clock set back"],
)
def test_a_failure_is_told_while_a_resume_goes_on(
    start, resume, record, monkeypatch, failed, resumed
):
    clock = {"now": failed}
    monkeypatch.setattr(time, "time_ns", lambda: clock["now"] * 1_000_000)
    journal = start()
    journal.stage_started(0)
    journal.action_started("0.0", "FetchCustomers")
    journal.error(
        action="FetchCustomers", step="get /x", message="500 from /x", address="0.0.0", details={}
    )
    journal.action_finished("0.0", "failed")
    journal.stage_finished(0, "failed")
    journal.finish("failed")
    clock["now"] = resumed
    running = record(resume(journal))
    assert running["status"] == "running"
    [failure] = not_passed([(Path("record.json"), running, "running")])
    assert failure.message == "500 from /x"
