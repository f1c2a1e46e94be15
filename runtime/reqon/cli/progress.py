"""What a run shows while it runs: a live line on a terminal, plain lines elsewhere, or events."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO

import orjson

from reqon.cli.terminal import plain, say, silence
from reqon.events import Event, Listener


def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True)
class Display:
    """The `listener` of a run, None when nothing is shown; `close` gives the terminal back.

    A terminal is given back by itself, but not by a process that ends at once.
    """

    listener: Listener | None = None
    close: Callable[[], None] = _nothing


@contextmanager
def shown(style: str | None, *, quiet: bool = False) -> Iterator[Display]:
    """Show a run as `jsonl` events, as a live line, or as lines of text."""
    if style == "jsonl":
        yield Display(_while_read(_json_lines(sys.stdout), sys.stdout))
    elif quiet:
        yield Display()
    elif sys.stderr.isatty():
        # rich is slow to load, and nothing else needs it.
        from reqon.cli.live import live

        with live() as display:
            yield display
    else:
        yield Display(_while_read(_plain_lines(sys.stderr), sys.stderr))


def sentence(event: Event) -> str | None:
    """Return an event as a line for people, or None when it is not worth one."""
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
            return plain(
                f"{event.mission}: {payload['method']} {payload['url']}: {payload['reason']}, "
                f"trying again in {_seconds(payload['delay'])} "
                f"(attempt {payload['attempt']} of {payload['maxAttempts']})"
            )
        case "warning":
            place = payload.get("location", event.mission)
            return plain(f"{place}: warning: {payload['message']}")
        case _:
            return None


def _json_lines(stream: TextIO) -> Listener:
    """Write each event as one line of JSON, at once and in UTF-8 whatever the locale says."""

    def listen(event: Event) -> None:
        stream.flush()
        stream.buffer.write(orjson.dumps(event.to_json()) + b"\n")
        stream.buffer.flush()

    return listen


def _plain_lines(stream: TextIO) -> Listener:
    """Say what there is to say in sentences; for logs and CI."""

    def listen(event: Event) -> None:
        text = sentence(event)
        if text is not None:
            stream.write(f"{text}\n")
            stream.flush()

    return listen


def _while_read(listener: Listener, stream: TextIO) -> Listener:
    """Stop telling when nobody can be told any more; the run goes on."""
    lost = False

    def listen(event: Event) -> None:
        nonlocal lost
        if lost:
            return
        try:
            listener(event)
        except OSError as error:
            lost = True
            silence(stream)
            if stream is not sys.stderr:
                say(f"no events any more, the run goes on: {error.strerror}")

    return listen


def _seconds(milliseconds: float | None) -> str:
    return f"{(milliseconds or 0) / 1000:.1f} s"
