"""Execution state: what is kept, what can be resumed, and what is refused (4.14, durability 8)."""

from __future__ import annotations

import asyncio
import json
import shutil

import pytest

from reqon.api import Options, load_missions, settings_for
from reqon.engine.mission import Engine
from reqon.errors import ConfigurationError
from reqon.journal import catalog


def record(missions):
    (execution,) = catalog.history(missions.state)
    return execution.record


def files(missions):
    """Return all that lies in the state directory."""
    return {path: path.read_bytes() for path in missions.state.rglob("*") if path.is_file()}


TWO = """
  %s
  store out: %s("out")
  action First { store { id: 1 } -> out }
  action Second { get "/later" store { id: 2 } -> out }
  run First then Second
"""


async def test_a_failed_mission_without_checkpoints_is_resumed_at_its_action(api, missions):
    """Actions that completed are not run again, the one that failed from its start."""
    body = TWO % ("", "file")
    failed = await missions.run(body)
    assert failed.actions_run == ("First",)
    api.routes["GET /later"] = lambda _: {}
    resumed = await missions.completes(body, resume=True)
    assert resumed.execution_id == failed.execution_id
    assert [event.payload["action"] for event in missions.of("action.start")] == ["Second"]
    assert list(missions.stored("out")) == ["1", "2"]


async def test_memory_stores_are_rebuilt_with_checkpoints_only(api, missions):
    """Without one, a run refuses to go on past what was lost, and says what to do."""
    await missions.run(TWO % ("", "memory"))
    api.routes["GET /later"] = lambda _: {}
    before = files(missions)
    with pytest.raises(ConfigurationError, match=r"`out` was filled by First(.|\n)*afterStep"):
        await missions.run(TWO % ("", "memory"), resume=True)
    assert files(missions) == before


async def test_memory_stores_with_checkpoints(api, missions):
    """The shadow of a memory store lives as long as the execution can be resumed."""
    body = TWO % ("checkpoint: onFailure", "memory")
    await missions.run(body)
    api.routes["GET /later"] = lambda _: {}
    result = await missions.completes(body, resume=True)
    assert [row["id"] for row in result.stores["out"].records] == [1, 2]
    assert not list(missions.state.glob("execution/journal/*/memory"))


async def test_a_mission_that_keeps_no_state(missions):
    """`enableState: false` leaves the stores and nothing else."""
    body = TWO % ("enableState: false", "file")
    await missions.run(body)
    assert [path.name for path in missions.state.iterdir()] == ["stores"]
    with pytest.raises(ConfigurationError, match="has no execution exec_x"):
        await missions.run(body, execution_id="exec_x")


async def test_nothing_to_resume_starts_afresh(missions):
    """`resume` without an execution is an ordinary run."""
    body = 'store out: file("out") action A { store { id: 1 } -> out } run A'
    result = await missions.completes(body, resume=True)
    assert not result.resumed


async def test_a_completed_execution_is_not_run_again(missions):
    """Naming it is refused; asking for the latest finds nothing to go on with."""
    body = 'store out: file("out") action A { store { id: 1 } -> out } run A'
    done = await missions.completes(body)
    with pytest.raises(ConfigurationError):
        await missions.run(body, execution_id=done.execution_id)


@pytest.mark.parametrize(
    "block",
    [
        'match 1 { _ where length(out) == 0 -> { %s }, _ -> abort "wrong arm" }',
        'if length(out) == 0 { %s } else { abort "wrong block" }',
        "let v = { n: length(out) } validate v { assume .n > 0 } or { %s }",
        'try { get "/nowhere" } catch { %s }',
        'match 1 { 1 -> get "/nowhere" } catch { { code: c } -> { %s } }',
        "run Called } action Called { %s",
    ],
    ids=["match", "if", "or", "try-catch", "match-catch", "run"],
)
async def test_a_block_is_entered_again(api, missions, block):
    """The block that was chosen is gone on with, though the choice would be another now."""
    inside = (
        'let kept = uuid() store { id: kept } -> out get "/later" store { id: "x", k: kept } -> out'
    )
    body = (
        f'checkpoint: afterStep store out: file("out") action Main {{ {block % inside} }} run Main'
    )
    await missions.run(body)
    api.routes["GET /later"] = lambda _: {}
    await missions.completes(body, resume=True)
    first, second = missions.stored("out").values()
    assert second == {"id": "x", "k": first["id"]}
    assert api.lines.count("GET /nowhere") <= 1


async def test_a_committed_write_is_not_repeated(missions, tmp_path):
    """Killed between the commit of a store and the journal's word of it: the store is right."""
    body = """
      checkpoint: afterStep
      store out: file("out")
      action Main { let n = 1 for x in [1] { store { id: 1, v: uuid() } -> out let y = 2 } }
      run Main
    """
    copy = tmp_path / "killed"

    def listener(event):
        if event.type == "data.store":
            shutil.copytree(missions.state, copy)

    await missions.completes(body, listener=listener)
    committed = missions.stored("out")
    missions.state = copy
    result = await missions.completes(body, resume=True)
    assert missions.stored("out") == committed
    assert (result.stores["out"].added, result.stores["out"].updated) == (1, 0)
    assert not missions.of("data.store")


EDITED = """
  checkpoint: afterStep
  store out: file("out")
  action Main {
    let x = %s
    for n in [1, 2] %s { get "/%s" store { id: n } -> out }
    store { id: "end", x: x } -> out
  }
  run Main
"""


@pytest.mark.parametrize(
    ("edit", "allowed"),
    [
        (("1", "", "good"), True),
        (("1 // a comment", "where true == true", "good"), False),
        (("1 // a comment", "", "good"), True),
        (("2", "", "good"), False),
    ],
    ids=["failing-step", "loop-header", "comment", "completed-step"],
)
async def test_an_edited_mission(api, missions, edit, allowed):
    """A failing step may be mended; what ran must be as it was, and the refusal names it.

    A resume that is refused leaves the execution as it was: it still says what it failed with.
    """
    await missions.run(EDITED % ("1", "", "bad"))
    api.routes["GET /good"] = lambda _: {}
    body = EDITED.replace("let x = %s", "let x = %s\n") % edit
    if allowed:
        await missions.completes(body, resume=True)
        assert list(missions.stored("out")) == ["1", "2", "end"]
        return
    before = files(missions)
    with pytest.raises(ConfigurationError, match=r"step \d of action `Main` ran in execution"):
        await missions.run(body, resume=True)
    assert files(missions) == before
    await missions.completes(body, resume=True, accept_edits=True)


async def test_an_edited_pipeline(missions):
    """A stage that began must be the same one; later stages may change."""
    await missions.run(TWO % ("", "file"))
    other = (TWO % ("", "file")).replace("run First then Second", "run Second then First")
    with pytest.raises(ConfigurationError, match="stage 1 of `run`"):
        await missions.run(other, resume=True)


async def test_a_stop_is_resumed_where_it_happened(api, missions):
    """The current item is finished; status interrupted; the next run begins with the next."""
    api.routes["POST /push/*"] = lambda _: {}
    body = """
      checkpoint: afterStep
      store out: file("out")
      action Main { for n in [1, 2, 3, 4] { post "/push/{n}" store { id: n } -> out } }
      run Main
    """
    text = missions.program(body)
    (plan,) = load_missions(text)
    settings = settings_for(plan, Options(state_dir=missions.state, environ={}))

    def listener(event):
        if event.type == "fetch.start" and event.payload["path"] == "/push/2":
            engine.request_stop()

    engine = Engine(plan, settings, listener)
    result = await engine.run()
    assert result.status == "interrupted"
    assert result.exit_code == 130
    assert list(missions.stored("out")) == ["1", "2"]
    assert record(missions)["activeStep"]["index"] == 2
    api.calls.clear()
    await missions.completes(body, resume=True)
    assert api.lines == ["POST /push/3", "POST /push/4"]


async def test_a_stop_ends_a_wait(missions):
    """A run that waits for its next attempt does not keep anybody waiting."""
    (plan,) = load_missions(
        missions.program("action A { match 1 { _ -> retry { delay: 1h } } } run A")
    )

    def listener(event):
        if event.type == "step.start" and event.payload["kind"] == "retry":
            asyncio.get_running_loop().call_soon(engine.request_stop)

    options = Options(state_dir=missions.state, environ={})
    engine = Engine(plan, settings_for(plan, options), listener)
    assert (await engine.run()).status == "interrupted"


async def test_a_stop_ends_a_wait_for_the_server(api, missions):
    """Between two attempts nothing is under way: the stop is taken there, and resumed."""
    asked = []
    api.routes["PUT /push"] = lambda _: asked.append(1) or ({} if len(asked) > 1 else (503, {}))
    body = """
      checkpoint: afterStep
      action Main { put "/push" { retry: { maxAttempts: 3, delay: 1h } } }
      run Main
    """
    (plan,) = load_missions(missions.program(body))

    def listener(event):
        if event.type == "fetch.retry":
            engine.request_stop()

    options = Options(state_dir=missions.state, environ={})
    engine = Engine(plan, settings_for(plan, options), listener)
    result = await engine.run()
    assert result.status == "interrupted", [str(error) for error in result.errors]
    assert api.lines == ["PUT /push"]
    await missions.completes(body, resume=True)
    assert api.lines == ["PUT /push", "PUT /push"]


async def test_a_stop_before_the_run(missions):
    """A stop that comes too early is not lost."""
    (plan,) = load_missions(missions.program("action A { let x = 1 } run A"))
    engine = Engine(plan, settings_for(plan, Options(state_dir=missions.state, environ={})))
    engine.request_stop()
    assert (await engine.run()).status == "interrupted"


async def test_cancelling_leaves_it_interrupted(api, missions):
    """A cancelled run closes its files; the execution can be resumed."""
    body = """
      checkpoint: afterStep
      action Main { let x = 1 match x { _ -> retry { delay: 1h } } }
      run Main
    """
    reached = asyncio.Event()

    def listener(event):
        if event.type == "step.start" and event.payload["kind"] == "retry":
            reached.set()

    task = asyncio.create_task(missions.run(body, listener=listener))
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert record(missions)["status"] == "interrupted"


async def test_no_secret_in_any_file(api, missions):
    """Credentials and secret variables of the environment, echoed by the server."""
    canary = "canary-5ecret-value"
    api.routes["GET /echo"] = lambda call: {"id": 1, "said": call.headers["authorization"]}
    body = f"""
      mission Test {{
        checkpoint: afterStep
        source Api {{ auth: bearer, base: "{api.url}", token: env("THE_TOKEN") }}
        action Main {{
          let secret = env("THE_TOKEN")
          get "/echo"
          let said = response.said
          get "/echo" {{ params: {{ t: secret }} }}
          abort "failed with " + said
        }}
        run Main
      }}
    """
    result = await missions.run(body, environ={"THE_TOKEN": canary})
    assert result.status == "failed"
    assert api.calls[0].headers["authorization"] == f"Bearer {canary}"
    for path in missions.state.rglob("*"):
        if path.is_file():
            assert canary not in path.read_bytes().decode(errors="replace"), path


async def test_the_result_says_what_happened(api, missions):
    """Errors carry action, step, place and address; the record holds the same once."""
    result = await missions.run('action Main { get "/none" } run Main')
    (error,) = result.errors
    assert (error.action, error.step, error.address) == ("Main", 'get "/none"', "0.0.0")
    assert str(error).startswith('[Main/get "/none"] <program>:3:')
    (kept,) = record(missions)["errors"]
    assert (kept["action"], kept["step"]) == ("Main", 'get "/none"')
    assert "<program>:3:" in kept["message"]
    assert json.dumps(record(missions)).count("no route GET /none") == 1
