"""Telling the editor what was found: the edited file at once, the rest after a short idle.

Only the latest version of a document is told: a newer one, or the document's end, cancels the
task that would tell of an older one. Clients that pull are told nothing here but that it is
time to pull again.
"""

from __future__ import annotations

import asyncio
from asyncio import Task
from collections.abc import Callable, Collection, Mapping
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final, TypeVar

from lsprotocol import types

from reqon_server.cancellation import Cancelled, Token
from reqon_server.diagnostics.findings import CLEAN, Findings, findings, none
from reqon_server.encoding import encode
from reqon_server.scheduler import Priority

if TYPE_CHECKING:
    from reqon_server.server import ReqonServer
    from reqon_server.session import Document
    from reqon_server.snapshot import Snapshot

T = TypeVar("T")

_IDLE: Final = 0.25
"""Seconds without an edit before the rest of a project is looked at."""
_SLICE: Final = 0.01
"""Seconds of background work in one piece; a request waits no longer than about that."""


class Publisher:
    """What the editor was told of each file, and the tasks that will tell it more.

    `generation` counts the times that anything may have changed.
    """

    def __init__(self, ls: ReqonServer) -> None:
        self._ls = ls
        self._told: dict[str, str] = {}
        self._now: dict[str, Task[None]] = {}
        self._later: Task[None] | None = None
        self._stale: set[str] = set()
        self._everything = False
        self.generation = 0
        self._changed = asyncio.Event()

    async def wait_for_change(self, generation: int) -> None:
        """Return when something may have changed since `generation`."""
        while self.generation == generation:
            self._changed.clear()
            await self._changed.wait()

    def edited(self, document: Document) -> None:
        """Look at a document that was opened or changed."""
        self._cancel(document.uri)
        if not self._ls.client.pull:
            self._now[document.uri] = self._ls.in_background(self._tell_now(document))
        self._look_later({document.path}, _IDLE)

    def closed(self, document: Document) -> None:
        """Look at a file as it is on disk, if it is still ours."""
        self._cancel(document.uri)
        self._look_later({document.path}, 0.0)

    def recheck(self, paths: Collection[str] | None = None) -> None:
        """Look at files that something outside of the editor changed; None means all.

        Clients that pull are asked to pull again.
        """
        self._everything = self._everything or paths is None
        self._look_later(paths or (), 0.0)
        if self._ls.client.pull:
            self._ls.refresh(types.WORKSPACE_DIAGNOSTIC_REFRESH)

    def _cancel(self, uri: str) -> None:
        task = self._now.pop(uri, None)
        if task is not None:
            task.cancel()

    async def _tell_now(self, document: Document) -> None:
        snapshot = self._ls.snapshot()

        def work() -> tuple[Findings, bytes]:
            found = findings(snapshot.file(document.uri))
            return found, _message(found)

        told = await self._ls.scheduler.run(work, Priority.EDITED, snapshot.token)
        self._now.pop(document.uri, None)
        self._tell(*told)
        self._ls.upkeep.follow_up()

    def _tell(self, found: Findings, message: bytes) -> None:
        before = self._told.pop(found.uri, CLEAN)
        if found.result_id != CLEAN:
            self._told[found.uri] = found.result_id
        if found.result_id != before:
            self._ls.write(message)

    def _look_later(self, paths: Collection[str], wait: float) -> None:
        self._stale.update(paths)
        if self._later is not None:
            self._later.cancel()
        self._later = self._ls.in_background(self._tell_later(wait))

    async def _tell_later(self, wait: float) -> None:
        await asyncio.sleep(wait)
        self.generation += 1
        self._changed.set()
        if self._ls.client.pull:
            self._stale.clear()
            self._everything = False
        else:
            await self._tell_rest()
        self._ls.upkeep.follow_up()
        self._ls.contents.recheck()
        self._ls.neighbours.recheck()

    async def _tell_rest(self) -> None:
        stale = None if self._everything else frozenset(self._stale)
        token = Token()
        snapshot = self._ls.snapshot(token)
        try:
            shown = await self._run(lambda: _shown(snapshot), token)
            for uri in [uri for uri in self._told if uri not in shown]:
                self._tell(none(uri), _message(none(uri)))
            waiting = await self._run(lambda: _affected(snapshot, stale, shown), token)
            while waiting:
                for found, message in await self._run(lambda: _slice(snapshot, waiting), token):
                    if found.uri not in self._now and self._is_current(found):
                        self._tell(found, message)
        except Cancelled:
            return
        finally:
            token.cancel()
        self._everything = False
        self._stale.clear()

    async def _run(self, work: Callable[[], T], token: Token) -> T:
        return await self._ls.scheduler.run(work, Priority.BACKGROUND, token)

    def _is_current(self, found: Findings) -> bool:
        document = self._ls.session.documents.get(found.uri)
        return found.version == (document.version if document is not None else None)


def _message(found: Findings) -> bytes:
    params: dict[str, Any] = {"uri": found.uri, "diagnostics": found.items}
    if found.version is not None:
        params["version"] = found.version
    method = types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS
    return encode({"jsonrpc": "2.0", "method": method, "params": params})


def _shown(snapshot: Snapshot) -> dict[str, str]:
    """Return the path of every file whose diagnostics the editor shows, by its URI."""
    paths: set[str] = set()
    for path in snapshot.opened:
        paths |= snapshot.analysis.projects.together(path, snapshot.opened)
    if snapshot.configuration.editor.text("diagnostics.scope") == "workspace":
        paths |= snapshot.analysis.projects.known
    return {snapshot.uri_of(path): path for path in sorted(paths)}


def _affected(
    snapshot: Snapshot, stale: Collection[str] | None, shown: Mapping[str, str]
) -> list[str]:
    """Return the shown files that share a project with a stale one."""
    if stale is None:
        return list(shown.values())
    paths: set[str] = set()
    for path in stale:
        paths |= snapshot.analysis.projects.together(path, snapshot.opened)
    return sorted(paths.intersection(shown.values()))


def _slice(snapshot: Snapshot, waiting: list[str]) -> list[tuple[Findings, bytes]]:
    """Check files from the end of `waiting` until it is time for something else."""
    found = []
    until = perf_counter() + _SLICE
    while waiting and perf_counter() < until:
        path = waiting.pop()
        view = snapshot.at(path)
        result = findings(view) if view is not None else none(snapshot.uri_of(path))
        found.append((result, _message(result)))
    return found
