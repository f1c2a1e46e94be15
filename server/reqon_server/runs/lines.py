"""The events that a run writes, a line each, as they come.

A run is followed to its end whatever it writes: else whoever asked for it would never be
answered, and the run itself would wait for somebody to read on.
"""

from __future__ import annotations

import json
import logging
import re
from asyncio import IncompleteReadError, LimitOverrunError, StreamReader
from collections.abc import AsyncIterator
from typing import Any, Final

log = logging.getLogger(__name__)

LONGEST: Final = 1 << 22
"""Bytes of a line, the limit of the streams that are read; of a longer one the payload is lost."""
_BEGINNING: Final = 4_000
_TEXT: Final = r'("(?:\\.|[^"\\])*")'
_HEAD: Final = re.compile(rf'\{{"type": ?{_TEXT}, ?"executionId": ?{_TEXT},')
"""What an event begins with, in the order of `Event.to_json`."""


async def events(stream: StreamReader) -> AsyncIterator[dict[str, Any]]:
    """Yield the events of a run until it says no more; of one that is too long only the head.

    What is no event is logged and left out.
    """
    while True:
        line, length = await _line(stream)
        if not length:
            return
        event = _event(line) if length == len(line) else _shortened(line, length)
        if event is not None:
            yield event


async def _line(stream: StreamReader) -> tuple[bytes, int]:
    """Return the next line and its length; of one that is too long only the beginning."""
    beginning, dropped = b"", 0
    while True:
        try:
            rest = await stream.readuntil()
        except IncompleteReadError as end:
            rest = end.partial
        except LimitOverrunError as overrun:
            block = await stream.readexactly(overrun.consumed)
            beginning, dropped = beginning or block[:_BEGINNING], dropped + len(block)
            continue
        return beginning or rest, dropped + len(rest)


def _event(line: bytes) -> dict[str, Any] | None:
    try:
        event = json.loads(line)
    except (ValueError, RecursionError):
        log.warning("no event: %.200r", line)
        return None
    return event if isinstance(event, dict) else None


def _shortened(line: bytes, length: int) -> dict[str, Any] | None:
    log.warning("an event of %d bytes is too long, its payload is left out: %.200r", length, line)
    head = _HEAD.match(line.decode(errors="replace"))
    if head is None:
        return None
    return {"type": json.loads(head[1]), "executionId": json.loads(head[2]), "payload": {}}
