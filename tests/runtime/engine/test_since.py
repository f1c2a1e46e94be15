"""Incremental fetches and when a sync checkpoint moves (rulings D02 to D06)."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest


@pytest.fixture
def changes(api):
    api.routes["GET /changes"] = lambda _: [{"id": 1, "at": "2024-05-01T00:00:00Z"}]
    return api


def mission(fetch, after=""):
    return f"""
      store out: file("out")
      action Pull {{ {fetch} store response -> out {after} }}
      run Pull
    """


def checkpoints(missions):
    return json.loads((missions.state / "sync-checkpoints.json").read_text())


SINCE = 'get "/changes?view=all" { since: lastSync }'


async def test_the_first_run_sends_nothing_and_the_second_what_the_first_kept(changes, missions):
    """The value is when the first request began, under source and path (D02, D05, D06)."""
    before = datetime.now(UTC).replace(microsecond=0)
    await missions.completes(mission(SINCE))
    entry = checkpoints(missions)["Api-/changes"]
    assert "since" not in changes.calls[0].query
    assert before <= datetime.fromisoformat(entry["lastSync"]) <= datetime.now(UTC)
    assert entry["itemsSynced"] == 1
    assert entry["mission"] == "Test"
    await missions.completes(mission(SINCE))
    assert changes.calls[1].query["since"] == entry["lastSync"]
    assert [event.payload["key"] for event in missions.of("sync.checkpoint")] == ["Api-/changes"]


@pytest.mark.parametrize(
    ("fetch", "key", "sent"),
    [
        ('since: lastSync { param: "from" }', "Api-/changes", ("from", "2024-05-01T00:00:00.000Z")),
        ('since: lastSync("mine")', "mine", ("since", "2024-05-01T00:00:00.000Z")),
        ('since: lastSync, syncKey: "k", sinceFormat: unix', "k", ("since", "1714521600")),
        ('since: lastSync { format: "unix-ms" }', "Api-/changes", ("since", "1714521600000")),
        ("since: lastSync { format: date-only }", "Api-/changes", ("since", "2024-05-01")),
        (
            'since: lastSync, sinceParam: "s", sinceFormat: "YYYY/MM"',
            "Api-/changes",
            ("s", "2024/05"),
        ),
        ("params: { a: lastSync }, since: lastSync", "Api-/changes", ("a", "2024-05-01T00:00:00Z")),
    ],
)
async def test_what_is_sent(changes, missions, fetch, key, sent):
    """Parameter, key and format can be chosen; `lastSync` is also a value."""
    missions.state.mkdir()
    entry = {"lastSync": "2024-05-01T00:00:00Z", "itemsSynced": 1}
    (missions.state / "sync-checkpoints.json").write_text(json.dumps({key: entry}))
    await missions.completes(mission(f'get "/changes" {{ {fetch} }}'))
    assert changes.calls[0].query[sent[0]] == sent[1]
    assert checkpoints(missions)[key]["lastSync"] > entry["lastSync"]


async def test_a_header_instead_of_a_parameter(changes, missions):
    """`header:` sends the instant as a header."""
    fetch = 'get "/changes" { since: lastSync { header: "X-Since" } }'
    await missions.completes(mission(fetch))
    kept = checkpoints(missions)["Api-/changes"]["lastSync"]
    await missions.completes(mission(fetch))
    assert changes.calls[1].headers["x-since"] == kept
    assert not changes.calls[1].query


async def test_a_timestamp_of_the_response(changes, missions):
    """`updateFrom` names the instant to keep."""
    fetch = 'get "/changes" { since: lastSync { updateFrom: "[-1].at" } }'
    await missions.completes(mission(fetch))
    assert checkpoints(missions)["Api-/changes"]["lastSync"] == "2024-05-01T00:00:00Z"


@pytest.mark.parametrize(
    "body",
    [
        mission(SINCE, 'get "/none"'),
        mission('get "/none" { since: lastSync }'),
        mission('get "/none" { since: lastSync } match response { _ -> skip }'),
        mission(
            'get "/changes" { since: lastSync, '
            'paginate: { type: page, param: "p", pageSize: 1, maxPages: 1 } }'
        ),
    ],
    ids=["later-failure", "failure", "failed-response", "cut-listing"],
)
async def test_when_nothing_moves(changes, missions, body):
    """Only an action that completed with all there was moves the checkpoint (D04)."""
    await missions.run(body)
    assert checkpoints(missions) == {}


async def test_nothing_moves_in_a_dry_run(changes, missions):
    """A dry run leaves no trace at all."""
    await missions.completes(mission(SINCE), dry_run=True)
    assert not missions.state.exists()


async def test_without_a_record_the_checkpoint_is_kept_all_the_same(changes, missions):
    """`enableState: false` is about the execution, not about the sync."""
    body = "enableState: false" + mission(SINCE)
    await missions.completes(body)
    await missions.completes(body)
    assert "since" in changes.calls[1].query


async def test_the_start_survives_a_crash(changes, missions):
    """A resumed action commits the instant its fetch began in the earlier run."""
    body = "checkpoint: afterStep" + mission(SINCE, 'get "/later"')
    await missions.run(body)
    middle = datetime.now(UTC)
    changes.routes["GET /later"] = lambda _: {}
    await missions.completes(body, resume=True)
    assert datetime.fromisoformat(checkpoints(missions)["Api-/changes"]["lastSync"]) < middle
    assert changes.lines.count("GET /changes") == 1


async def test_the_earliest_of_several_fetches(api, missions):
    """One key for a whole loop keeps the first start; the items are added up."""
    api.routes["GET /r/*"] = lambda _: [{"id": 1}]
    body = """
      action Pull { for r in ["a", "b"] { get "/r/{r}" { since: lastSync } } }
      run Pull
    """
    await missions.completes(body)
    entry = checkpoints(missions)["Api-/r/{r}"]
    assert entry["itemsSynced"] == 2
