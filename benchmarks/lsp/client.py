"""A client that does nothing but write and wait, so that what is measured is the server."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

SERVER = (sys.executable, "-m", "reqon", "lsp")
ECHO = (sys.executable, "-m", "benchmarks.lsp.echo")
_BYTECODE: Final = tempfile.TemporaryDirectory(prefix="reqon-bytecode-")
"""Where the processes keep what Python compiles; the first one of a kind compiles it."""


@dataclass(slots=True)
class Samples:
    """How long something took, again and again, and the processor time it took in all.

    Milliseconds; the processor time is that of the server's process alone.
    """

    waited: list[float] = field(default_factory=list)
    worked: float = 0.0

    def quantile(self, part: float) -> float:
        """Return the time that `part` of the samples did not exceed."""
        ordered = sorted(self.waited)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))]

    @property
    def each(self) -> float:
        """Return the processor time of one."""
        return self.worked / len(self.waited)

    def shown(self) -> str:
        """Return the median, the 95th percentile and the processor time of one."""
        if not self.waited:
            return ""
        median, high = statistics.median(self.waited), self.quantile(0.95)
        return f"{median:.1f} / {high:.1f} ({self.each:.1f})"


def _environment() -> dict[str, str]:
    """Return an environment in which modules are compiled once, as those are that pip installs.

    Where Python must not write bytecode, every start would compile the whole server anew.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": _BYTECODE.name}


class Server:
    """A server process. Every wait ends when the process does."""

    def __init__(self, command: Sequence[str] = SERVER, folder: Path | None = None) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
        self._number = 0
        self._version = 1
        self._waiting: set[int] = set()
        self.folder = folder

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def initialize(self, **capabilities: Any) -> None:
        """Begin a session as a client that pulls diagnostics and knows the server's status."""
        folders = [{"uri": self.folder.as_uri(), "name": "bench"}] if self.folder else None
        params = {
            "processId": None,
            "workspaceFolders": folders,
            "capabilities": {
                "general": {"positionEncodings": ["utf-16"]},
                "textDocument": {
                    "diagnostic": {},
                    "completion": {
                        "completionItem": {"snippetSupport": True, "labelDetailsSupport": True},
                        "completionList": {"itemDefaults": ["editRange"]},
                    },
                },
                "experimental": {"reqonServerStatus": True},
                **capabilities,
            },
        }
        self.ask("initialize", params)
        self.tell("initialized", {})

    def tell(self, method: str, params: Any) -> None:
        """Send a notification."""
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        """Send a request and return its result."""
        self._number += 1
        number = self._number
        self._send({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        message = self.until(lambda one: one.get("id") == number and "method" not in one)
        if "error" in message:
            raise RuntimeError(f"{method}: {message['error']['message']}")
        return message["result"]

    def begin(self, method: str, params: Any) -> int:
        """Send a request without waiting for its answer; return its number."""
        self._number += 1
        self._waiting.add(self._number)
        self._send({"jsonrpc": "2.0", "id": self._number, "method": method, "params": params})
        return self._number

    def outstanding(self) -> Iterator[Any]:
        """Yield the answers to all requests that were begun."""
        while self._waiting:
            message = self._receive()
            if "method" not in message:
                # An answer nobody waits for, or a second one, is a mistake of the server.
                self._waiting.remove(message["id"])
                yield message

    def until(self, wanted: Any) -> Any:
        """Return the first message that is wanted; the others are passed over."""
        while not wanted(message := self._receive()):
            pass
        return message

    def open(self, uri: str, text: str) -> None:
        """Open a document."""
        item = {"uri": uri, "languageId": "vague", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})

    def type(self, uri: str, line: int, column: int, text: str) -> None:
        """Type some text at a place."""
        place = {"line": line, "character": column}
        self.replace(uri, place, place, text)

    def replace(self, uri: str, start: Any, end: Any, text: str) -> None:
        """Replace what stands between two places."""
        self._version += 1
        change = {"range": {"start": start, "end": end}, "text": text}
        document = {"uri": uri, "version": self._version}
        params = {"textDocument": document, "contentChanges": [change]}
        self.tell("textDocument/didChange", params)

    def cpu(self) -> float:
        """Return the processor time the server took so far, in milliseconds."""
        total = 0
        for task in Path(f"/proc/{self._process.pid}/task").iterdir():
            total += int((task / "schedstat").read_text().split()[0])
        return total / 1e6

    def rss(self) -> float:
        """Return the memory the server holds, in megabytes."""
        pages = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    @contextmanager
    def measured(self, samples: Samples) -> Iterator[None]:
        """Add what happens in the block to `samples`."""
        before, worked = time.perf_counter(), self.cpu()
        yield
        samples.waited.append(1_000 * (time.perf_counter() - before))
        samples.worked += self.cpu() - worked

    def _send(self, message: Any) -> None:
        stream = self._process.stdin
        assert stream is not None
        body = json.dumps(message).encode()
        stream.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        stream.flush()

    def _receive(self) -> Any:
        stream = self._process.stdout
        assert stream is not None
        length = 0
        while (line := stream.readline()).strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if not length:
            raise RuntimeError("the server ended")
        return json.loads(stream.read(length))
