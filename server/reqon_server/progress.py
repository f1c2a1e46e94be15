"""Progress the editor shows while something takes long, with a button to stop it.

The editor's own token is used when it sent one with its request; else one is created, where the
editor knows how. An editor that knows neither is told nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import TYPE_CHECKING, Final

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from reqon_server.cancellation import Token
from reqon_server.plain import plain

if TYPE_CHECKING:
    from reqon_server.server import ReqonServer

_PATIENCE: Final = 5.0
"""Seconds to wait for an editor's consent to show progress."""
_numbers: Final = count(1)


class Progress:
    """What is said while work goes on. `token` is cancelled by the editor's button."""

    def __init__(self, ls: ReqonServer, name: str | int | None, token: Token) -> None:
        self._ls = ls
        self._name = name
        self._last: tuple[str, int | None] | None = None
        self.token = token

    def report(self, message: str, *, percentage: int | None = None) -> None:
        """Say how far the work is; what was said before is not said again."""
        if self._name is not None and (message, percentage) != self._last:
            self._last = (message, percentage)
            self.send(types.WorkDoneProgressReport(message=message, percentage=percentage))

    def send(
        self,
        value: types.WorkDoneProgressBegin
        | types.WorkDoneProgressReport
        | types.WorkDoneProgressEnd,
    ) -> None:
        """Send one value, where there is anybody to read it."""
        if self._name is not None:
            self._ls.progress(types.ProgressParams(self._name, plain(value)))


@asynccontextmanager
async def work_done(
    ls: ReqonServer,
    title: str,
    token: Token,
    given: str | int | None = None,
    *,
    cancellable: bool = True,
    percentage: int | None = None,
) -> AsyncIterator[Progress]:
    """Show progress while the block runs; `given` is the token the editor sent, if any.

    An editor heeds percentages only where it began with a `percentage`.
    """
    name = given if isinstance(given, str | int) else await _create(ls)
    progress = Progress(ls, name, token)
    if name is not None:
        ls.in_progress[name] = token
    progress.send(
        types.WorkDoneProgressBegin(title, cancellable=cancellable, percentage=percentage)
    )
    try:
        yield progress
    finally:
        if name is not None:
            ls.in_progress.pop(name, None)
        message = "cancelled" if token.cancelled else None
        progress.send(types.WorkDoneProgressEnd(message=message))


async def _create(ls: ReqonServer) -> str | None:
    if not ls.client.progress:
        return None
    name = f"reqon-{next(_numbers)}"
    try:
        async with asyncio.timeout(_PATIENCE):
            await ls.window_work_done_progress_create_async(
                types.WorkDoneProgressCreateParams(name)
            )
    except (JsonRpcException, TimeoutError):
        return None
    return name
