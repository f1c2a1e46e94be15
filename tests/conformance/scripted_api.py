"""An API on 127.0.0.1 that answers as a specification says and notes what it was asked.

A line `GET /items?page=1 -> 200 [{"id": 1}]` is one answer. Several lines for one request are
given one after the other; the last one stays. A request without a line is answered 404.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

_LINE = re.compile(r"^([A-Z]+) (\S+) -> (\d+)(?: (.+))?$")


@dataclass
class ScriptedApi:
    """The script, and the requests received: `METHOD target`, with the JSON body if any."""

    answers: dict[str, list[tuple[int, str]]]
    requests: list[str] = field(default_factory=list)
    url: str = ""

    def answer(self, method: str, target: str, body: str) -> tuple[int, str]:
        """Note a request and return its status and body."""
        shown = f" {json.dumps(json.loads(body))}" if body else ""
        self.requests.append(f"{method} {target}{shown}")
        waiting = self.answers.get(f"{method} {target}")
        if not waiting:
            return 404, '{"error": "not in the script", "code": 404}'
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


def script(lines: str) -> dict[str, list[tuple[int, str]]]:
    """Read the answers of a `server` block."""
    answers: dict[str, list[tuple[int, str]]] = {}
    for line in lines.splitlines():
        match = _LINE.match(line)
        assert match, f"not an answer: {line}"
        answers.setdefault(f"{match[1]} {match[2]}", []).append((int(match[3]), match[4] or ""))
    return answers


@asynccontextmanager
async def serving(answers: dict[str, list[tuple[int, str]]]) -> AsyncIterator[ScriptedApi]:
    """Serve a script on a free port for as long as the context lasts."""
    api = ScriptedApi(answers)

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := (await reader.readuntil(b"\r\n\r\n")).decode():
                method, target, _ = head.split("\r\n", 1)[0].split(" ")
                length = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
                body = (await reader.readexactly(int(length[1]))).decode() if length else ""
                status, text = api.answer(method, target, body)
                writer.write(_response(status, text))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(converse, "127.0.0.1", 0)
    api.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield api


def _response(status: int, text: str) -> bytes:
    body = text.encode()
    head = (
        f"HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
    )
    return head.encode() + b"\r\n" + body


def as_json(text: str) -> dict[str, Any]:
    """Read a `files` block: `path json` per line."""
    return {
        path: json.loads(content)
        for path, content in (line.split(" ", 1) for line in text.splitlines())
    }
