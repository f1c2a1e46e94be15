"""A run from an editor leaves the files of one at the command line, whatever happens to it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from server.letters import (
    LIMIT,
    Api,
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
    ("a file", "failed"),
    ("a file", "cancelled"),
    ("a file", "killed"),
    ("a file of several missions", "failed"),
    ("a file of several missions", "cancelled"),
    ("a file of several missions", "killed"),
    ("a folder", "failed"),
    ("a folder", "cancelled"),
    ("a folder", "killed"),
]
FOLDER = "Ärzte & 信 post"


async def at_the_command_line(kind: str, folder: Path, *options: str) -> asyncio.subprocess.Process:
    command = ["-m", "reqon", "run", program_of(kind), "--mission", "Letters", "--quiet", *options]
    return await asyncio.create_subprocess_exec(
        sys.executable, *command, cwd=folder, stderr=asyncio.subprocess.DEVNULL
    )


def api_for(way: str) -> Api:
    return Api(held=4 if way in ("cancelled", "killed") else 0, refused=3 if way == "failed" else 0)


async def reached(api: Api) -> None:
    await api.until_reached()


async def from_the_shell(kind: str, way: str, folder: Path, api: Api) -> list[dict[str, str]]:
    process = await at_the_command_line(kind, folder)
    if api.held:
        await reached(api)
        process.send_signal(signal.SIGINT if way == "cancelled" else signal.SIGKILL)
        api.released.set()
    async with asyncio.timeout(LIMIT):
        await process.wait()
    api.refused = 0
    before = files_of(folder)
    if way != "completed":
        again = await at_the_command_line(kind, folder, "--resume")
        async with asyncio.timeout(LIMIT):
            assert await again.wait() == 0
    return [before, files_of(folder)]


async def from_the_editor(
    editor: Any, way: str, path: Path, folder: Path, api: Api
) -> list[dict[str, str]]:
    running = asyncio.ensure_future(do(editor, "reqon.run", path))
    if api.held:
        await reached(api)
        if way == "cancelled":
            await do(editor, "reqon.cancel", path)
        else:
            os.kill(owner(folder), signal.SIGKILL)
        api.released.set()
    done = await running
    assert done["status"] == {"cancelled": "interrupted", "killed": "interrupted"}.get(way, way)
    api.refused = 0
    before = files_of(folder)
    if way != "completed":
        assert (await do(editor, "reqon.resume", path))["status"] == "completed"
    return [before, files_of(folder)]


@pytest.mark.parametrize(("kind", "way"), CASES)
async def test_all_files_are_those_of_the_command_line(
    start_editor: Callable[..., Any],
    capabilities_of: Callable[[str], types.ClientCapabilities],
    tmp_path: Path,
    kind: str,
    way: str,
) -> None:
    """The record, checkpoint, journal, stores and shapes, when it stopped and when it was done."""
    shell, other = tmp_path / "shell" / FOLDER, tmp_path / "editor" / FOLDER
    async with serving(api_for(way)) as api:
        write_project(kind, shell, api.url)
        expected = await from_the_shell(kind, way, shell, api)
    async with serving(api_for(way), int(api.url.rpartition(":")[2])) as again:
        path = write_project(kind, other, again.url)
        capabilities = capabilities_of("vscode")
        async with start_editor(capabilities, other, messages=way == "failed") as editor:
            editor.open(path.read_text(encoding="utf-8"), path)
            found = await from_the_editor(editor, way, path, other, again)
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
