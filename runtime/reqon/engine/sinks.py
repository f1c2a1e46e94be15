"""Writing to stores: one writer at a time, markers, counters, and nothing twice after a resume."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import TypeVar

from reqon.engine.run import Frame, Run
from reqon.journal.address import order_key
from reqon.stores.base import Marker, Record, Store, WriteMode, WriteResult

Result = TypeVar("Result")

_FRESH_S = 2.0
_FRESH_RATIO = 20
FEW = 16
"""Records whose writing takes less time than handing them to a thread."""


@dataclass(slots=True)
class Pace:
    """When a store's files are brought up to date while it is written to.

    Every two seconds (durability specification, section 3), or more rarely where that would
    take more than a twentieth of the time, as it does for large files.
    """

    next: float = field(default_factory=lambda: monotonic() + _FRESH_S)

    def due(self) -> bool:
        """Whether it is time."""
        return monotonic() >= self.next

    def measure(self, flush: Callable[[], None]) -> None:
        """Flush, and let the time it took decide when the next one is due."""
        started = monotonic()
        flush()
        ended = monotonic()
        self.next = ended + max(_FRESH_S, _FRESH_RATIO * (ended - started))


@dataclass(slots=True)
class Sink:
    """A store of the mission, shared by all branches of a run.

    `threaded`: calls may wait for a disk, so they leave the event loop; not so writes of a few
    records where `buffered` says that they only reach the operating system. `syncs`: what was
    written is forced to disk before the journal says so. `committed` holds, by writer, how far
    an earlier run got; a write at or before that place was already committed.
    """

    store: Store
    threaded: bool
    buffered: bool
    syncs: bool
    count: int = 0
    added: int = 0
    updated: int = 0
    committed: dict[str, tuple[int, ...]] = field(default_factory=dict)
    used: bool = False
    fresh: Pace = field(default_factory=Pace)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def write(
        self, rows: Sequence[tuple[str, Record]], mode: WriteMode, frame: Frame, place: str
    ) -> WriteResult | None:
        """Write records at an address; None when an earlier run already did."""
        if self._was_committed(frame, place):
            return None
        marker = _marker(frame, place)
        few = len(rows) <= FEW
        result = await self._call(lambda: self.store.write(rows, mode, marker), few=few)
        self.added += result.added
        self.updated += result.updated
        self.count += result.added
        return result

    async def delete(self, key: str, frame: Frame, place: str) -> int | None:
        """Remove a record; None when an earlier run already did."""
        if self._was_committed(frame, place):
            return None
        marker = _marker(frame, place)
        removed = await self._call(lambda: self.store.delete([key], marker))
        self.count -= removed
        return removed

    async def clear(self, frame: Frame, place: str) -> int | None:
        """Remove all records; None when an earlier run already did."""
        if self._was_committed(frame, place):
            return None
        marker = _marker(frame, place)
        removed = await self._call(lambda: self.store.clear(marker))
        self.count = 0
        return removed

    async def sync(self) -> None:
        """Force what was written to the disk."""
        await self._call(self.store.sync)

    async def flush(self) -> None:
        """Bring the files people read up to date."""
        await self._call(self.store.flush)

    async def _call(self, work: Callable[[], Result], *, few: bool = False) -> Result:
        self.used = True
        at_once = few and self.buffered and not self.lock.locked()
        if at_once or not self.threaded:
            return self._work(work)
        async with self.lock:
            writing = asyncio.get_running_loop().run_in_executor(None, self._work, work)
            try:
                return await asyncio.shield(writing)
            except asyncio.CancelledError:
                # The thread cannot be stopped, and nobody may write or close before it is done.
                await asyncio.wait([writing])
                raise

    def _work(self, work: Callable[[], Result]) -> Result:
        result = work()
        if self.syncs:
            self.store.sync()
        if self.fresh.due():
            self.fresh.measure(self.store.flush)
        return result

    def _was_committed(self, frame: Frame, place: str) -> bool:
        """Whether an earlier run committed this write; once one was not, no later one was."""
        reached = self.committed.get(frame.branch.writer)
        if reached is None:
            return False
        if order_key(place) <= reached:
            return True
        del self.committed[frame.branch.writer]
        return False


def _marker(frame: Frame, place: str) -> Marker | None:
    run = frame.run
    if not run.keeps_steps:
        return None
    return Marker(run.journal.execution_id, frame.branch.writer, place, run.journal.fence)


def take_over(run: Run, writers: Sequence[str]) -> None:
    """Claim the stores for this run, and learn how far its predecessors committed.

    Their counters go on from what the stores themselves say, which is never behind or ahead of
    the rows (durability specification, section 5).
    """
    execution, fence = run.journal.execution_id, run.journal.fence
    for name, sink in run.sinks.items():
        store = sink.store
        sink.count = store.count()
        before = run.journal.state.stores.get(name)
        if before is not None:
            sink.added, sink.updated, sink.used = before.added, before.updated, True
        if not run.keeps_steps:
            continue
        store.claim(execution, fence)
        if not run.resumed:
            continue
        marks = {writer: store.committed(execution, writer) for writer in writers}
        found = {writer: mark for writer, mark in marks.items() if mark is not None}
        if found:
            sink.committed = {writer: order_key(mark.position) for writer, mark in found.items()}
            sink.added = sum(mark.added for mark in found.values())
            sink.updated = sum(mark.updated for mark in found.values())
            sink.used = True


def report(run: Run) -> None:
    """Journal the counters of the stores that were used."""
    for name, sink in run.sinks.items():
        if sink.used:
            run.journal.stored(name, added=sink.added, updated=sink.updated, count=sink.count)


async def flush_all(run: Run) -> None:
    """Bring the files of all stores that were used up to date."""
    for sink in run.sinks.values():
        if sink.used:
            await sink.flush()


async def sync_all(run: Run) -> None:
    """Force what was written to the disk, as far as the durability chosen asks for it."""
    for sink in run.sinks.values():
        if sink.used:
            await sink.sync()
