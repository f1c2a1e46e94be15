"""Stages: order, conditions, what runs side by side, what later stages see (4.15, D09 to D11)."""

from __future__ import annotations

import pytest

STORE = 'store out: memory("out")'


async def ids(missions, body, **options):
    result = await missions.completes(f"{STORE} {body}", keep_state=False, **options)
    return sorted(str(row["id"]) for row in result.stores["out"].records)


ACTIONS = """
  action Bind { let x = 5 }
  action Map { map 1 -> T { v: 7 } }
  action Idle { let y = 1 }
  action Rest { let z = 1 }
  action InBlock { if true { let x = 1 } }
  action KeepX { store { id: x } -> out }
  action KeepV { store { id: response.v } -> out }
  action KeepNull { store { id: response == null ? "null" : "value" } -> out }
"""


@pytest.mark.parametrize(
    ("pipeline", "stored"),
    [
        ("run Bind then KeepX", ["5"]),
        ("run Map then Idle then KeepV", ["7"]),
        ("let x = 3 run InBlock then KeepX", ["3"]),
        ("run Map then [Idle, Rest] then KeepNull", ["null"]),
        ("let half = 2 let x = half * 2 run KeepX", ["4"]),
        ("run KeepV if length(out) > 0", []),
        ("let x = 1 run KeepX then KeepNull if length(out) == 1", ["1", "null"]),
    ],
    ids=["let", "response", "block-let", "parallel-none", "mission-let", "skipped", "condition"],
)
async def test_what_a_stage_sees(missions, pipeline, stored):
    """All of the single action before, nothing of parallel ones (D09, D10)."""
    assert await ids(missions, ACTIONS + pipeline) == stored


async def test_parallel_siblings_are_isolated(missions):
    """A sibling's variables cannot be read."""
    body = f"{STORE} action A {{ let x = 1 }} action B {{ store {{ id: x }} -> out }} run [A, B]"
    result = await missions.run(body, keep_state=False)
    assert "`x` is not defined" in result.errors[0].message


async def test_a_stage_runs_side_by_side(api, missions):
    """The actions of a parallel stage overlap; `maxConcurrency` caps them."""
    api.routes["GET /x"] = lambda _: {}
    actions = "".join(f'action A{n} {{ get "/x" get "/x" }}' for n in range(3))

    async def starts(option):
        await missions.completes(f"{option} {actions} run [A0, A1, A2]", keep_state=False)
        return [
            event.type.partition(".")[2]
            for event in missions.events
            if event.type in {"action.start", "action.complete"}
        ]

    assert (await starts(""))[:3] == ["start"] * 3
    assert await starts("maxConcurrency: 1") == ["start", "complete"] * 3


FAILING = """
  action Good { get "/good" store { id: "good" } -> out }
  action Bad { get "/bad" }
  action Also { get "/worse" }
  action Next { store { id: "next" } -> out }
  run [Bad, Good, Also] then Next
"""


@pytest.mark.parametrize(
    ("option", "stored", "failed"),
    [
        ("", ["good"], ["Bad", "Also"]),
        ('parallelMode: "wait-all"', ["good"], ["Bad", "Also"]),
        ("parallelMode: continue", ["good", "next"], ["Bad", "Also"]),
    ],
)
async def test_when_one_of_them_fails(api, missions, option, stored, failed):
    """All are waited for, errors in order of listing; `continue` goes on (D11)."""
    api.routes["GET /good"] = lambda _: {}
    result = await missions.run(f"{option} {STORE} {FAILING}", keep_state=False)
    assert result.status == "failed"
    assert sorted(row["id"] for row in result.stores["out"].records) == stored
    assert [error.action for error in result.errors] == failed


async def test_fail_fast_cancels_the_others(api, missions):
    """The first failure ends the stage."""
    body = """
      parallelMode: "fail-fast"
      store out: memory("out")
      action Bad { get "/bad" }
      action Slow { match 1 { _ -> retry { maxAttempts: 9, delay: 1h } } store { id: 1 } -> out }
      run [Bad, Slow]
    """
    result = await missions.run(body, keep_state=False)
    assert [error.action for error in result.errors] == ["Bad"]
    assert result.stores["out"].records == []


async def test_a_condition_that_cannot_be_evaluated(missions):
    """It fails the mission with its place, like a step does."""
    result = await missions.run("action A { skip } run A then A if 1 < null")
    assert result.status == "failed"
    (error,) = result.errors
    assert error.location.line == 3
    assert result.actions_run == ("A",)


async def test_a_finished_branch_is_not_run_again(api, missions):
    """A resume runs what failed, and what comes after it."""
    api.routes["GET /good"] = lambda _: {}
    body = f"checkpoint: onFailure {STORE.replace('memory', 'file')} {FAILING}"
    await missions.run(body)
    api.routes["GET /bad"] = api.routes["GET /worse"] = lambda _: {}
    api.calls.clear()
    result = await missions.completes(body, resume=True)
    assert sorted(api.lines) == ["GET /bad", "GET /worse"]
    assert set(result.actions_run) == {"Good", "Bad", "Also", "Next"}


async def test_a_condition_is_evaluated_once(api, missions):
    """A stage that had begun is gone on with, whatever its condition says now."""
    body = """
      checkpoint: afterStep
      store out: file("out")
      action A { store { id: 1 } -> out get "/later" }
      run A if length(out) == 0
    """
    await missions.run(body)
    api.routes["GET /later"] = lambda _: {}
    assert (await missions.completes(body, resume=True)).actions_run == ("A",)


async def test_what_was_handed_over_survives_without_checkpoints(api, missions):
    """Stages that completed are not run again even in a mission that saves no steps."""
    body = """
      store out: file("out")
      action A { let x = 5 get "/first" }
      action B { get "/later" store { id: x, v: x + 1 } -> out }
      run A then B
    """
    api.routes["GET /first"] = lambda _: {"v": 1}
    await missions.run(body)
    api.routes["GET /later"] = lambda _: {}
    api.calls.clear()
    await missions.completes(body, resume=True)
    assert api.lines == ["GET /later"]
    assert missions.stored("out") == {"5": {"id": 5, "v": 6}}
