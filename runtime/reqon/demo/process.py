"""Starting and stopping the demo API as a child process, and asking it what it counted."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from reqon.errors import ReqonError


@dataclass(frozen=True, slots=True)
class RunningApi:
    """A demo API that is up."""

    url: str
    token: str
    client: httpx.Client

    def effects(
        self, *, requests: int = 0, effects: int = 0, within: float = 0.0
    ) -> dict[str, Any]:
        """Return the API's own counts, as soon as they are reached or after `within` seconds."""
        query = {"requests": requests, "effects": effects, "within": within}
        return self._json("GET", "/_demo/effects", params=query, timeout=within + 10)

    def data(self) -> dict[str, Any]:
        """Return how many records the API serves."""
        return self._json("GET", "/_demo/data")

    def reset(self) -> None:
        """Make the API forget what it counted."""
        self.client.post("/_demo/reset").raise_for_status()

    def _json(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        answer: dict[str, Any] = (
            self.client.request(method, path, **options).raise_for_status().json()
        )
        return answer


@contextmanager
def running_api(
    *, token: str, customers: int = 2000, orders: int = 5000, seed: int = 1, latency_ms: float = 0
) -> Iterator[RunningApi]:
    """Run the demo API on a free port of 127.0.0.1 until the block ends."""
    command = [
        *(sys.executable, "-m", "reqon.demo.server", "--port", "0", "--until-stdin-closes"),
        *("--customers", str(customers), "--orders", str(orders), "--seed", str(seed)),
        *("--latency-ms", str(latency_ms)),
    ]
    with subprocess.Popen(  # noqa: S603 - our own module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "DEMO_TOKEN": token},
    ) as process:
        try:
            assert process.stdout is not None  # noqa: S101 - a pipe was asked for
            url = process.stdout.readline().strip()
            if not url:
                raise ReqonError(
                    "the demo API did not start; its message is above",
                    help="try `python -m reqon.demo.server` by itself",
                )
            with httpx.Client(base_url=url, trust_env=False) as client:
                yield RunningApi(url, token, client)
        finally:
            # Its memory is all it has, so there is nothing to end gently.
            process.kill()
