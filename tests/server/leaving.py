"""Editors that leave while a mission is run for them, in one way or another."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reqon_server.parent import wait_for_end
from server.letters import LIMIT, Api, begun, owner

WAYS = ("shutdown", "close", "death")
"""As the protocol wants it; the connection closes; the process ends, and its pipes stay open."""


async def run_and_leave(
    start: Callable[..., Any], way: str, path: Path, folder: Path, api: Api
) -> None:
    """Run a mission in an editor that leaves, and return when the run has ended.

    `start` begins a session, given the process of the editor; `folder` is where the state is. In
    the way "kill" it is the server that dies.
    """
    wait = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    parent = await asyncio.create_subprocess_exec(*wait, stdin=asyncio.subprocess.PIPE)
    editor = await start(process_id=parent.pid).__aenter__()
    editor.open_file(path)
    running = await begun(editor, path, api)
    process = owner(folder)
    server = editor.client._server
    if way == "shutdown":
        await editor.client.shutdown_async(None)
        editor.client.exit(None)
    elif way == "close":
        server._transport.get_pipe_transport(0).close()
    elif way == "kill":
        server.kill()
    else:
        parent.kill()
    async with asyncio.timeout(LIMIT):
        await server.wait()
        api.released.set()
        await wait_for_end(process)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await editor.client.stop()
        await parent.communicate(b"")
