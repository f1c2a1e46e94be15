"""Running programs from Python: which mission, from where, with what (5.4)."""

from __future__ import annotations

import asyncio

import pytest

from reqon.api import execute, execute_all, execute_sync
from reqon.errors import ConfigurationError, ProgramError

TWO = """
  store out: memory("out")
  mission One { action A { store { id: 1 } -> out } run A }
  mission Two { action A { store { id: 2 } -> out } run A }
"""


async def test_all_missions_of_a_program(tmp_path):
    """In file order, each with a result of its own."""
    results = await execute_all(TWO, state_dir=tmp_path, environ={})
    assert [result.mission for result in results] == ["One", "Two"]
    assert [result.stores["out"].records for result in results] == [[{"id": 1}], [{"id": 2}]]


async def test_one_of_several(tmp_path):
    """By name; without one, or with a wrong one, the choices are named."""
    result = await execute(TWO, mission="Two", state_dir=tmp_path, environ={})
    assert result.mission == "Two"
    with pytest.raises(ConfigurationError, match=r"2 missions(.|\n)*One, Two"):
        await execute(TWO, state_dir=tmp_path)
    with pytest.raises(ConfigurationError, match="no mission `Three`"):
        await execute(TWO, mission="Three", state_dir=tmp_path)


async def test_a_program_in_a_file(tmp_path):
    """A path is read, text is run; messages name the file."""
    path = tmp_path / "m.vague"
    path.write_text("mission M { action A { abort } run A }", encoding="utf-8")
    result = await execute(path, state_dir=tmp_path / "state", environ={})
    assert str(result.errors[0].location) == f"{path}:1:24"
    with pytest.raises(ConfigurationError, match="cannot be read"):
        await execute(tmp_path / "none.vague")
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigurationError, match="not UTF-8"):
        await execute(path)


def test_without_an_event_loop(tmp_path, monkeypatch):
    """`execute_sync` runs one itself; the state directory may come from the environment."""
    monkeypatch.setenv("REQON_STATE_DIR", str(tmp_path / "from-env"))
    result = execute_sync("mission M { action A { skip } run A }")
    assert result.success
    assert (tmp_path / "from-env" / "execution").is_dir()


async def test_a_program_with_an_error(tmp_path):
    """It is refused with the first error and how many more there are; nothing is written."""
    with pytest.raises(ProgramError, match=r"<program>:1:\d+: .*and \d more"):
        await execute("mission M { action { ) } run", state_dir=tmp_path / "state")
    assert not (tmp_path / "state").exists()


async def test_credentials_by_source(api, missions):
    """A mapping stands for a credentials file and wins over the source."""
    api.routes["GET /x"] = lambda _: {}
    auth = {"Api": {"type": "bearer", "token": "given-token"}}
    source = f'source Api {{ auth: bearer, token: "own-token", base: "{api.url}" }}'
    await missions.completes(f'mission M {{ {source} action A {{ get "/x" }} run A }}', auth=auth)
    assert api.calls[0].headers["authorization"] == "Bearer given-token"


async def test_a_get_with_a_body(api, missions):
    """The body is not sent; the checker warned of it (RQ5010)."""
    api.routes["GET /x"] = lambda _: {}
    await missions.completes('action A { get "/x" { body: { a: 1 } } } run A')
    assert api.calls[0].body is None


async def test_a_post_that_fails(api, missions):
    """A 500 that stays is a failure, not a success with an error for a body."""
    api.routes["POST /x"] = lambda _: (500, {"message": "down"})
    result = await missions.run('action A { post "/x" { retry: { delay: 0 } } } run A')
    assert result.status == "failed"
    assert len(api.calls) == 1


async def test_missions_side_by_side(api, missions):
    """Two runs in one state directory have executions and counters of their own."""
    api.routes["GET /x"] = lambda _: [{"id": 1}]
    bodies = [
        f'store s: file("{name}") action A {{ get "/x" store response -> s }} run A'
        for name in ("one", "two")
    ]
    first, second = await asyncio.gather(*(missions.completes(body) for body in bodies))
    assert first.execution_id != second.execution_id
    assert missions.stored("one") == missions.stored("two")
