"""The worked example of the language specification, appendix D, situation by situation."""

from __future__ import annotations

import json

import pytest

MISSION = """
mission TicketSync {
  checkpoint: onFailure
  source Desk { auth: none, base: "%s", retry: { maxAttempts: 1 } }
  store tickets: file("tickets")
  store closed: memory("closed")
  schema Gone { error: string, code: number }

  action Pull {
    get "/tickets" { paginate: page(p, 2), until: length(response) < 2 }
    store response -> tickets { key: .id }
  }
  action Close {
    for t in tickets where .state == "open" checkpoint every 2 {
      post "/tickets/{t.id}/close"
      match response {
        Gone -> skip,
        _ -> store response -> closed { key: .id }
      }
    }
  }
  run Pull then Close
}
"""
STATES = {1: "open", 2: "closed", 3: "open", 4: "open", 5: "open"}


@pytest.fixture
def desk(api):
    api.list_at("/tickets", [{"id": number, "state": state} for number, state in STATES.items()])
    for number in STATES:
        api.routes[f"POST /tickets/{number}/close"] = lambda call: {
            "id": int(call.path.split("/")[2]),
            "state": "closed",
        }
    api.routes["POST /tickets/3/close"] = lambda _: (404, {"error": "gone", "code": 404})
    return api


def checkpoint(missions):
    (path,) = (missions.state / "execution" / "checkpoints").iterdir()
    return json.loads(path.read_text())


def record(missions):
    (path,) = (missions.state / "execution").glob("TicketSync-*.json")
    return json.loads(path.read_text())


async def test_an_undisturbed_run(desk, missions):
    """Pages are read until one is short, and that one is kept; the filter is applied once."""
    result = await missions.completes(MISSION % desk.url)
    assert [call.query for call in desk.calls[:3]] == [{"p": "1"}, {"p": "2"}, {"p": "3"}]
    assert list(missions.stored("tickets")) == ["1", "2", "3", "4", "5"]
    assert desk.lines[3:] == [f"POST /tickets/{number}/close" for number in (1, 3, 4, 5)]
    assert [ticket["id"] for ticket in result.stores["closed"].records] == [1, 4, 5]
    assert result.actions_run == ("Pull", "Close")


async def test_a_failure_at_the_fourth_ticket_and_a_resume(desk, missions):
    """The checkpoint names the last ticket done, the record the one to do; only that is sent."""
    desk.fail_at = 6
    failed = await missions.run(MISSION % desk.url)
    assert failed.status == "failed"
    assert failed.exit_code == 1
    assert failed.actions_run == ("Pull",)
    saved = checkpoint(missions)
    assert (saved["stageIndex"], saved["action"], saved["reason"]) == (1, "Close", "onFailure")
    assert saved["loopContext"] == {"itemIndex": 2, "collection": "tickets"}
    shown = record(missions)
    assert shown["status"] == "failed"
    active = shown["activeStep"]
    assert (active["action"], active["index"], active["item"]["id"]) == ("Close", 3, "5")

    desk.calls.clear()
    desk.fail_at = None
    resumed = await missions.completes(MISSION % desk.url, resume=True)
    assert desk.lines == ["POST /tickets/5/close"]
    assert resumed.execution_id == failed.execution_id
    assert resumed.actions_run == ("Pull", "Close")
    assert [ticket["id"] for ticket in resumed.stores["closed"].records] == [1, 4, 5]
    after = record(missions)
    assert (after["status"], after["resumeCount"]) == ("completed", 1)


async def test_a_checkpoint_every_two_tickets(desk, missions):
    """After two tickets the checkpoint file says so, before anything has failed."""
    seen = []

    def listener(event):
        if event.type == "fetch.start" and event.payload["path"] == "/tickets/4/close":
            seen.append(checkpoint(missions))

    await missions.completes(MISSION % desk.url, listener=listener)
    assert seen[0]["loopContext"] == {"itemIndex": 1, "collection": "tickets"}
    assert seen[0]["reason"] == "every"
