"""Ctrl-C, SIGTERM and SIGKILL: what is left is readable, and `--resume` goes on there."""

from __future__ import annotations

import signal

import pytest

from runtime.cli.conftest import ITEMS, Reqon, ended, program

STOPPING = "stopping behind the current item; once more to stop at once"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_one_signal_stops_behind_the_current_item(
    reqon: Reqon, number: signal.Signals, code: int
) -> None:
    """The letter on its way is finished and none is sent twice: five letters, five requests."""
    mission = reqon.mission(letters=True)
    reqon.api.hold = 3
    with reqon.start(mission) as process:
        assert process.stderr is not None
        reqon.api.wait_for_requests(3)
        process.send_signal(number)
        while process.stderr.readline().strip() != STOPPING:
            assert process.poll() is None
        reqon.api.release()
        stopped = ended(process)
    assert stopped.code == code
    assert stopped.out.startswith("■ Sync interrupted in ")
    assert reqon.record()["status"] == "interrupted"
    assert reqon.record()["activeStep"]["index"] == 2
    assert len(reqon.api.posts()) == 2

    assert "  active     Fetch, item 2 " in reqon.run("status", "Sync").out
    assert reqon.run(mission, "--resume").code == 0
    assert len(reqon.api.posts()) == len(ITEMS)
    assert reqon.record()["status"] == "completed"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_second_signal_stops_at_once(reqon: Reqon, number: signal.Signals, code: int) -> None:
    """The request on its way is given up as in a crash; the journal knows the rest."""
    mission = reqon.mission(letters=True)
    reqon.api.hold = 3
    with reqon.start(mission) as process:
        assert process.stderr is not None
        reqon.api.wait_for_requests(3)
        process.send_signal(number)
        while process.stderr.readline().strip() != STOPPING:
            assert process.poll() is None
        process.send_signal(number)
        assert ended(process).code == code
    reqon.api.release()
    assert reqon.run("status", "Sync").out.splitlines()[0].endswith("  interrupted")
    assert reqon.run(mission, "--resume").code == 0
    assert len(reqon.api.posts()) == len(ITEMS) + 1


def test_a_signal_in_the_last_step_stops_before_the_next_mission(reqon: Reqon) -> None:
    """A mission that got through is completed; the one behind it does not begin."""
    text = program(reqon.api.url, "A") + program(reqon.api.url, "B")
    mission = reqon.write("ab.vague", text.replace("store response", "// store response"))
    reqon.api.hold = 1
    with reqon.start(mission) as process:
        assert process.stderr is not None
        reqon.api.wait_for_requests(1)
        process.send_signal(signal.SIGINT)
        while process.stderr.readline().strip() != STOPPING:
            assert process.poll() is None
        reqon.api.release()
        stopped = ended(process)
    assert stopped.code == 130
    assert "not run: B" in stopped.err.splitlines()
    assert reqon.api.lines == ["GET /items"]


def test_after_a_kill_the_status_is_true_and_the_run_goes_on(reqon: Reqon) -> None:
    """SIGKILL leaves a record that says `running`; nobody owns it, so it is interrupted."""
    mission = reqon.mission(letters=True)
    reqon.api.hold = 4
    with reqon.start(mission) as process:
        reqon.api.wait_for_requests(4)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=30)
    reqon.api.release()
    shown = reqon.run("status", "Sync")
    assert shown.code == 0
    assert shown.out.splitlines()[0].endswith("  interrupted")
    assert "  active     Fetch, item 2 " in shown.out
    assert f"--resume {reqon.record()['executionId']}" in shown.out
    assert reqon.run(mission, "--resume").code == 0
    assert len(reqon.api.posts()) == len(ITEMS) + 1
    assert reqon.stored() == ITEMS
