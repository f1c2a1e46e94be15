"""`workspace/diagnostic`: the findings of every file, sent piece by piece.

A client that takes partial results asks again and again; while there is nothing new to tell it
waits for its answer (LSP 3.17, `workspace/diagnostic`: the request may be held open).
"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types

from reqon_server.diagnostics.findings import CLEAN, findings, none
from reqon_server.plain import Plain
from reqon_server.progress import Progress, work_done
from reqon_server.routes import conducted
from reqon_server.scheduler import Priority

if TYPE_CHECKING:
    from reqon_server.cancellation import Token
    from reqon_server.server import ReqonServer
    from reqon_server.snapshot import Snapshot

_SLICE: Final = 0.02


@conducted(types.WORKSPACE_DIAGNOSTIC)
async def workspace_diagnostic(
    ls: ReqonServer, params: types.WorkspaceDiagnosticParams, token: Token
) -> Plain:
    """Return what is wrong in the workspace, leaving out what the client knows."""
    known = {one.uri: one.value for one in params.previous_result_ids}
    stream = params.partial_result_token
    while True:
        generation = ls.publisher.generation
        async with work_done(ls, "Checking missions", token, params.work_done_token) as progress:
            items = await _collect(ls, known, progress, stream)
        if items or stream is None or not known:
            return Plain({"items": [] if stream is not None else items})
        await ls.publisher.wait_for_change(generation)


async def _collect(
    ls: ReqonServer, known: dict[str, str], progress: Progress, stream: str | int | None
) -> list[Any]:
    """Return reports of all that the client does not know; `stream` gets them piece by piece."""
    token = progress.token
    snapshot = ls.snapshot(token)
    items: list[Any] = []
    paths = await ls.scheduler.run(lambda: _paths(snapshot, known), Priority.BACKGROUND, token)
    waiting = list(reversed(paths))
    while waiting:
        piece = await ls.scheduler.run(
            lambda: _slice(snapshot, waiting, known), Priority.BACKGROUND, token
        )
        progress.report(f"{len(paths) - len(waiting)} of {len(paths)} files")
        if stream is not None and piece:
            ls.progress(types.ProgressParams(stream, {"items": piece}))
        items += piece
    return items


def _paths(snapshot: Snapshot, known: dict[str, str]) -> list[str]:
    paths = {*snapshot.opened}
    if snapshot.configuration.editor.text("diagnostics.scope") == "workspace":
        paths |= snapshot.analysis.projects.known
    gone = [uri for uri in known if uri not in {snapshot.uri_of(path) for path in paths}]
    return [*gone, *sorted(paths)]


def _slice(snapshot: Snapshot, waiting: list[str], known: dict[str, str]) -> list[Any]:
    """Report files from the end of `waiting` until it is time for something else."""
    items = []
    until = perf_counter() + _SLICE
    while waiting and perf_counter() < until:
        path = waiting.pop()
        view = snapshot.at(path)
        found = findings(view) if view is not None else none(snapshot.uri_of(path))
        before = known.get(found.uri, CLEAN)
        if before != found.result_id:
            items.append({"uri": found.uri, "version": found.version, **found.report(None)})
    return items
