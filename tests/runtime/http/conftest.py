"""A real HTTP server on 127.0.0.1 that misbehaves as told, and time that does not pass."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson
import pytest

from reqon.http import Clockwork

Fault = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Received:
    """One request as the server saw it."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def query(self) -> list[tuple[str, str]]:
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)


@dataclass
class Server:
    """Answers requests from `script`, in order; the last answer is repeated.

    An answer is bytes to send, a fault to commit, or a function of the request giving either.
    """

    url: str = ""
    script: list[Any] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    connections: int = 0
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def answers(self, *script: Any) -> None:
        self.script = list(script)

    def reply(self, status: int = 200, body: Any = None, **headers: str) -> bytes:
        """An HTTP answer; a body that is not bytes becomes JSON, `content_type` a header."""
        data = b"" if body is None else body if isinstance(body, bytes) else orjson.dumps(body)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        given.setdefault("content-type", "application/json")
        if status != 204:
            given.setdefault("content-length", str(len(data)))
        lines = [f"HTTP/1.1 {status} -", *(f"{name}: {value}" for name, value in given.items())]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + data

    def cut(self, data: bytes) -> Fault:
        """Send `data`, then end the connection properly."""

        async def fault(writer: asyncio.StreamWriter) -> None:
            writer.write(data)
            await writer.drain()
            writer.close()

        return fault

    def reset(self, data: bytes = b"") -> Fault:
        """Send `data`, then reset the connection."""

        async def fault(writer: asyncio.StreamWriter) -> None:
            writer.write(data)
            await writer.drain()
            writer.transport.abort()

        return fault

    def silence(self) -> Fault:
        """Say nothing until the test is over."""

        async def fault(writer: asyncio.StreamWriter) -> None:
            await self.stopping.wait()

        return fault

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while not writer.is_closing():
                request = await read_request(reader)
                self.received.append(request)
                answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]
                if not isinstance(answer, bytes) and answer.__name__ != "fault":
                    answer = answer(request)
                if isinstance(answer, bytes):
                    writer.write(answer)
                    await writer.drain()
                else:
                    await answer(writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


async def read_request(reader: asyncio.StreamReader) -> Received:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    assert "transfer-encoding" not in headers
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Received(method, target, headers, body)


@pytest.fixture
async def serve() -> AsyncIterator[Callable[[], Awaitable[Server]]]:
    """Start servers; each has a port, and so an origin, of its own."""
    running: list[tuple[Server, asyncio.Server]] = []

    async def start() -> Server:
        server = Server()
        listener = await asyncio.start_server(server.serve, "127.0.0.1", 0)
        server.url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
        running.append((server, listener))
        return server

    yield start
    for server, listener in running:
        server.stopping.set()
        listener.close()


@pytest.fixture
async def server(serve: Callable[[], Awaitable[Server]]) -> Server:
    return await serve()


@dataclass
class Pauses:
    """Sleeping, recorded instead of done; chance is in the middle, so jitter is nothing."""

    seconds: list[float] = field(default_factory=list)
    chance: float = 0.5
    today: datetime = datetime(2026, 1, 1, 12, tzinfo=UTC)

    async def sleep(self, seconds: float) -> None:
        self.seconds.append(seconds)

    @property
    def clockwork(self) -> Clockwork:
        return Clockwork(sleep=self.sleep, random=lambda: self.chance, now=lambda: self.today)


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
def refused_port() -> str:
    """An address of this machine where nobody listens."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"
