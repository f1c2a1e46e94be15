"""Running `reqon` as a real child process, and killing it when the API has seen enough."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

from reqon.demo.process import RunningApi
from reqon.errors import ReqonError

MISSION: Final = "CustomerSync"
PROGRAM: Final = "customer_sync.vague"
_PAGE_SIZE: Final = 100
_POLL_S: Final = 0.5


@dataclass(frozen=True, slots=True)
class Setting:
    """What every child gets: the examples' folder and its environment."""

    examples: Path
    environ: Mapping[str, str]

    def command(self, *arguments: str) -> list[str]:
        """Return the command line of a child, with the interpreter this process runs on."""
        return [sys.executable, "-m", "reqon", *arguments]

    def sync(self, state: Path, *options: str) -> list[str]:
        """Return the command line that runs the customer sync with its state in `state`."""
        program = str(self.examples / PROGRAM)
        return self.command(program, "--state-dir", str(state), *options)


def run_to_end(setting: Setting, command: Sequence[str]) -> int:
    """Run a child with our own output and return its exit code."""
    return subprocess.run(command, env=dict(setting.environ), check=False).returncode  # noqa: S603


def run_until(
    setting: Setting, command: Sequence[str], api: RunningApi, *, requests: int, patience: float
) -> dict[str, Any] | None:
    """Run a child and kill it once the API has received `requests` requests since its reset.

    The signal is SIGKILL, which no program can catch. Returns the API's counts at that
    moment, or None when the child ended by itself before. Raises `ReqonError` when neither
    happens within `patience` seconds.
    """
    deadline = time.monotonic() + patience
    with subprocess.Popen(command, env=dict(setting.environ)) as child:  # noqa: S603
        try:
            while time.monotonic() < deadline:
                seen = api.effects(requests=requests, within=_POLL_S)
                if seen["requests"] >= requests:
                    child.kill()
                    return seen
                if child.poll() is not None:
                    return None
        finally:
            child.kill()
    raise ReqonError(
        f"the mission reached neither request {requests} nor its end in {patience:.0f} s",
        help="if the machine is only slow, try fewer records: reqon demo --customers 500",
    )


def kill_moments(data: Mapping[str, Any], kills: int, seed: int) -> list[int]:
    """Choose after how many requests to kill: once half-way through the letters, then anywhere.

    `data` is what `/_demo/data` says. Returns `kills` ascending numbers of requests at most.
    """
    pages = -(-data["customers"] // _PAGE_SIZE) + 1
    letters = data["customersByStatus"].get("active", 0)
    halfway = pages + letters // 2
    random = Random(seed)  # noqa: S311 - only to repeat a demonstration exactly
    others = [moment for moment in range(1, pages + letters) if moment != halfway]
    return sorted([halfway, *random.sample(others, min(kills - 1, len(others)))])
