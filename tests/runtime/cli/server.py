"""An API in a thread of its own that says what it was asked, and waits where a test wants it to."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from typing import Any

PATIENCE_S = 30


@dataclass
class Api:
    """Answers by `METHOD /path`; whatever is not there is 404.

    From request number `hold`, counted from 1, answers wait until `release`.
    """

    url: str = ""
    answers: dict[str, tuple[int, Any]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    hold: int | None = None
    _changed: Condition = field(default_factory=Condition)

    def serve(self, line: str, body: Any, status: int = 200) -> None:
        self.answers[line] = (status, body)

    def answer(self, line: str) -> tuple[int, bytes]:
        with self._changed:
            self.lines.append(line)
            number = len(self.lines)
            self._changed.notify_all()
            self._changed.wait_for(lambda: self.hold is None or number < self.hold, PATIENCE_S)
        status, body = self.answers.get(line, (404, {"error": "not here"}))
        return status, body if isinstance(body, bytes) else json.dumps(body).encode()

    def wait_for_requests(self, number: int) -> None:
        """Return once so many requests have come in."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.lines) >= number, PATIENCE_S)

    def release(self) -> None:
        """Answer what waits, and what comes."""
        with self._changed:
            self.hold = None
            self._changed.notify_all()

    def posts(self) -> list[str]:
        return [line for line in self.lines if line.startswith("POST")]


def serve(api: Api) -> ThreadingHTTPServer:
    """Serve until `shutdown`; the address is in `api.url`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, *_: Any) -> None:
            pass

        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            if "authorization" in self.headers:
                api.tokens.append(self.headers["authorization"])
            status, body = api.answer(f"{self.command} {self.path}")
            head = f"HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n"
            try:
                self.wfile.write(f"{head}content-length: {len(body)}\r\n\r\n".encode() + body)
            except OSError:
                self.close_connection = True

        do_POST = do_GET  # noqa: N815 - the name http.server looks for

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    api.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return server
