"""One `reqon run` in a process of its own, and the events it tells of."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from reqon_server.runs.lines import LONGEST, events

log = logging.getLogger(__name__)

_LAST_WORDS: Final = 4_000
_ENDINGS: Final = {
    "mission.complete": "completed",
    "mission.failed": "failed",
    "mission.interrupted": "interrupted",
    "mission.paused": "paused",
}
"""How a run ended, by its last event; the status is in its payload too, if that is there."""


@dataclass(slots=True)
class Run:
    """A run that was started. `execution` is known from its first event on.

    `program` is what is run, with `dry` without any effect. `status` is that of the last event:
    running, completed, failed, interrupted or paused.
    """

    mission: str
    process: asyncio.subprocess.Process
    program: Path
    dry: bool = False
    execution: str = ""
    status: str = "running"
    errors: list[str] = field(default_factory=list)
    said: str = ""
    _interrupts: int = 0

    @property
    def exit_code(self) -> int | None:
        """The exit status, None while it runs; see the language specification, 5.3."""
        return self.process.returncode

    @property
    def stopping(self) -> bool:
        """Whether it was asked to stop."""
        return self._interrupts > 0

    def interrupt(self) -> None:
        """Ask the run to stop where it can be resumed; asked again, it is made to stop."""
        self._interrupts += 1
        if self.process.returncode is not None:
            return
        wanted = signal.SIGINT if self._interrupts == 1 else signal.SIGKILL
        try:
            self.process.send_signal(wanted)
        except ProcessLookupError:
            log.info("%s ended before it could be interrupted", self.mission)

    def stop(self) -> None:
        """Ask the run to stop where it can be resumed, unless it was asked already."""
        if not self.stopping:
            self.interrupt()

    async def follow(self, listener: Callable[[dict[str, Any]], None]) -> None:
        """Tell `listener` of every event until the process ends."""
        said = asyncio.create_task(_last_words(self.process.stderr))
        output = self.process.stdout
        if output is not None:
            async for event in events(output):
                self._take(event)
                listener(event)
        await self.process.wait()
        self.said = await said
        if self.status == "running":
            self.status = "interrupted"  # it was killed, and could not say so

    def _take(self, event: dict[str, Any]) -> None:
        self.execution = str(event.get("executionId") or self.execution)
        kind, payload = str(event.get("type")), event.get("payload")
        if kind in _ENDINGS:
            payload = payload if isinstance(payload, dict) else {}
            self.status = str(payload.get("status", _ENDINGS[kind]))
            errors = payload.get("errors")
            self.errors = [str(error) for error in errors] if isinstance(errors, list) else []


async def _last_words(stream: asyncio.StreamReader | None) -> str:
    kept = ""
    while stream is not None and (block := await stream.read(_LAST_WORDS)):
        kept = (kept + block.decode(errors="replace"))[-_LAST_WORDS:]
    return kept.strip()


async def start(program: Path, mission: str, folder: Path, options: Sequence[str] = ()) -> Run:
    """Start a mission of `program` in `folder`. Raises `OSError` when that cannot be done."""
    command = [
        sys.executable, "-m", "reqon", "run", _named(program, folder),
        "--mission", mission, "--events", "jsonl", *options,
    ]  # fmt: skip
    log.info("%s: %s", folder, " ".join(command))
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=LONGEST,
        # Ctrl-C in the terminal of an editor is for the editor.
        start_new_session=True,
    )
    return Run(mission, process, program, dry="--dry-run" in options)


def _named(program: Path, folder: Path) -> str:
    """Return what to run as somebody in `folder` would name it: records and messages keep it."""
    if not program.is_relative_to(folder):
        return str(program)
    name = str(program.relative_to(folder))
    return f"./{name}" if name.startswith("-") else name
