"""`for`: what is visited, with which values, and what a failing item does (ruling D29, 4.9)."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("header", "ids"),
    [
        ("x in [3, 1, 2]", [3, 1, 2]),
        ("x in [1, 2, 3, 4] where x > 2", [3, 4]),
        ("x in rows where .even == true", [2, 4]),
        ("x in rows where x.even == true", [2, 4]),
        ("x in null", []),
        ("x in other", []),
        ("x in nested.list", [8]),
    ],
)
async def test_what_is_visited(missions, header, ids):
    """Arrays and stores in order, filtered by field or by variable; null is empty."""
    steps = f"""
      let rows = [{{ id: 1, even: false }}, {{ id: 2, even: true }}, {{ id: 4, even: true }}]
      let nested = {{ list: [8] }}
      for {header} {{ store {{ id: exists(x.id) ? x.id : x }} -> out }}
    """
    assert [row["id"] for row in await missions.out(steps)] == ids


@pytest.mark.parametrize("value", ["5", '"text"', "{ a: 1 }"])
async def test_what_cannot_be_visited(missions, value):
    """Anything else is an error that names what it got."""
    result = await missions.tried(f"for x in {value} {{ skip }}")
    assert "a loop visits an array or a store" in result.errors[0].message


async def test_after_an_array_fetch(api, missions):
    """`for x in response` visits the array that was fetched."""
    api.routes["GET /x"] = lambda _: [{"id": 1}, {"id": 2}]
    assert len(await missions.out('get "/x" for x in response { store x -> out }')) == 2


async def test_membership_is_fixed_and_values_are_read_live(missions):
    """Records added by the body are not visited, changed ones are seen as they are now."""
    steps = """
      store [{ id: 1, open: true }, { id: 2, open: true }, { id: 3, open: true }] -> other
      for x in other where .open == true {
        store { id: x.id + 10, open: true } -> other
        store { id: 2, open: false, touched: x.id } -> other
        store { id: x.id, open: x.open, touched: x.touched } -> out
      }
    """
    rows = await missions.out(steps)
    assert [row["id"] for row in rows] == [1, 2, 3]
    assert rows[1] == {"id": 2, "open": False, "touched": 1}


async def test_records_that_are_gone_are_skipped_and_counted(missions):
    """A record removed before its turn is no iteration."""
    steps = """
      store [{ id: 1 }, { id: 2 }, { id: 3 }] -> other
      for x in other { delete other[3] store x -> out }
    """
    assert [row["id"] for row in await missions.out(steps)] == [1, 2]
    assert missions.of("loop.complete")[0].payload["gone"] == 1
    assert any("1 records were removed" in text for text in missions.warnings())


async def test_scope_of_the_body(api, missions):
    """The body reads the outer `response` and changes only its own; bindings end with it."""
    api.routes["GET /outer"] = lambda _: {"v": "outer"}
    api.routes["GET /inner"] = lambda _: {"v": "inner"}
    steps = """
      get "/outer"
      for x in [1] {
        store { id: "before", v: response.v } -> out
        get "/inner"
        if true { store { id: "within", v: response.v } -> out }
      }
      store { id: "after", v: response.v } -> out
    """
    rows = await missions.out(steps)
    assert [row["v"] for row in rows] == ["outer", "inner", "outer"]


async def test_the_variable_wins_over_fields_of_the_response(api, missions):
    """A loop variable named like a field of `response` is the variable."""
    api.routes["GET /x"] = lambda _: {"order": {"id": "field"}}
    steps = 'get "/x" for order in [{ id: "mine" }] { store { id: order.id } -> out }'
    assert await missions.out(steps) == [{"id": "mine"}]


async def test_an_item_that_fails_ends_the_mission(api, missions):
    """By default (ruling D42); the error names the step and the record its address."""
    api.routes["GET /1"] = lambda _: {"id": 1}
    result = await missions.tried('for n in [1, 2, 3] { get "/{n}" store response -> out }')
    assert result.status == "failed"
    assert result.errors[0].address == "0.0.0[1].0"
    assert api.lines == ["GET /1", "GET /2"]


async def test_going_on_with_the_next_item(api, missions):
    """`onError continue` records the failure and goes on."""
    api.routes["GET /3"] = lambda _: {"id": 3}
    steps = 'for n in [2, 3] onError continue { get "/{n}" store response -> out }'
    assert await missions.out(steps) == [{"id": 3}]
    assert any("an item failed" in text for text in missions.warnings())


async def test_putting_the_item_aside(api, missions):
    """`onError queue` keeps the item with its error."""
    result = await missions.tried('for n in [{ id: 2 }] onError queue dlq { get "/{n.id}" }')
    (row,) = result.stores["dlq"].records
    assert row["item"] == {"id": 2}
    assert "404" in row["error"]


async def test_progress_is_told_per_item(missions):
    """`loop.iteration` counts the items done."""
    await missions.tried("for n in [7, 8, 9] { let x = n }")
    progress = [(e.payload["current"], e.payload["total"]) for e in missions.of("loop.iteration")]
    assert progress == [(1, 3), (2, 3), (3, 3)]


async def test_a_resumed_loop_keeps_its_members(api, missions):
    """The filter is not evaluated again: membership comes from the journal."""
    body = """
      checkpoint: afterStep
      store rows: file("rows")
      store out: file("out")
      action Fill { store [{ id: 1, open: true }, { id: 2, open: true }] -> rows }
      action Work {
        for row in rows where .open == true {
          store { id: 1, open: false } -> rows
          store { id: 2, open: false } -> rows
          get "/{row.id}"
          store row -> out
        }
      }
      run Fill then Work
    """
    api.routes["GET /1"] = lambda _: {}
    failed = await missions.run(body)
    assert failed.status == "failed"
    api.routes["GET /2"] = lambda _: {}
    await missions.completes(body, resume=True)
    assert list(missions.stored("out")) == ["1", "2"]
