"""`--resume`: which execution goes on, and which command lines say so."""

from __future__ import annotations

import pytest

from runtime.cli.conftest import ITEMS, Outcome, Reqon, ended, program


def fail_once(reqon: Reqon) -> str:
    """Run a mission whose letters are refused; return its execution. The next run goes well."""
    reqon.api.serve("POST /letters", {"error": "down"}, 503)
    assert reqon.run(reqon.mission(letters=True)).code == 1
    reqon.api.serve("POST /letters", {"sent": True})
    reqon.api.lines.clear()
    return reqon.record()["executionId"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["sync.vague", "--resume"],
        ["--resume", "sync.vague"],
        ["--resume", "--quiet", "sync.vague"],
        ["run", "sync.vague", "--resume", "--quiet"],
        ["sync.vague", "--resume", "ID"],
        ["--resume", "ID", "sync.vague"],
        ["--resume=ID", "sync.vague"],
        ["sync.vague", "--resume", "OTHER-SPELLING"],
        [".", "--resume", "ID"],
    ],
)
def test_the_failed_execution_goes_on(reqon: Reqon, arguments: list[str]) -> None:
    """The listing is not fetched again; with an id, `-` and `_` in it are the same (D22, D24)."""
    execution = fail_once(reqon)
    spellings = {"ID": execution, "OTHER-SPELLING": execution.replace("_", "-")}
    given = [
        word.replace("ID", execution) if word == "--resume=ID" else spellings.get(word, word)
        for word in arguments
    ]
    outcome = reqon.run(*given)
    assert outcome.code == 0, outcome.err
    assert reqon.api.lines == ["POST /letters"] * len(ITEMS)
    record = reqon.record()
    assert (record["executionId"], record["status"]) == (execution, "completed")


def test_with_nothing_to_resume_the_mission_starts_afresh_and_says_so(reqon: Reqon) -> None:
    outcome = reqon.run(reqon.mission(), "--resume")
    assert outcome.code == 0
    assert "Sync: nothing to resume, starting afresh" in outcome.err.splitlines()


def test_a_completed_execution_is_not_resumed(reqon: Reqon) -> None:
    """It would run again what is done; a fresh run needs no `--resume`."""
    mission = reqon.mission()
    reqon.run(mission)
    reqon.api.lines.clear()
    execution = reqon.record()["executionId"]
    before = {path: path.read_bytes() for path in reqon.state.rglob("*.json")}
    outcome = reqon.run(mission, "--resume", execution)
    assert outcome.code == 3
    assert f"execution {execution} of Sync is completed" in outcome.error()
    assert reqon.api.lines == []
    assert {path: path.read_bytes() for path in reqon.state.rglob("*.json")} == before


def test_an_execution_of_another_mission_is_refused(reqon: Reqon) -> None:
    execution = fail_once(reqon)
    outcome = reqon.run(reqon.mission("Other", file="other.vague"), "--resume", execution)
    assert outcome.code == 3
    assert f"{execution} is an execution of Sync" in outcome.error()
    assert reqon.records("Other") == []


def test_an_id_chooses_its_mission_among_several(reqon: Reqon) -> None:
    execution = fail_once(reqon)
    text = program(reqon.api.url, "First") + program(reqon.api.url, letters=True)
    assert reqon.run(reqon.write("two.vague", text), "--resume", execution, "--force").code == 0
    assert reqon.records("First") == []
    assert reqon.record()["status"] == "completed"


def test_missions_before_the_one_that_failed_are_not_run_again(reqon: Reqon) -> None:
    """They had completed, or it would not have run; those behind it start afresh."""
    text = "".join(program(reqon.api.url, name, path=f"/{name}") for name in "ABC")
    mission = reqon.write("abc.vague", text)
    reqon.api.serve("GET /A", ITEMS)
    assert reqon.run(mission).code == 1
    reqon.api.serve("GET /B", ITEMS)
    reqon.api.serve("GET /C", ITEMS)
    reqon.api.lines.clear()
    outcome = reqon.run(mission, "--resume")
    assert outcome.code == 0
    assert reqon.api.lines == ["GET /B", "GET /C"]
    said = outcome.err.splitlines()
    assert said[0] == f"A: completed as {reqon.record('A')['executionId']}, not run again"
    assert said[1] == "C: nothing to resume, starting afresh"


def test_an_edited_step_is_refused_unless_forced(reqon: Reqon) -> None:
    """What ran would not be what the file says; `--force` goes on all the same."""
    fail_once(reqon)
    mission = reqon.folder / "sync.vague"
    mission.write_text(mission.read_text().replace('get "/items"', 'get "/items?edited=1"'))
    refused = reqon.run(mission, "--resume", "--quiet")
    assert refused.code == 3
    assert "step 1 of action `Fetch`" in refused.error()
    assert reqon.api.lines == []
    assert reqon.run(mission, "--resume", "--force").code == 0


def test_of_two_resumes_at_once_one_owns_the_execution(reqon: Reqon) -> None:
    """The other says who does, and does nothing: every letter is sent once."""
    fail_once(reqon)
    reqon.api.hold = 1
    with reqon.start("sync.vague", "--resume") as owner:
        reqon.api.wait_for_requests(1)
        second = reqon.process("sync.vague", "--resume", reqon.record()["executionId"], "--quiet")
        live = reqon.run("status", "Sync")
        reqon.api.release()
        assert ended(owner).code == 0
    assert second.code == 3
    assert f"is owned by pid {owner.pid} since " in second.error()
    assert live.out.splitlines()[0].endswith("  running")
    assert f"  owner      pid {owner.pid} since " in live.out
    assert reqon.api.posts() == ["POST /letters"] * len(ITEMS)
    assert reqon.record()["status"] == "completed"


def test_a_resume_begins_the_latest_of_several(reqon: Reqon) -> None:
    """Older executions stay as they are."""
    mission = reqon.mission(path="/gone")
    outcomes: list[Outcome] = [reqon.run(mission), reqon.run(mission)]
    assert [outcome.code for outcome in outcomes] == [1, 1]
    newest = reqon.run("history", "Sync", "--limit", "1").out.split()[0]
    reqon.api.serve("GET /gone", ITEMS)
    assert reqon.run(mission, "--resume").code == 0
    statuses = {
        line.split()[0]: line.split()[2] for line in reqon.run("history", "Sync").out.splitlines()
    }
    assert statuses.pop(newest) == "completed"
    assert list(statuses.values()) == ["failed"]
