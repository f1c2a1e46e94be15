"""A run from an editor leaves the files of one at the command line, whatever happens to it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from difflib import unified_diff
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from reqon_server.parent import wait_for_end
from server.editor import Editor, start_editor
from server.leaving import WAYS, run_and_leave
from server.letters import (
    LIMIT,
    Api,
    at_the_command_line,
    do,
    files_of,
    owner,
    program_of,
    serving,
    stored,
    write_project,
)

CASES = [
    ("a file", "completed"),
    *[("a file", way) for way in ("failed", "cancelled", "button", "request", "killed", *WAYS)],
    ("a file of several missions", "failed"),
    ("a file of several missions", "cancelled"),
    ("a file of several missions", "killed"),
    ("a folder", "failed"),
    ("a folder", "cancelled"),
    ("a folder", "killed"),
    ("a folder", "shutdown"),
    ("outside", "cancelled"),
    ("outside", "close"),
]
"""Projects, and how a run ends: cancelled by a command, the button of its progress or the request
that is cancelled; killed; or left by its editor. "outside" is a file in no workspace folder."""
STOPPED = ("cancelled", "button", "request", *WAYS)
FOLDER = "Ärzte & 信 post"
RUN = "run"
"""What the request for a run and its progress are called."""


def api_for(way: str) -> Api:
    held = 4 if way in (*STOPPED, "killed") else 0
    return Api(held=held, refused=3 if way == "failed" else 0)


async def from_the_shell(kind: str, way: str, folder: Path, api: Api) -> list[dict[str, str]]:
    command = ("run", program_of(kind), "--mission", "Letters")
    process = await at_the_command_line(folder, *command)
    if api.held:
        await api.until_reached()
        process.send_signal(signal.SIGINT if way in STOPPED else signal.SIGKILL)
        api.released.set()
    async with asyncio.timeout(LIMIT):
        await process.wait()
    api.refused = 0
    before = files_of(folder)
    if way != "completed":
        again = await at_the_command_line(folder, *command, "--resume")
        async with asyncio.timeout(LIMIT):
            assert await again.wait() == 0
    return [before, files_of(folder)]


async def stop(editor: Editor, way: str, path: Path, folder: Path) -> None:
    """Stop the run that goes on; when this returns, it knows."""
    if way == "cancelled":
        await do(editor, "reqon.cancel", path)
    elif way == "killed":
        os.kill(owner(folder), signal.SIGKILL)
    elif way == "request":
        editor.client.cancel_request(types.CancelParams(RUN))
    else:
        await editor.cancel_progress(RUN, path.as_uri())
    # What was sent before has been heard when this is answered.
    await editor.lenses(path.as_uri())


async def run(editor: Editor, way: str, path: Path, folder: Path, api: Api) -> None:
    """Run the mission in an editor that stays, to whatever end."""
    editor.open_file(path)
    running = asyncio.ensure_future(do(editor, "reqon.run", path, number=RUN, token=RUN))
    if api.held:
        await api.until_reached()
        process = owner(folder)
        await stop(editor, way, path, folder)
        api.released.set()
        async with asyncio.timeout(LIMIT):
            await wait_for_end(process)
    if way == "request":
        with pytest.raises(JsonRpcException, match="cancelled"):
            await running
    else:
        ended = "interrupted" if api.held else way
        assert (await running)["status"] == ended


async def from_the_editor(
    start: Callable[..., Any], way: str, path: Path, folder: Path, api: Api
) -> list[dict[str, str]]:
    if way in WAYS:
        await run_and_leave(start, way, path, folder, api)
    async with start(messages=way == "failed") as editor:
        if way not in WAYS:
            await run(editor, way, path, folder, api)
        api.refused = 0
        before = files_of(folder)
        if way != "completed":
            assert (await do(editor, "reqon.resume", path))["status"] == "completed"
    return [before, files_of(folder)]


@pytest.mark.parametrize(("kind", "way"), CASES)
async def test_all_files_are_those_of_the_command_line(tmp_path: Path, kind: str, way: str) -> None:
    """The record, checkpoint, journal, stores and shapes, when it stopped and when it was done."""
    shell, other = tmp_path / "shell" / FOLDER, tmp_path / "editor" / FOLDER
    workspace, project = other, kind
    if kind == "outside":
        workspace, project = tmp_path / "workspace", "a file"
        workspace.mkdir()
    async with serving(api_for(way)) as api:
        write_project(project, shell, api.url)
        expected = await from_the_shell(project, way, shell, api)
    async with serving(api_for(way), int(api.url.rpartition(":")[2])) as again:
        path = write_project(project, other, again.url)
        start = partial(start_editor, "vscode", workspace)
        found = await from_the_editor(start, way, path, other, again)
    for ours, theirs in zip(found, expected, strict=True):
        assert ours.keys() == theirs.keys()
        different = [
            line
            for name in ours
            for line in unified_diff(
                theirs[name].splitlines(), ours[name].splitlines(), name, name, lineterm="", n=0
            )
        ]
        assert "\n".join(different) == ""
    assert stored(other, "letters") == list(range(1, 11))
    assert sorted(set(again.letters)) == list(range(1, 11))
