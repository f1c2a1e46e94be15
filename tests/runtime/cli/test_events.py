"""`--events jsonl`: standard output is one JSON object a line, for whoever watches a run."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from reqon.events import EVENT_TYPES
from runtime.cli.conftest import Outcome, Reqon, ended


def events(outcome: Outcome) -> list[dict[str, Any]]:
    return [json.loads(line) for line in outcome.out.splitlines()]


@pytest.mark.parametrize("path", ["/items", "/gone"])
def test_every_line_is_an_event_and_nothing_else_is_there(reqon: Reqon, path: str) -> None:
    """The outcome and the errors are on standard error, for completed and failed runs."""
    outcome = reqon.run(reqon.mission(path=path, letters=True), "--events", "jsonl")
    told = events(outcome)
    assert {event["mission"] for event in told} == {"Sync"}
    assert {event["executionId"] for event in told} == {reqon.record()["executionId"]}
    assert {event["type"] for event in told} <= EVENT_TYPES
    times = [datetime.fromisoformat(event["timestamp"]) for event in told]
    assert times == sorted(times)
    assert told[0]["type"] == "mission.start"
    assert told[-1]["type"] == ("mission.complete" if path == "/items" else "mission.failed")
    assert ("✓ Sync completed" in outcome.err) == (outcome.code == 0)


def test_the_events_of_several_missions_follow_each_other(reqon: Reqon) -> None:
    reqon.mission("A", file="all/a.vague")
    reqon.mission("B", file="all/b.vague")
    told = events(reqon.run("all", "--events", "jsonl", "--quiet"))
    starts = [event["mission"] for event in told if event["type"] == "mission.start"]
    assert starts == ["A", "B"]


def test_a_refused_run_has_no_events(reqon: Reqon) -> None:
    """What kept it from beginning is on standard error."""
    outcome = reqon.run(reqon.mission(), "--events", "jsonl", "--auth", "no.json")
    assert outcome.code == 3
    assert "no.json" in outcome.error()


def test_an_event_is_there_as_soon_as_it_happens(reqon: Reqon) -> None:
    """An editor sees a request begin while it is still waiting for the answer."""
    reqon.api.hold = 1
    with reqon.start(reqon.mission(), "--events", "jsonl") as process:
        assert process.stdout is not None
        kinds = []
        while "fetch.start" not in kinds:
            kinds.append(json.loads(process.stdout.readline())["type"])
        assert "fetch.complete" not in kinds
        reqon.api.release()
        assert ended(process).code == 0


def test_events_are_utf_8_whatever_the_locale_says(
    reqon: Reqon, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text for people falls back to escapes; JSON has one encoding."""
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    mission = reqon.mission(file="ünï → code.vague")
    outcome = reqon.process(mission.name, "--events", "jsonl", encoding="utf-8", errors="strict")
    assert outcome.code == 0, outcome.err
    assert events(outcome)[0]["payload"]["program"] == "ünï → code.vague"
    plain = reqon.process(mission.name)
    assert plain.code == 0
    assert plain.out.startswith("\\u2713 Sync completed")
