"""One thread that parses and analyzes, so that the reader is never kept waiting.

One is enough: Python runs one at a time anyway, and what is derived of a snapshot is then
derived once. What a user waits for goes first; long background work is handed over in pieces,
so that a request never waits for more than one of them.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from heapq import heappop, heappush
from itertools import count
from typing import Any, Final, TypeVar

from reqon_server.cancellation import Cancelled, Token

T = TypeVar("T")


class Priority(IntEnum):
    """What is done first; work of one priority is done in the order it was asked for."""

    REQUEST = 0
    """Somebody looks at a cursor and waits."""
    EDITED = 1
    """What is wrong with the file being typed in."""
    BACKGROUND = 2
    """Everything else: the rest of a project, scans, the whole workspace."""


@dataclass(order=True, slots=True)
class _Job:
    priority: Priority
    number: int
    work: Callable[[], Any] = field(compare=False)
    token: Token = field(compare=False)
    future: asyncio.Future[Any] = field(compare=False)


class Scheduler:
    """Runs pieces of work one after the other, the most urgent first.

    The thread starts with the first piece and is a daemon: a server that leaves does not wait
    for an analysis nobody will read.
    """

    def __init__(self) -> None:
        self._jobs: list[_Job] = []
        self._numbers: Final = count()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._stopped = False

    async def run(
        self,
        work: Callable[[], T],
        priority: Priority = Priority.REQUEST,
        token: Token | None = None,
    ) -> T:
        """Run `work` on the thread and return its result.

        To cancel the call, or `token`, drops work not yet begun; work that runs goes on until
        it checks its token, and what it finds is dropped. A cancelled token raises `Cancelled`.
        """
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        job = _Job(priority, next(self._numbers), work, token or Token(), future)
        with self._changed:
            if self._stopped:
                raise Cancelled
            heappush(self._jobs, job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="analysis", daemon=True)
                self._thread.start()
            self._changed.notify()
        try:
            return await future
        except asyncio.CancelledError:
            job.token.cancel()
            raise

    def stop(self) -> None:
        """Drop what has not begun; what runs is left to itself."""
        with self._changed:
            self._stopped = True
            for job in self._jobs:
                job.token.cancel()
            self._jobs.clear()
            self._changed.notify()

    def _work(self) -> None:
        while (job := self._next()) is not None:
            outcome: Any = None
            failure: BaseException | None = None
            try:
                job.token.check()
                outcome = job.work()
            except BaseException as error:  # noqa: BLE001  handed to whoever waits
                failure = error
            _settle(job.future, outcome, failure)

    def _next(self) -> _Job | None:
        with self._changed:
            while not self._jobs:
                if self._stopped:
                    return None
                self._changed.wait()
            return heappop(self._jobs)


def _settle(future: asyncio.Future[Any], outcome: Any, failure: BaseException | None) -> None:
    def settle() -> None:
        if future.done():
            return
        if failure is None:
            future.set_result(outcome)
        else:
            future.set_exception(failure)

    loop = future.get_loop()
    if not loop.is_closed():
        loop.call_soon_threadsafe(settle)
