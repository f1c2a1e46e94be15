"""Paginated fetches: what is sent, what is kept, where it ends (language specification 4.7)."""

from __future__ import annotations

import tracemalloc

import pytest

from reqon.values import ItemsView

ITEMS = [{"id": number} for number in range(1, 6)]


@pytest.fixture
def listing(api):
    api.list_at("/items", ITEMS)
    api.routes["GET /rows"] = lambda call: {"rows": ITEMS[int(call.query["o"]) :][:2], "n": 5}

    def by_cursor(call):
        start = int(call.query.get("c", "0"))
        rest = start + 2 < len(ITEMS)
        return {"data": ITEMS[start : start + 2], "meta": {"next": start + 2 if rest else None}}

    api.routes["GET /cursor"] = by_cursor
    return api


PAGINATIONS = [
    ('"/items" { paginate: page(p, 2) }', ["1", "2", "3"]),
    ('"/rows" { paginate: offset(o, 2) }', ["0", "2", "4"]),
    ('"/cursor" { paginate: cursor(c, 2, "meta.next") }', [None, "2", "4"]),
    (
        '"/cursor" { paginate: { type: cursor, param: "c", cursorPath: "meta.next" } }',
        [None, "2", "4"],
    ),
    (
        '"/rows" { paginate: { type: offset, param: "o", pageSize: 2, itemsPath: "rows" } }',
        ["0", "2", "4"],
    ),
    ('"/items" { paginate: page(p, 2), until: p == 2 }', ["1", "2"]),
    ('"/items" { paginate: page(p, 2), until: length(response) < 2 }', ["1", "2", "3"]),
    ('"/items" { paginate: page(p, 1), until: length(response) == 0 }', ["1", "2", "3", "4"]),
]


@pytest.mark.parametrize(("request_", "sent"), PAGINATIONS)
@pytest.mark.parametrize("streamed", [True, False], ids=["streamed", "accumulated"])
async def test_pages(listing, missions, request_, sent, streamed):
    """Streamed or accumulated, the same requests are sent and the same records kept."""
    later = "" if streamed else "store { id: 99, n: length(response) } -> other"
    stored = await missions.out(f"get {request_}\nstore response -> out\n{later}")
    name = "p" if "/items" in request_ else "o" if "/rows" in request_ else "c"
    assert [call.query.get(name) for call in listing.calls] == sent
    assert stored == ITEMS[: 2 * len(sent)]


async def test_the_page_that_ends_it_is_kept(listing, missions):
    """Five items in pages of two are five records, whatever `until` says."""
    steps = 'get "/items" { paginate: page(p, 2), until: length(response) < 2 }'
    assert len(await missions.out(f"{steps}\nstore response -> out")) == 5


@pytest.mark.parametrize("member", ["data", "items", "rows"])
async def test_the_list_answers_to_its_names(listing, missions, member):
    """`response` is a list that also answers `.data`, `.items` and the member (ruling D36)."""
    steps = f"""
      get "/rows" {{ paginate: offset(o, 2) }}
      store response.{member} -> out
      store {{ id: 1, n: length(response) }} -> other
    """
    assert await missions.out(steps) == ITEMS


async def test_a_resumed_run_still_knows_the_names(listing, missions):
    """The names survive in the journal, with the items."""
    body = """
      checkpoint: afterStep
      store out: memory("out")
      action Main {
        get "/rows" { paginate: offset(o, 2) }
        let copy = response
        get "/later"
        store copy.rows -> out
      }
      run Main
    """
    await missions.run(body)
    listing.routes["GET /later"] = lambda _: {}
    result = await missions.completes(body, resume=True)
    assert result.stores["out"].records == ITEMS
    assert len([line for line in listing.lines if line == "GET /rows"]) == 3


@pytest.mark.parametrize(
    ("options", "count", "cut"),
    [("maxPages: 2", 4, True), ("maxItems: 3", 3, True), ("maxPages: 3", 5, False)],
)
async def test_caps_the_mission_asked_for(listing, missions, options, count, cut):
    """They are kept to the item, and never silently (ruling D41)."""
    paginate = f'paginate: {{ type: page, param: "p", pageSize: 2, {options} }}'
    stored = await missions.out(f'get "/items" {{ {paginate} }}\nstore response -> out')
    assert len(stored) == count
    assert any("was cut" in text for text in missions.warnings()) == cut


async def test_a_server_that_repeats_itself(api, missions):
    """A circle is an error at the second page, not a success."""
    api.routes["GET /items"] = lambda _: [{"id": 1}, {"id": 2}]
    result = await missions.tried('get "/items" { paginate: page(p, 2) }\nstore response -> out')
    assert result.status == "failed"
    assert len(api.calls) == 2
    assert result.errors[0].location.line == 7


async def test_a_cursor_that_expired_meanwhile(listing, missions):
    """The listing starts anew; what is stored already counts as neither added nor changed."""
    body = """
      checkpoint: afterStep
      store out: file("out")
      action Main { get "/cursor" { paginate: cursor(c, 2, "meta.next") } store response -> out }
      run Main
    """
    listing.fail_at = 2
    await missions.run(body)
    listing.fail_at = None
    by_cursor, expired = listing.routes["GET /cursor"], []

    def forgetful(call):
        if call.query.get("c") == "4" and not expired:
            expired.append(call)
            return 410, {"error": "cursor expired"}
        return by_cursor(call)

    listing.routes["GET /cursor"] = forgetful
    result = await missions.completes(body, resume=True)
    assert list(missions.stored("out").values()) == ITEMS
    assert result.stores["out"].added == 5
    assert any("read again from its start" in text for text in missions.warnings())


async def test_memory_does_not_grow_with_the_listing(api, missions):
    """A streamed listing holds two pages at most."""
    page = [{"id": 0, "text": "x" * 200}] * 100

    def rows(call):
        number = int(call.query["p"])
        return [{**row, "id": number * 100 + at} for at, row in enumerate(page)][
            : 100 * (number < 60)
        ]

    api.routes["GET /items"] = rows
    body = """
      store out: file("out")
      action Main { get "/items" { paginate: page(p, 100) } store response -> out { key: "same" } }
      run Main
    """
    sizes = []

    def listener(event):
        if event.type == "data.store":
            sizes.append(tracemalloc.get_traced_memory()[0])

    tracemalloc.start()
    await missions.completes(body, listener=listener)
    tracemalloc.stop()
    assert len(sizes) > 50
    assert max(sizes[10:]) < 2 * max(sizes[:10])


def test_an_items_view_is_a_list():
    """What loops, counts and stores is a plain list to everybody else."""
    assert ItemsView([1, 2], ("rows",)) == [1, 2]


@pytest.mark.parametrize("adapter", ["sql", "file", "memory"])
async def test_the_next_page_is_fetched_while_one_is_written(listing, missions, adapter):
    """A store that takes its time does not keep the server waiting."""
    body = f"""
      store out: {adapter}("out")
      action Main {{ get "/items" {{ paginate: page(p, 2) }} store response -> out }}
      run Main
    """
    await missions.completes(body)
    kinds = [event.type for event in missions.events if event.type in {"fetch.start", "data.store"}]
    assert kinds == ["fetch.start", "fetch.start", "data.store", "fetch.start"] + ["data.store"] * 2
