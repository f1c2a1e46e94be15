"""What listeners hear, and in which order."""

from __future__ import annotations

import json

from reqon.events import EVENT_TYPES


async def test_the_story_of_a_run(api, missions):
    """Starts and ends pair up; stages, actions, steps and fetches are told in order."""
    api.routes["GET /x"] = lambda _: [{"id": 1}]
    body = """
      store out: memory("out")
      action Main { get "/x" for x in response { store x -> out } }
      run Main
    """
    result = await missions.completes(body)
    assert [event.type for event in missions.events] == [
        "mission.start",
        "stage.start",
        "action.start",
        "step.start",
        "fetch.start",
        "fetch.complete",
        "step.complete",
        "step.start",
        "loop.start",
        "step.start",
        "data.store",
        "step.complete",
        "loop.iteration",
        "loop.complete",
        "step.complete",
        "action.complete",
        "stage.complete",
        "mission.complete",
    ]
    assert {event.execution_id for event in missions.events} == {result.execution_id}


async def test_events_as_lines(api, missions):
    """Every event of a run that fails and resumes is JSON of a known type."""
    body = 'checkpoint: afterStep action Main { get "/x" { since: lastSync } } run Main'
    await missions.run(body)
    heard = list(missions.events)
    api.routes["GET /x"] = lambda _: []
    await missions.completes(body, resume=True)
    heard += missions.events
    for event in heard:
        value = json.loads(json.dumps(event.to_json()))
        assert value["type"] in EVENT_TYPES
        assert value["mission"] == "Test"
        assert value["timestamp"].endswith("Z")
    kinds = {event.type for event in heard}
    assert {"mission.failed", "checkpoint.resume", "sync.checkpoint", "fetch.complete"} <= kinds


async def test_the_end_tells_the_outcome(missions):
    """The last event carries status, errors and counters."""
    await missions.run('action Main { get "/x" } run Main')
    last = missions.events[-1]
    assert last.type == "mission.failed"
    assert last.payload["status"] == "failed"
    assert "status 404" in last.payload["errors"][0]
    assert last.duration_ms > 0
