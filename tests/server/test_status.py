"""What the server tells of itself: status, trust, traces; and when it leaves."""

from __future__ import annotations

import asyncio
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from server.wire import Wire, connect

STATUS = "reqon/serverStatus"
KNOWS_STATUS = {"experimental": {"reqonServerStatus": True}}


async def status(wire: Wire, **wanted: Any) -> dict[str, Any]:
    """Wait for a status with these members."""
    while True:
        message = await wire.receive()
        if message.get("method") == STATUS and wanted.items() <= message["params"].items():
            return dict(message["params"])


async def test_a_client_that_wants_it_is_told_how_the_server_is(tmp_path: Path) -> None:
    """The version at once, busy while it reads the workspace, quiet when it has."""
    folders = [{"uri": tmp_path.as_uri(), "name": "here"}]
    async with connect() as wire:
        await wire.initialize(capabilities=KNOWS_STATUS, workspaceFolders=folders)
        first = await status(wire)
        assert first["version"] == version("reqon")
        assert (first["health"], first["trusted"]) == ("ok", True)
        await status(wire, quiescent=False)
        await status(wire, quiescent=True)


async def test_other_clients_are_told_nothing_they_do_not_know() -> None:
    """An unknown notification is an entry in the log of many an editor."""
    async with connect() as wire:
        await wire.initialize()
        assert await wire.settled() == []


@pytest.mark.parametrize(
    ("options", "trusted"),
    [
        (None, True),
        ({"trusted": True}, True),
        ({"trusted": False}, False),
        ({"trusted": "no"}, False),
        ("nonsense", True),
    ],
)
async def test_a_workspace_is_trusted_unless_the_client_says_no(
    options: Any, *, trusted: bool
) -> None:
    """Whatever else it says of trust than yes is taken for a no; the status repeats it."""
    async with connect() as wire:
        await wire.initialize(capabilities=KNOWS_STATUS, initializationOptions=options)
        assert (await status(wire))["trusted"] is trusted


async def test_bad_settings_are_one_message_and_count_as_not_given() -> None:
    """Sent twice, said once; the health says that there is something to look at."""
    settings = {"reqon": {"diagnostics": {"scop": "workspace"}, "select": 3, "trace": {}}}
    async with connect() as wire:
        await wire.initialize(capabilities=KNOWS_STATUS)
        for _ in range(2):
            await wire.send("workspace/didChangeConfiguration", {"settings": settings})
        said = await wire.settled()
        shown = [one["params"]["message"] for one in said if one["method"] == "window/showMessage"]
        assert shown == [
            "unknown setting `reqon.diagnostics.scop`; did you mean `reqon.diagnostics.scope`?",
            '`select` must be a list of codes, such as `["RQ3013"]`',
        ]
        assert [one["params"]["health"] for one in said if one["method"] == STATUS][-1] == "warning"


@pytest.mark.parametrize("start", [True, False])
async def test_a_client_that_asks_for_traces_is_told_of_every_answer(*, start: bool) -> None:
    """From the beginning or from `$/setTrace` on, until it has had enough."""
    async with connect() as wire:
        await wire.initialize(**({"trace": "messages"} if start else {}))
        if not start:
            await wire.send("$/setTrace", {"value": "verbose"})
        await wire.ask("textDocument/hover", "file:///none.vague", 5)
        assert (await wire.receive())["id"] == 5
        message = await wire.receive()
        assert message["method"] == "$/logTrace"
        assert message["params"]["message"].startswith("answered textDocument/hover (5) after ")
        await wire.send("$/setTrace", {"value": "off"})
        await wire.ask("textDocument/hover", "file:///none.vague", 6)
        await wire.receive()
        assert await wire.settled() == []


async def test_the_server_leaves_with_the_process_that_started_it() -> None:
    """Even where somebody else holds its input open."""
    pipe = asyncio.subprocess.PIPE
    editor = await asyncio.create_subprocess_exec(sys.executable, "-c", "input()", stdin=pipe)
    async with connect() as wire:
        await wire.initialize(processId=editor.pid)
        assert await wire.settled() == []
        await editor.communicate(b"\n")
        async with asyncio.timeout(20):
            assert await wire.process.wait() == 1
