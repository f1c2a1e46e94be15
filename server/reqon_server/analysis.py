"""One thread that parses and analyzes, so that the reader is never kept waiting.

One is enough: Python runs one at a time anyway, and what is derived of a snapshot is then
derived once. Work that was cancelled before its turn is dropped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class AnalysisThread:
    """Runs pieces of work one after the other, in the order they were asked for."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="analysis")

    async def run(self, work: Callable[[], T]) -> T:
        """Run `work` and return its result; to cancel the call drops work not yet begun."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, work)

    def stop(self) -> None:
        """Drop what has not begun; what runs is finished in the background."""
        self._executor.shutdown(wait=False, cancel_futures=True)
