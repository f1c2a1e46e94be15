"""What becomes of an answer of status 400 and above (rulings D27, D38)."""

from __future__ import annotations

import pytest

from reqon.errors import Location
from reqon.http import HttpStatusError

GONE = {"error": "gone", "code": 404}


@pytest.fixture
def gone(api):
    api.routes["GET /gone"] = lambda _: (404, GONE)
    api.routes["GET /down"] = lambda _: (500, {"message": "down"})
    api.routes["GET /fine"] = lambda _: {"id": 1, "ok": True}
    return api


@pytest.mark.parametrize(
    "steps",
    [
        'get "/gone"',
        'get "/gone"\nstore response -> out { key: .id }',
        'get "/gone"\nmap response -> T { a: .error }',
        'get "/gone"\nfor x in response { let y = x }',
        'get "/gone" { paginate: page(p, 2) }\nstore response -> out',
    ],
    ids=["alone", "store", "map", "for", "listing"],
)
async def test_only_a_match_may_follow(gone, missions, steps):
    """Anything else fails at the request, with status, excerpt, place and a way out."""
    result = await missions.tried(steps)
    (record,) = result.errors
    assert isinstance(record.error, HttpStatusError)
    assert record.error.status == 404
    assert '"error":"gone"' in record.message
    assert record.location == Location("<program>", 7, 1)
    assert record.action == "Main"
    assert record.step == 'get "/gone"'
    assert "match response" in (record.error.help or "")
    assert result.stores["out"].records == []


@pytest.mark.parametrize(
    ("arms", "stored"),
    [
        ("{ error: e, code: 404 } -> store { id: e } -> out, _ -> skip", [{"id": "gone"}]),
        ("404 -> store { id: 1 } -> out, _ -> skip", [{"id": 1}]),
        ("{ status: s } -> store { id: s } -> out, _ -> skip", [{"id": 404}]),
        ("{ error: e } -> store response -> out { key: .error }", [GONE]),
        ("Missing -> skip, _ where .code == 404 -> store response -> out { key: .code }", [GONE]),
    ],
    ids=["shape", "number", "status", "stored-on-purpose", "guard"],
)
async def test_a_match_tells_it_from_a_good_one(gone, missions, arms, stored):
    """An arm that names the failure may do with it what it likes."""
    assert await missions.out(f'get "/gone"\nmatch response {{ {arms} }}') == stored


@pytest.mark.parametrize(
    "consumer",
    [
        "store response -> out { key: .id }",
        "let x = response.message",
        "map response -> T { id: .message }",
        "for x in response { skip }",
        "validate response { assume .id != null }",
        'post "/fine" { body: { x: response.message } }',
    ],
)
async def test_a_wildcard_does_not_launder_it(gone, missions, consumer):
    """Under `_` the failed body is still no data: nothing non-2xx is stored by accident."""
    result = await missions.tried(
        f'get "/down"\nmatch response {{ {{ ok: true }} -> skip, _ -> {consumer} }}'
    )
    assert isinstance(result.errors[0].error, HttpStatusError)
    assert result.stores["out"].records == []
    assert not gone.effects


async def test_a_wildcard_may_set_it_aside_or_abort(gone, missions):
    """`queue` and `abort` exist for failures."""
    steps = 'get "/down"\nmatch response { _ -> queue dlq { key: "k" } }\n'
    result = await missions.tried(steps)
    assert result.stores["dlq"].records == [{"message": "down"}]
    result = await missions.tried('get "/down"\nmatch response { _ -> abort response.message }')
    assert result.errors[0].message == "down"


async def test_a_later_good_answer_ends_it(gone, missions):
    """What was refused is the failed response only, not what came after."""
    steps = """
      get "/down"
      match response { _ -> continue }
      get "/fine"
      store response -> out
    """
    assert await missions.out(steps) == [{"id": 1, "ok": True}]


async def test_allowed_statuses_are_data(gone, missions):
    """`allow` lists statuses that any step may take."""
    steps = 'get "/gone" { allow: [404] }\nstore { id: 1, said: response.error } -> out'
    assert await missions.out(steps) == [{"id": 1, "said": "gone"}]


async def test_no_content_is_null(api, missions):
    """A DELETE answered with 204 is sent once, and its response is null."""
    api.routes["DELETE /thing"] = lambda _: (204, None)
    steps = 'delete "/thing"\nstore { id: 1, empty: response == null } -> out'
    assert await missions.out(steps) == [{"id": 1, "empty": True}]
    assert api.lines == ["DELETE /thing"]


async def test_no_arm_matches(api, missions):
    """A value no arm takes is an error that says what the value looks like (ruling D17)."""
    api.routes["GET /fine"] = lambda _: {"id": 1}
    result = await missions.tried('get "/fine"\nmatch response { { a: 1 } -> skip }')
    assert "no arm matches an object with `id`" in result.errors[0].message


async def test_a_resume_asks_again(api, missions):
    """A run that failed over a failed answer sends the request again when resumed."""
    answers = [(422, {"error": "not yet"}), (200, {"id": 7})]
    api.routes["POST /x"] = lambda _: answers.pop(0)
    body = """
      checkpoint: afterStep
      store out: memory("out")
      action Main {
        post "/x" { body: { a: 1 } }
        match response { { error: e } -> abort e, _ -> store response -> out }
      }
      run Main
    """
    failed = await missions.run(body)
    assert failed.errors[0].message == "not yet"
    result = await missions.completes(body, resume=True)
    assert result.stores["out"].records == [{"id": 7}]
    first, second = api.calls
    assert first.key != second.key
