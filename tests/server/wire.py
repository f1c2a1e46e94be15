"""A language server and the bytes between, and one that a test may hold up or make fail.

Every wait has a limit, so a server that never answers fails a test instead of hanging it.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

SERVER = [sys.executable, "-m", "reqon", "lsp"]
LIMIT = 20


class Wire:
    """A server process and the bytes between: for messages no proper client would send."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self._number = 1000

    @property
    def _streams(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        assert self.process.stdout
        assert self.process.stdin
        return self.process.stdout, self.process.stdin

    async def raw(self, body: bytes) -> None:
        _, writer = self._streams
        writer.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        await writer.drain()

    async def send(self, method: str, params: Any = None, **more: Any) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params, **more}
        await self.raw(json.dumps(message).encode())

    async def open(self, uri: str, text: str, version: int = 1) -> None:
        item = {"uri": uri, "languageId": "vague", "version": version, "text": text}
        await self.send("textDocument/didOpen", {"textDocument": item})

    async def replace(self, uri: str, text: str, version: int) -> None:
        document = {"textDocument": {"uri": uri, "version": version}}
        await self.send("textDocument/didChange", {**document, "contentChanges": [{"text": text}]})

    async def ask(self, method: str, uri: str, number: Any, line: int = 0, column: int = 0) -> None:
        place = {"position": {"line": line, "character": column}}
        await self.send(method, {"textDocument": {"uri": uri}, **place}, id=number)

    async def receive(self) -> Any:
        reader, _ = self._streams
        async with asyncio.timeout(LIMIT):
            length = int((await reader.readline()).split(b":")[1])
            while (await reader.readline()).strip():
                pass
            return json.loads(await reader.readexactly(length))

    async def settled(self) -> list[Any]:
        """Return everything the server says before it refuses a request it does not know."""
        self._number += 1
        await self.send("test/settled", id=self._number)
        said = []
        while (message := await self.receive()).get("id") != self._number:
            said.append(message)
        return said

    async def answer(self, number: Any) -> Any:
        """Return the answer to one request; what else is said before it is passed over."""
        while "method" in (message := await self.receive()) or message.get("id") != number:
            pass
        return message

    async def initialize(self, **more: Any) -> Any:
        """Begin a session; return what the server says of itself."""
        await self.send("initialize", {"processId": None, "capabilities": {}, **more}, id=0)
        result = (await self.receive())["result"]
        await self.send("initialized", {})
        return result

    async def end(self) -> int:
        """Close the connection and return the exit code."""
        _, writer = self._streams
        writer.close()
        async with asyncio.timeout(LIMIT):
            return await self.process.wait()


@asynccontextmanager
async def connect(*command: str) -> AsyncIterator[Wire]:
    """Start a server, as a rule `reqon lsp`; it is ended with the test."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *(command or SERVER), stdin=pipe, stdout=pipe, stderr=pipe, limit=1 << 24
    )
    wire = Wire(process)
    try:
        yield wire
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


# A server with three more requests: one fails, one keeps the analysis thread busy until the
# third one lets it go, so that a test decides what happens while an analysis runs. And its
# rules have a defect that shows in files that say "explode".
TAMPERED = """
import asyncio, os, sys, threading
from reqon_server.server import ReqonServer
from reqon_server.transport import over_files
from reqon_server.workspace import checks

server = ReqonServer()
sys.stdout, stdout = sys.stderr, os.dup(1)
free = threading.Event()
report_in = checks.report_in

def explode(project, path, **more):
    if "explode" in project.files[path].tree.text:
        raise ZeroDivisionError("secret detail of line 7")
    return report_in(project, path, **more)

checks.report_in = explode

@server.feature("test/fail")
async def fail(params):
    print("a stray word")
    raise ZeroDivisionError("secret detail of line 7")

@server.feature("test/hold")
def hold(ls, params):
    free.clear()
    asyncio.create_task(ls.scheduler.run(lambda: free.wait(30)))

@server.feature("test/free")
def let_go(params):
    free.set()

sys.exit(server.serve(over_files(0, stdout)))
"""


def connect_tampered() -> AbstractAsyncContextManager[Wire]:
    """Start the server whose defects a test decides on."""
    return connect(sys.executable, "-c", TAMPERED)
