"""The live line: one line per running action, with a bar over the items of its innermost loop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from reqon.cli.progress import Display, sentence
from reqon.events import Event


@contextmanager
def live() -> Iterator[Display]:
    """Show a run on the terminal behind standard error; nothing of the live line stays."""
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as progress:
        yield Display(_LiveLines(progress), progress.stop)


class _LiveLines:
    """Follows the events of a run."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, event: Event) -> None:
        """Follow one event."""
        action = event.payload.get("action")
        if event.type == "action.start":
            self._tasks[str(action)] = self._progress.add_task(str(action), total=None)
        elif event.type == "action.complete" and action in self._tasks:
            self._progress.remove_task(self._tasks.pop(action))
            self._say(event)
        elif event.type in {"loop.start", "loop.iteration"} and action in self._tasks:
            self._advance(str(action), event)
        elif event.type in {"fetch.retry", "warning", "checkpoint.resume"}:
            self._say(event)

    def _say(self, event: Event) -> None:
        self._progress.console.print(sentence(event), markup=False, highlight=False, soft_wrap=True)

    def _advance(self, action: str, event: Event) -> None:
        payload = event.payload
        self._progress.update(
            self._tasks[action],
            completed=payload.get("current", payload.get("start", 0)),
            total=payload.get("total"),
            description=f"{action}: {payload.get('step', '')}",
        )
