"""What becomes of runs when there are two of them, and when the editor or the server goes."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import pytest
from pygls.exceptions import JsonRpcException

from server.editor import start_editor
from server.leaving import WAYS, run_and_leave
from server.letters import (
    LIMIT,
    MISSION,
    Api,
    about,
    at_the_command_line,
    begun,
    do,
    record,
    serving,
    stored,
    write_project,
)

FOLDER = "Ärzte & 信 post"


async def test_a_mission_is_not_run_beside_itself(tmp_path: Path) -> None:
    """Refused with the execution that goes on, whatever its stores; a dry run may be made."""
    async with serving(Api(held=4)) as api:
        path = write_project("a file", tmp_path / FOLDER, api.url)
        path.write_text(MISSION.replace("URL", api.url).replace("file(", "memory("))
        async with start_editor("vscode", path.parent) as editor:
            editor.open_file(path)
            running = await begun(editor, path, api)
            execution = record(path.parent)["executionId"]
            refusal = f"Letters is running already as {execution}: let it end, or cancel it first"
            for command in ("reqon.run", "reqon.resume"):
                with pytest.raises(JsonRpcException) as refused:
                    await do(editor, command, path)
                assert refused.value.message == refusal
            assert (await do(editor, "reqon.dryRun", path))["status"] == "completed"
            api.released.set()
            assert (await running)["status"] == "completed"
        assert api.letters == list(range(1, 11))


async def test_of_two_runs_asked_for_at_once_one_is_made(tmp_path: Path) -> None:
    """As by a double click."""
    async with serving(Api()) as api:
        path = write_project("a file", tmp_path / FOLDER, api.url)
        async with start_editor("vscode", path.parent) as editor:
            editor.open_file(path)
            both = (do(editor, "reqon.run", path), do(editor, "reqon.run", path))
            first, second = await asyncio.gather(*both, return_exceptions=True)
            assert first["status"] == "completed"
            assert "Letters is running already" in str(second)
        assert api.letters == list(range(1, 11))


async def test_what_runs_at_the_command_line_is_left_alone(tmp_path: Path) -> None:
    """A resume is refused with its owner, a run with the store that it writes."""
    async with serving(Api(held=4)) as api:
        path = write_project("a file", tmp_path / FOLDER, api.url)
        shell = await at_the_command_line(path.parent, "run", path.name)
        await api.until_reached()
        execution = record(path.parent)["executionId"]
        async with start_editor("vscode", path.parent) as editor:
            with pytest.raises(JsonRpcException, match=f"owned by pid {shell.pid} since"):
                await editor.execute("reqon.resume", about(path, execution=execution))
            with pytest.raises(JsonRpcException, match="in use by another run"):
                await do(editor, "reqon.run", path)
            with pytest.raises(JsonRpcException, match="no run of Letters that this editor"):
                await do(editor, "reqon.cancel", path)
        api.released.set()
        async with asyncio.timeout(LIMIT):
            assert await shell.wait() == 0
        assert record(path.parent)["status"] == "completed"
        assert api.letters == list(range(1, 11))


@pytest.mark.parametrize("way", [*WAYS, "kill"])
async def test_a_run_outlives_its_server_as_long_as_it_has_to(tmp_path: Path, way: str) -> None:
    """An editor that leaves stops it where it can be resumed; a server that dies does not."""
    async with serving(Api(held=4)) as api:
        path = write_project("a file", tmp_path / FOLDER, api.url)
        start = partial(start_editor, "vscode", path.parent)
        await run_and_leave(start, way, path, path.parent, api)
        left = record(path.parent)
        assert left["status"] == ("completed" if way == "kill" else "interrupted")
        async with start() as again:
            again.open_file(path)
            command = "reqon.run" if way == "kill" else "reqon.resume"
            done = await do(again, command, path)
            assert done["status"] == "completed"
            assert (done["execution"] == left["executionId"]) is (way != "kill")
        assert stored(path.parent, "letters") == list(range(1, 11))
        assert api.letters == list(range(1, 11)) * (2 if way == "kill" else 1)
