"""`skip`, `continue`, `abort`, `retry`, `queue`, `jump` and `run`: where a run goes on."""

from __future__ import annotations

import pytest


@pytest.fixture
def numbers(api):
    api.routes["GET /numbers"] = lambda _: [{"id": 1}, {"id": 2}, {"id": 3}]
    return api


@pytest.mark.parametrize(
    ("steps", "ids"),
    [
        (
            "for x in [1, 2, 3] { match x { 2 -> skip, _ -> continue } store { id: x } -> out }",
            [1, 3],
        ),
        (
            "for x in [1, 2] { match x { _ -> { continue abort } } store { id: x } -> out }",
            [1, 2],
        ),
        ("for x in [1, 2] { if x == 1 { continue } store { id: x } -> out }", [2]),
        ("for x in [1, 2] { if x == 1 { skip } else { store { id: x } -> out } }", [2]),
        ("store { id: 1 } -> out if true { skip } store { id: 2 } -> out", [1]),
        ("for x in [1] { for y in [1, 2] { skip } store { id: x } -> out }", [1]),
    ],
    ids=["skip", "continue", "continue-in-loop", "skip-in-if", "skip-outside", "innermost"],
)
async def test_where_a_list_ends(missions, steps, ids):
    """`skip` ends the innermost iteration or the action, `continue` the match (ruling D15)."""
    assert [row["id"] for row in await missions.out(steps)] == ids


async def test_abort_fails_the_mission(missions):
    """The message may be any expression; what was stored before stays."""
    steps = 'store { id: 1 } -> out abort "no " + 42 store { id: 2 } -> out'
    result = await missions.tried(steps)
    assert result.status == "failed"
    assert result.errors[0].message == "no 42"
    assert [row["id"] for row in result.stores["out"].records] == [1]


async def test_abort_is_not_caught(missions):
    """Neither `try` nor `onError continue` stops an `abort`."""
    result = await missions.tried('try { abort "a" } catch { skip }')
    assert result.status == "failed"
    result = await missions.tried('for x in [1, 2] onError continue { abort "b" }')
    assert result.status == "failed"


async def test_retry_issues_the_latest_request_again(api, missions):
    """The steps between request and match run again; each attempt is a call of its own."""
    states = ["pending", "pending", "done"]
    api.routes["POST /job"] = lambda _: {"id": 1, "state": states.pop(0)}
    steps = """
      let fixed = "x"
      post "/job" { body: { a: fixed } }
      let state = response.state
      match response {
        { state: "pending" } -> retry { maxAttempts: 5, delay: 0 },
        _ -> store { id: state } -> out
      }
    """
    assert await missions.out(steps) == [{"id": "done"}]
    assert len({call.key for call in api.calls}) == 3


async def test_retry_sees_the_response_from_before_the_request(api, missions):
    """The request is issued as it was: its path reads the `response` it read the first time."""
    answers = [(503, {"id": "wrong"}), (200, {"id": "right"})]
    api.routes["GET /start"] = lambda _: {"next": "b"}
    api.routes["GET /b"] = lambda _: answers.pop(0)
    steps = """
      get "/start"
      get "/{response.next}"
      match response { 503 -> retry { delay: 0 }, _ -> store response -> out }
    """
    assert await missions.out(steps) == [{"id": "right"}]
    assert api.lines == ["GET /start", "GET /b", "GET /b"]


async def test_retry_gives_up(api, missions):
    """`maxAttempts` counts every attempt; then the mission fails."""
    api.routes["GET /job"] = lambda _: (503, {"error": "busy"})
    result = await missions.tried(
        'get "/job" match response { { error: _ } -> retry { maxAttempts: 3, delay: 0 } }'
    )
    assert len(api.calls) == 3
    assert "tried 3 times" in result.errors[0].message


async def test_retry_without_a_request_starts_the_action_again(missions):
    """Ruling D16; what was bound is unbound, what was stored stays."""
    steps = """
      let seen = length(other)
      store { id: seen } -> other
      if seen < 2 { retry { delay: 0 } }
      store { id: seen } -> out
    """
    assert await missions.out(steps) == [{"id": 2}]


async def test_queue_takes_the_matched_value(api, missions):
    """By default the matched value under a generated key; the run goes on behind the match."""
    api.routes["GET /x"] = lambda _: (500, {"error": "e"})
    steps = """
      get "/x"
      match response { { error: _ } -> queue }
      match 5 { _ -> queue other }
      match [1] { _ -> queue other { item: { a: 1 }, key: "k" } }
    """
    result = await missions.tried(steps)
    assert result.status == "completed"
    assert result.stores["dlq"].records == [{"error": "e"}]
    assert result.stores["other"].records == [{"value": 5}, {"a": 1}]


async def test_jump_runs_an_action_and_asks_again(api, missions):
    """The action has a scope of its own; `then retry` issues the request once more."""
    tokens = []
    api.routes["POST /token"] = lambda _: tokens.append(1) or {"token": "t"}
    api.routes["GET /data"] = lambda _: {"id": 1} if tokens else (401, {"error": "who"})
    body = """
      store out: memory("out")
      action Login { let mine = 1 post "/token" }
      action Main {
        get "/data"
        match response { 401 -> jump Login then retry, _ -> store response -> out }
      }
      run Main
    """
    result = await missions.completes(body, keep_state=False)
    assert result.stores["out"].records == [{"id": 1}]
    assert api.lines == ["GET /data", "POST /token", "GET /data"]


async def test_jump_does_not_circle_for_ever(api, missions):
    """A request that never gets better is given up after three attempts."""
    api.routes["GET /data"] = lambda _: (401, {"error": "who"})
    body = """
      action Login { let mine = 1 }
      action Main { get "/data" match response { 401 -> jump Login then retry } }
      run Main
    """
    result = await missions.run(body, keep_state=False)
    assert result.status == "failed"
    assert len(api.calls) == 3


async def test_run_as_a_step(numbers, missions):
    """The callee sees nothing of the caller; its final `response` becomes the caller's."""
    body = """
      store out: memory("out")
      action Fetch { get "/numbers" }
      action Main { let a = 1 run Fetch store response -> out }
      run Main
    """
    result = await missions.completes(body, keep_state=False)
    assert len(result.stores["out"].records) == 3
    hidden = "action Inner { let b = a } action Main { let a = 1 run Inner } run Main"
    result = await missions.run(hidden, keep_state=False)
    assert "`a` is not defined" in result.errors[0].message


async def test_actions_that_call_each_other_for_ever(missions):
    """A circle is an error with a place, not a crash."""
    result = await missions.run("action A { run B } action B { run A } run A", keep_state=False)
    assert "deep" in result.errors[0].message


@pytest.mark.parametrize(
    ("steps", "stored"),
    [
        ('try { get "/none" } catch { store { id: error.code } -> out }', [{"id": 404}]),
        (
            'match 1 { 1 -> get "/none" } catch { { code: 404 } -> store { id: "c" } -> out }',
            [{"id": "c"}],
        ),
        ("try { store { id: 1 } -> out } catch { store { id: 2 } -> out }", [{"id": 1}]),
    ],
    ids=["try", "match-catch", "no-failure"],
)
async def test_failures_that_are_caught(missions, steps, stored):
    """`catch` sees the message, the status as `code`, and the step."""
    assert await missions.out(steps) == stored
