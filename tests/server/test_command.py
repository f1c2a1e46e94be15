"""`reqon lsp`: where the log goes, and what the command costs those who do not use it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from server.wire import connect

TIMEOUT = 30


async def test_the_log_goes_to_a_file_and_holds_no_text_of_the_user(tmp_path: Path) -> None:
    """The server says whom it serves; missions may hold secrets and are not repeated."""
    log = tmp_path / "lsp.log"
    text = 'mission A { source S { auth: bearer, token: "hunter2" } }'
    item = {"uri": "file:///a.vague", "languageId": "vague", "version": 1, "text": text}
    async with connect(sys.executable, "-m", "reqon", "lsp", "--stdio", "--log", str(log)) as wire:
        await wire.initialize()
        await wire.send("textDocument/didOpen", {"textDocument": item})
        await wire.receive()
        await wire.send("textDocument/didOpen", {"textDocument": {**item, "version": "one"}})
        await wire.send("textDocument/didClose", {"textDocument": {"uri": "file:///other"}})
        change = {"textDocument": {"uri": "file:///x", "version": 2}}
        await wire.send("textDocument/didChange", {**change, "contentChanges": [{"text": text}]})
        await wire.settled()
        await wire.end()
        assert await wire.process.stderr.read() == b""
    written = log.read_text(encoding="utf-8")
    assert "serving an unnamed client, positions in utf-16" in written
    assert "ignored notification textDocument/didOpen: invalid params" in written
    assert "file:///other is not open" in written
    assert "hunter2" not in written
    assert " ERROR " not in written


def test_the_command_is_cheap_until_it_runs() -> None:
    """`reqon --help` loads every command; the protocol's types take half a second."""
    code = (
        "import sys, reqon.cli, reqon.cli.check, reqon_server.command\n"
        "print({'pygls', 'lsprotocol', 'cattrs'} & {*sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=TIMEOUT, check=True
    )
    assert done.stdout.strip() == "set()"


def test_help_says_how_it_is_meant() -> None:
    """Somebody who starts it by hand is told that editors do that."""
    done = subprocess.run(
        [sys.executable, "-m", "reqon", "lsp", "--help"],
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=True,
    )
    assert "Editors run this" in done.stdout
    assert "--log FILE" in done.stdout


def test_typing_runs_nothing() -> None:
    """No module that could run a mission or reach the network is even loaded by the server."""
    code = (
        "import sys, reqon_server.server\n"
        "print({'reqon.engine', 'httpx', 'aiohttp', 'sqlalchemy'} & {*sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=TIMEOUT, check=True
    )
    assert done.stdout.strip() == "set()"
