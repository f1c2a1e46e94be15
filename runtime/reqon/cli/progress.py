"""What a run shows while it runs: a live line on a terminal, plain lines elsewhere, or events."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import orjson
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

from reqon.events import Event, Listener

_REFRESH_S = 0.05


@contextmanager
def shown(style: str | None, *, quiet: bool = False) -> Iterator[Listener | None]:
    """Yield the listener for a run: `jsonl` events, a live line, or lines of text."""
    if style == "jsonl":
        yield JsonLines(sys.stdout)
    elif quiet:
        yield None
    elif sys.stderr.isatty():
        console = Console(stderr=True)
        with Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        ) as progress:
            yield LiveLines(progress)
    else:
        yield PlainLines(sys.stderr)


class JsonLines:
    """Writes each event as one line of JSON, at once."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __call__(self, event: Event) -> None:
        """Write one event."""
        self._stream.write(orjson.dumps(event.to_json()).decode())
        self._stream.write("\n")
        self._stream.flush()


class PlainLines:
    """Says when stages and actions begin and end; for logs and CI."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __call__(self, event: Event) -> None:
        """Say one event, if it is worth a line."""
        text = _sentence(event)
        if text is not None:
            self._stream.write(f"{text}\n")
            self._stream.flush()


class LiveLines:
    """One line per running action, with a bar over the items of its innermost loop."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}
        self._drawn: dict[str, float] = {}

    def __call__(self, event: Event) -> None:
        """Follow one event."""
        action = event.payload.get("action")
        if event.type == "action.start":
            self._tasks[str(action)] = self._progress.add_task(str(action), total=None)
        elif event.type == "action.complete" and action in self._tasks:
            self._progress.remove_task(self._tasks.pop(action))
            self._progress.console.print(_sentence(event), markup=False, highlight=False)
        elif event.type in {"loop.start", "loop.iteration"} and action in self._tasks:
            self._advance(str(action), event)
        elif event.type in {"fetch.retry", "warning", "checkpoint.resume"}:
            self._progress.console.print(_sentence(event), markup=False, highlight=False)

    def _advance(self, action: str, event: Event) -> None:
        now = time.monotonic()
        current, total = event.payload.get("current", 0), event.payload.get("total")
        last = current == total or event.type == "loop.start"
        if not last and now - self._drawn.get(action, 0.0) < _REFRESH_S:
            return
        self._drawn[action] = now
        step = event.payload.get("step", "")
        self._progress.update(
            self._tasks[action], completed=current, total=total, description=f"{action}: {step}"
        )


def _sentence(event: Event) -> str | None:
    payload = event.payload
    match event.type:
        case "mission.start":
            return f"{event.mission}: {'resuming' if payload['resumed'] else 'started'}"
        case "checkpoint.resume":
            done = ", ".join(payload["actions"]) or "nothing"
            return f"{event.mission}: going on in stage {payload['stage'] + 1}; done: {done}"
        case "action.complete":
            return f"{event.mission}: {payload['action']} done in {_seconds(event.duration_ms)}"
        case "fetch.retry":
            return (
                f"{event.mission}: {payload['method']} {payload['url']}: {payload['reason']}, "
                f"trying again in {_seconds(payload['delay'])} "
                f"(attempt {payload['attempt']} of {payload['maxAttempts']})"
            )
        case "warning":
            return f"{payload.get('location', event.mission)}: warning: {payload['message']}"
        case _:
            return None


def _seconds(milliseconds: float | None) -> str:
    return f"{(milliseconds or 0) / 1000:.1f} s"
