"""One mission run in the foreground: shown while it runs, and stopped by signals."""

from __future__ import annotations

import asyncio
import os
import signal

from reqon.cli.progress import Display
from reqon.cli.resuming import Turn
from reqon.cli.terminal import say
from reqon.engine.mission import Engine
from reqon.engine.result import ExecutionResult

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


async def run_watched(turn: Turn, display: Display) -> tuple[ExecutionResult, int | None]:
    """Run a mission; return its result and the signal that asked it to stop, if one came.

    The first SIGINT or SIGTERM stops the mission at the next safe place, the second at once.
    """
    engine = Engine(turn.plan, turn.settings, display.listener)
    loop = asyncio.get_running_loop()
    received: list[int] = []

    def stop(number: int) -> None:
        if received:
            display.close()
            # The journal survives this as it survives a crash.
            os._exit(128 + number)
        received.append(number)
        engine.request_stop()
        say("stopping behind the current item; once more to stop at once")

    for number in _SIGNALS:
        loop.add_signal_handler(number, stop, number)
    try:
        result = await engine.run()
    finally:
        for number in _SIGNALS:
            loop.remove_signal_handler(number)
    return result, received[0] if received else None
