"""`map`, `apply`, `validate`, `let`, `if`, request options, sources (4.3, 4.10, 4.18)."""

from __future__ import annotations

import pytest

from reqon.errors import ConfigurationError


@pytest.mark.parametrize(
    ("steps", "stored"),
    [
        ("map { a: 1 } -> T { id: .a, b: 2 } store response -> out", {"id": 1, "b": 2}),
        ("map [{ a: 1 }, { a: 2 }] -> T { id: sum(.a) } store response -> out", {"id": 3}),
        ("map { id: 5 } -> made store made -> out", {"id": 5}),
        (
            "let o = { id: 1, a: 2 } map o -> T { ...o, a: 3 } store response -> out",
            {"id": 1, "a": 3},
        ),
        ("apply Plain to { v: 4 } store response -> out", {"id": 4}),
        ("apply Plain to { v: 4 } as t store t -> out", {"id": 4}),
        ("apply Choose to { v: 4, big: true } store response -> out", {"id": "big"}),
        ("apply Choose to { v: 4, big: false } store response -> out", {"id": "any"}),
        ("if 1 > 2 { skip } else if 1 == 1 { store { id: 1 } -> out }", {"id": 1}),
        ("let v = { a: 1 } validate v { assume .a == 1 } store { id: 1 } -> out", {"id": 1}),
        (
            "let v = { a: 1 } validate v { assume .a == 2 } or { store { id: 2 } -> out }",
            {"id": 2},
        ),
    ],
)
async def test_values(missions, steps, stored):
    """What each step makes of a value."""
    body = missions.one_action(steps)
    transforms = """
      schema Big { big: boolean }
      transform Plain -> T { id: .v }
      transform Choose { (Big) where .big == true -> T { id: "big" } (_) -> T { id: "any" } }
    """
    result = await missions.completes(transforms + body, keep_state=False)
    assert result.stores["out"].records == [stored]


async def test_an_array_is_transformed_element_by_element(missions):
    """`apply` maps over arrays."""
    body = "transform Plain -> T { id: .v }" + missions.one_action(
        "apply Plain to [{ v: 1 }, { v: 2 }] store response -> out"
    )
    result = await missions.completes(body, keep_state=False)
    assert [row["id"] for row in result.stores["out"].records] == [1, 2]


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ("map null -> T { a: .b }", "there is nothing to map"),
        ("let v = { a: 1 } validate v { assume .a == 2 }", "`.a == 2` does not hold"),
        ('let v = { a: 1 } validate v { assume .a == 2: "a must be two" }', "a must be two"),
        ("let x = nowhere", "`nowhere` is not defined"),
        ('get "/{missing}"', "`missing` is not defined"),
    ],
)
async def test_failures(missions, steps, message):
    """Errors name what is wrong and where."""
    result = await missions.tried(steps)
    assert message in result.errors[0].message
    assert result.errors[0].location.line == 7


async def test_warnings_do_not_fail(missions):
    """A constraint of severity `warning` is told and goes on (ruling D12)."""
    steps = """
      let v = { a: 1 }
      validate v {
        assume .a == 2
        severity: warning
      }
      store { id: 1 } -> out
    """
    assert await missions.out(steps) == [{"id": 1}]
    (event,) = missions.of("data.validate")
    assert event.payload["severity"] == "warning"


async def test_all_failing_constraints_are_named(missions):
    """Not only the first."""
    result = await missions.tried("let v = { a: 1 } validate v { assume .a == 2 assume .a == 3 }")
    assert "`.a == 2`" in result.errors[0].message
    assert "`.a == 3`" in result.errors[0].message


async def test_what_a_request_is_made_of(api, missions):
    """Path placeholders are encoded, null parameters left out, later ones win."""
    api.routes["POST /a b/c%2Fd"] = api.routes["POST /a b/c/d"] = lambda _: {}
    steps = """
      let part = "a b"
      let other = "c/d"
      post "/{part}/{other}" {
        query: { x: 1, y: null, list: ["p", "q"] },
        params: { x: 2 },
        headers: { "X-Mine": "yes" },
        body: { n: 1, gone: part.nothing }
      }
    """
    assert (await missions.tried(steps)).status == "completed"
    (call,) = api.calls
    assert call.query["x"] == "2"
    assert call.query["list"] == "q"
    assert "y" not in call.query
    assert call.headers["x-mine"] == "yes"
    assert call.body == {"n": 1}


async def test_which_source_is_asked(api, missions):
    """Prefix, `from`, `source:` by name or value; else the first one declared."""
    api.routes.update({f"GET /{name}/x": lambda _: {} for name in "ab"})
    body = f"""mission Test {{
      source A {{ auth: none, base: "{api.url}/a/" }}
      source B {{ auth: none, base: "{api.url}/b" }}
      action Main {{
        get "/x"
        get B "/x"
        get "/x" from B
        get "/x" {{ source: B }}
        get "/x" {{ source: concat("", "B") }}
      }}
      run Main
    }}"""
    await missions.completes(body, keep_state=False)
    assert api.lines == ["GET /a/x"] + ["GET /b/x"] * 4


async def test_what_a_source_adds(api, missions):
    """Base and headers may come from the environment; credentials are sent."""
    api.routes["GET /x"] = lambda _: {}
    body = """mission Test {
      source Api {
        auth: bearer, base: env("URL"), token: env("TOKEN"),
        headers: { "X-Team": "${TEAM:-none}", "X-Kind": "kept" }
      }
      action Main { get "/x" }
      run Main
    }"""
    environ = {"URL": api.url, "TOKEN": "secret-token", "TEAM": "blue"}
    await missions.completes(body, keep_state=False, environ=environ)
    headers = api.calls[0].headers
    assert headers["authorization"] == "Bearer secret-token"
    assert (headers["x-team"], headers["x-kind"]) == ("blue", "kept")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('auth: none, base: env("NOWHERE")', "the base of source `Api` is empty"),
        ('auth: none, base: "${NOWHERE}"', "needs the environment variable NOWHERE"),
        ('auth: bearer, base: "http://x", token: env("NOWHERE")', "Api"),
    ],
)
async def test_a_source_that_cannot_be_opened(missions, source, message):
    """A configuration error before anything is sent or written."""
    body = f'mission Test {{ source Api {{ {source} }} action A {{ get "/x" }} run A }}'
    with pytest.raises(ConfigurationError, match=message):
        await missions.run(body)
    assert not missions.state.exists()


async def test_retries_of_one_request(api, missions):
    """Options of a request are merged over those of its source key by key."""
    api.routes["GET /x"] = lambda _: (503, {})
    result = await missions.tried('get "/x" { retry: { maxAttempts: 2, delay: 0 } }')
    assert result.status == "failed"
    assert len(api.calls) == 2
    assert [event.payload["attempt"] for event in missions.of("fetch.retry")] == [1]


async def test_a_dry_run_touches_nothing(api, missions):
    """No request, no store, no state; every step is still evaluated."""
    body = """
      checkpoint: afterStep
      store out: file("out")
      store db: sql("db")
      action Main {
        get "/items" { paginate: page(p, 2) }
        store response -> out
        post "/x" { body: { a: 1 } }
        match response { { id: _ } -> skip }
        for item in response { skip }
        validate { assume .id != null }
        store response -> db
        delete out["1"]
      }
      run Main
    """
    result = await missions.completes(body, dry_run=True)
    assert api.calls == []
    assert not missions.state.exists()
    assert result.actions_run == ("Main",)
