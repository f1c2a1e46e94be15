"""However a run ends, the run that resumes it leaves what an undisturbed run leaves.

Compared are the final records of every store, their counters, and what the server did: exactly
once for calls with an idempotency key; a PUT whose answer was lost may be repeated.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

LISTING = """
  checkpoint: %(mode)s
  durability: process
  store items: %(adapter)s("items")
  action Pull {
    get "/items" { paginate: page(p, 2) }
    store response -> items { key: .id }
  }
  run Pull
"""
CALLS = """
  checkpoint: %(mode)s
  durability: process
  store items: %(adapter)s("items")
  store done: %(adapter)s("done")
  store dlq: memory("dlq")
  action Pull {
    let prefix = "n-"
    get "/items" { paginate: page(p, 2), until: length(response) < 2 }
    for item in response {
      map item -> Item { id: .id, name: prefix + .id, even: .id %% 2 == 0 }
      store response -> items { key: .id }
    }
  }
  action Push {
    for item in items where .even == true %(every)s {
      let marked = item.name + "!"
      post "/push/{item.id}" { body: { name: marked } }
      match response {
        { error: reason } -> queue dlq { item: { id: item.id, reason: reason }, key: item.id },
        _ -> {
          let receipt = response.receipt
          put "/confirm/{item.id}" { body: { receipt: receipt } }
          store { id: item.id, receipt: receipt, confirmed: response.ok } -> done { key: .id }
        }
      }
    }
    if length(done) > 1 { delete done["2"] } else { clear dlq }
  }
  run Pull then Push
"""
BRANCHES = """
  checkpoint: %(mode)s
  durability: process
  store left: %(adapter)s("left")
  store both: %(adapter)s("both")
  action Left {
    get "/rows" { paginate: offset(o, 2) }
    store response -> left { key: .id }
    store { id: "left", count: length(left) } -> both
  }
  action Right {
    for n in [1, 2] { for m in ["a"] {
      post "/pair/{n}{m}" { body: { n: n, m: m } }
      store { id: concat(n, m), receipt: response.receipt } -> both
    } }
  }
  action Sum {
    for row in both where .receipt != null { run Note }
    store { id: "sum", total: count(both) } -> both
  }
  action Note { patch "/note" { body: { seen: true } } }
  run [Left, Right] then Sum
"""
PROGRAMS = {"listing": LISTING, "calls": CALLS, "branches": BRANCHES}
VARIANTS = [
    pytest.param("listing", {"mode": "afterStep", "adapter": "sql"}, id="listing-sql"),
    pytest.param("listing", {"mode": "onFailure", "adapter": "file"}, id="listing-file"),
    pytest.param(
        "calls", {"mode": "afterStep", "adapter": "memory", "every": ""}, id="calls-memory"
    ),
    pytest.param(
        "calls",
        {"mode": "onFailure", "adapter": "file", "every": "checkpoint every 2"},
        id="calls-every-2",
    ),
    pytest.param("branches", {"mode": "onFailure", "adapter": "file"}, id="branches"),
]


@pytest.fixture
def server(api):
    items = [{"id": number} for number in range(1, 5)]
    api.list_at("/items", items)
    api.routes["GET /rows"] = lambda call: items[int(call.query["o"]) :][:2]
    api.routes["POST /push/*"] = lambda call: (
        (422, {"error": "odd one"}) if call.path.endswith("/4") else {"receipt": call.path[-1]}
    )
    api.routes["PUT /confirm/*"] = lambda _: {"ok": True}
    api.routes["POST /pair/*"] = lambda call: {"receipt": call.path[-2:]}
    api.routes["PATCH /note"] = lambda _: (204, None)
    return api


async def outcome(missions, program, **options):
    """Run to the end and return every store's records and every effect."""
    result = await missions.completes(program, collect=True, **options)
    stores = {name: sorted(map(repr, store.records)) for name, store in result.stores.items()}
    counters = {name: (store.count, store.added) for name, store in result.stores.items()}
    return stores, counters, effects(missions.api, keyed=True)


def effects(api, *, keyed):
    """Return what the server did for calls that carry an idempotency key, or for the others."""
    return sorted(
        repr(effect) for effect in api.effects if effect[0].startswith(("POST", "PATCH")) == keyed
    )


@pytest.mark.parametrize(("name", "choices"), VARIANTS)
@pytest.mark.parametrize("lose_answer", [False, True], ids=["refused", "answer-lost"])
async def test_a_call_that_fails(server, missions, tmp_path, name, choices, lose_answer):
    """Each call in turn is answered with 500, before or after it had its effect."""
    program = PROGRAMS[name] % choices
    expected = await outcome(missions, program)
    calls, puts = len(server.calls), effects(server, keyed=False)
    for number in range(calls):
        server.reset()
        server.fail_at, server.lose_answer = number, lose_answer
        missions.state = tmp_path / f"state-{number}"
        failed = await missions.run(program)
        assert failed.status == "failed", f"call {number} of {calls}"
        server.fail_at = None
        assert await outcome(missions, program, resume=True) == expected, f"call {number}"
        repeated = set if lose_answer else list
        assert repeated(effects(server, keyed=False)) == repeated(puts), f"call {number}"


def copy_at_rest(state: Path, copy: Path) -> None:
    """Copy a state directory as one instant has it: a thread may still be writing a store.

    The event loop stands still meanwhile, so after a few tries nothing moves any more.
    """
    for _ in range(1000):
        before = _listing(state)
        try:
            shutil.copytree(state, copy)
        except shutil.Error:
            moved = True
        else:
            moved = _listing(state) != before
        if not moved:
            return
        shutil.rmtree(copy)
    pytest.fail("the state directory never came to rest")


def _listing(state: Path) -> list[tuple[Path, int, int]]:
    found = []
    for path in sorted(state.rglob("*")):
        try:
            status = path.stat()
        except FileNotFoundError:
            continue
        found.append((path, status.st_size, status.st_mtime_ns))
    return found


@pytest.mark.parametrize(("name", "choices"), VARIANTS)
async def test_a_process_that_dies(server, missions, tmp_path, name, choices):
    """The state directory as it is at each event of a run, copied, is what a kill leaves."""
    program = PROGRAMS[name] % choices
    expected = await outcome(missions, program)
    puts = set(effects(server, keyed=False))
    server.reset()
    copies, known = [], set()

    def listener(event):
        journals = missions.state.glob("execution/journal/*/*.jsonl")
        sizes = (sum(path.stat().st_size for path in journals), len(server.effects))
        if event.type in {"mission.start", "mission.complete"} or sizes in known:
            return
        known.add(sizes)
        copy = tmp_path / f"copy-{len(copies)}"
        copy_at_rest(missions.state, copy)
        copies.append((event, copy, server.state()))

    missions.state = tmp_path / "copied"
    await missions.completes(program, listener=listener)
    assert len(copies) > 5
    for event, copy, state in copies:
        server.restore(state)
        missions.state = copy
        assert await outcome(missions, program, resume=True) == expected, event
        assert set(effects(server, keyed=False)) == puts, event
