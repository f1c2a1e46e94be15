"""The runs this server started and that still go on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reqon_server.runs.process import Run

if TYPE_CHECKING:
    from reqon_server.server import ReqonServer


class Running:
    """Follows runs in the background; how they end is for whoever waits, and for the files."""

    def __init__(self, ls: ReqonServer) -> None:
        self._ls = ls
        self._runs: list[Run] = []
        self.starting = asyncio.Lock()
        """Held from looking what goes on until the next run is among it."""

    def follow(self, run: Run, listener: Callable[[dict[str, Any]], None]) -> asyncio.Task[None]:
        """Follow a run to its end, whether or not anybody waits for it."""
        self._runs.append(run)
        return self._ls.in_background(self._follow(run, listener))

    async def _follow(self, run: Run, listener: Callable[[dict[str, Any]], None]) -> None:
        try:
            await run.follow(listener)
        finally:
            self._runs.remove(run)
            self._ls.upkeep.runs_changed()

    def find(self, *, mission: str = "", execution: str = "") -> list[Run]:
        """Return the runs of a mission, an execution, or, without either, all."""
        return [
            run
            for run in self._runs
            if (not execution or run.execution == execution)
            and (not mission or run.mission == mission)
        ]

    def beside(self, program: Path, mission: str) -> Run | None:
        """Return the run of a mission of `program` that still goes on and has effects."""
        return next(
            (
                run
                for run in self.find(mission=mission)
                if run.program == program and not run.dry and run.exit_code is None
            ),
            None,
        )

    def interrupt_all(self) -> None:
        """Let every run stop where it can be resumed; nobody would see how it ends."""
        for run in self._runs:
            run.stop()
