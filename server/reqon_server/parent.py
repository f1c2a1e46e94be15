"""Watching the process that started the server (`processId` of `initialize`).

An editor that was killed cannot say goodbye. Its end of our input usually closes with it, but
not where a wrapper holds the pipe open.
"""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Final

_INTERVAL: Final = 5.0


async def wait_for_end(process_id: int) -> None:
    """Return when the process is gone; never, where that cannot be known.

    Linux tells at once; elsewhere the process is looked for every few seconds. On Windows no
    signal can ask whether a process lives, and the closed input has to do.
    """
    if sys.platform == "linux" and (descriptor := _open(process_id)) is not None:
        loop = asyncio.get_running_loop()
        ended = asyncio.Event()
        loop.add_reader(descriptor, ended.set)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(descriptor)
            os.close(descriptor)
        return
    while sys.platform == "win32" or _lives(process_id):  # noqa: ASYNC110  no event tells
        await asyncio.sleep(_INTERVAL)


def _open(process_id: int) -> int | None:
    if sys.platform != "linux":
        return None
    try:
        return os.pidfd_open(process_id)
    except OSError:
        return None


def _lives(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
