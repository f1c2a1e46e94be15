"""`store`, `delete` and `clear`: keys, modes, counters (language specification 4.10)."""

from __future__ import annotations

import pytest

KEYS = [
    ("{ id: 7, a: 1 }", "", ["7"]),
    ("{ id: 7, a: 1 }", "{ key: .a }", ["1"]),
    ("{ id: 7.5 }", "", ["7.5"]),
    ("{ id: 2.0 }", "", ["2"]),
    ('[{ k: "a" }, { k: "b" }]', "{ key: .k }", ["a", "b"]),
    ("[]", "", []),
    ("{ id: 1, m: { n: 3 } }", "{ key: .m.n }", ["3"]),
    ("{ id: 1 }", "{ key: concat(prefix, .id) }", ["p-1"]),
]


@pytest.mark.parametrize(("value", "options", "keys"), KEYS)
async def test_keys(missions, value, options, keys):
    """`key:` per record, else the record's `id`; numbers are written plainly."""
    steps = f'let prefix = "p-"\nstore {value} -> out {options}\nstore {{ id: "x", n: 1 }} -> other'
    body = missions.one_action(steps).replace('memory("out")', 'file("out")')
    await missions.completes(body)
    assert list(missions.stored("out")) == keys


async def test_generated_keys_differ_and_are_stable(api, missions):
    """Records without a key get one each, and the same again when the step is repeated."""
    body = """
      checkpoint: afterStep
      store out: file("out")
      action Main { store [{ a: 1 }, { a: 1 }] -> out get "/later" }
      run Main
    """
    await missions.run(body)
    before = missions.stored("out")
    assert len(before) == 2
    api.routes["GET /later"] = lambda _: {}
    await missions.completes(body, resume=True)
    assert missions.stored("out") == before
    await missions.completes(body)
    assert len(missions.stored("out")) == 4


@pytest.mark.parametrize(
    ("value", "options", "message"),
    [
        ("[{ id: 1 }, { id: null }]", "", "the key of a record is null"),
        ("{ id: 1 }", "{ key: .nothing }", "the key of a record is null"),
        ("{ id: [1] }", "", "an array cannot be a key"),
        ("5", "", "only objects can be stored, got a number"),
        ("null", "", "only objects can be stored, got null"),
        ("[{ id: 1 }, 5]", "", "only objects can be stored, got a number"),
    ],
)
async def test_what_cannot_be_stored(missions, value, options, message):
    """Nothing of a statement is stored when any of it cannot be; the error has its place."""
    result = await missions.tried(f"store {value} -> out {options}")
    assert message in result.errors[0].message
    assert result.errors[0].location.line == 7
    assert result.stores["out"].records == []


@pytest.mark.parametrize(
    ("options", "after"),
    [
        ("", {"id": 1, "b": 2}),
        ("{ upsert: true }", {"id": 1, "a": 1, "b": 2}),
        ("{ upsert: false }", {"id": 1, "b": 2}),
        ("{ partial: true }", {"id": 1, "a": 1, "b": 2, "_partial": True}),
        ("{ partial: false }", {"id": 1, "b": 2, "_partial": False}),
    ],
)
async def test_a_record_that_is_there(missions, options, after):
    """Replace with default; `upsert` and `partial: true` merge (ruling D07)."""
    steps = f"store {{ id: 1, a: 1 }} -> out\nstore {{ id: 1, b: 2 }} -> out {options}"
    assert await missions.out(steps) == [after]


async def test_counters(missions):
    """Added and changed records are counted; an identical one counts as neither."""
    steps = """
      store [{ id: 1 }, { id: 2 }] -> out
      store { id: 2, a: 1 } -> out
      store { id: 1 } -> out
      delete out[1]
      delete out["nobody"]
      store { id: 9 } -> other
      clear other
    """
    result = await missions.tried(steps)
    out, other = result.stores["out"], result.stores["other"]
    assert (out.count, out.added, out.updated) == (1, 2, 1)
    assert (other.count, other.added) == (0, 1)


async def test_the_mapped_value_is_stored_and_the_response_is_untouched(api, missions):
    """`_partial` goes to a copy; `each` says the same as an array does."""
    api.routes["GET /x"] = lambda _: [{"id": 1}]
    steps = """
      get "/x"
      store each response -> other { partial: true }
      store response -> out
    """
    assert await missions.out(steps) == [{"id": 1}]


async def test_a_store_written_into_another(missions):
    """A store as a value is its records."""
    assert await missions.out("store { id: 1 } -> other store other -> out") == [{"id": 1}]


async def test_the_adapter_may_depend_on_the_environment(missions):
    """`match env(…)` chooses adapter and target when the run starts."""
    body = """
      store out: match env("WHERE") { "disk" => file("kept"), _ => memory("out") }
      action Main { store { id: 1 } -> out }
      run Main
    """
    result = await missions.completes(body, environ={"WHERE": "disk"})
    assert result.stores["out"].adapter == "file"
    assert missions.stored("kept") == {"1": {"id": 1}}
    result = await missions.completes(body)
    assert result.stores["out"].records == [{"id": 1}]
