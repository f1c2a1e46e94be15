"""Requests from their arrival to their one answer.

A request is entered when it arrives and struck out when it is answered: by its result, by an
error, or at once by the client's cancel. Whoever strikes it out sends the answer, so there is
never a second one. All of this happens on the event loop; only the work itself does not.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types
from pygls.exceptions import (
    JsonRpcContentModified,
    JsonRpcException,
    JsonRpcInternalError,
    JsonRpcRequestCancelled,
)

from reqon_server.cancellation import Cancelled, Token
from reqon_server.encoding import encode
from reqon_server.routes import Conduct, NotOpen

if TYPE_CHECKING:
    from reqon_server.routes import Route
    from reqon_server.server import ReqonServer
    from reqon_server.snapshot import Snapshot

log = logging.getLogger(__name__)

SERVER_CANCELLED: Final = types.LSPErrorCodes.ServerCancelled.value


@dataclass(slots=True, eq=False)
class _Open:
    """A request that is not answered yet."""

    number: str | int
    route: Route
    token: Token = field(default_factory=Token)
    arrived: float = field(default_factory=perf_counter)
    task: asyncio.Task[None] | None = None


class Answering:
    """The requests that wait for an answer, by their id."""

    def __init__(
        self,
        server: ReqonServer,
        write: Callable[[str | int, bytes | JsonRpcException], None],
    ) -> None:
        self._server = server
        self._write = write
        self._open: dict[str | int, _Open] = {}

    def __contains__(self, number: str | int) -> bool:
        return number in self._open

    def begin(self, number: str | int, route: Route, params: Any) -> None:
        """Take on a request, which sees the documents as they are now."""
        request = _Open(number, route)
        self._open[number] = request
        snapshot = self._server.snapshot(request.token)
        request.task = asyncio.get_running_loop().create_task(
            self._serve(request, snapshot, params)
        )

    def cancel(self, number: str | int) -> None:
        """Answer a request as cancelled, and stop its work where that is possible."""
        request = self._open.get(number)
        if request is None:
            return  # answered already; the two messages crossed
        request.token.cancel()
        if request.task is not None:
            request.task.cancel()
        self._answer(request, JsonRpcRequestCancelled("the request was cancelled"))

    def cancel_all(self) -> None:
        """Answer everything that is open as cancelled."""
        for number in list(self._open):
            self.cancel(number)

    def _answer(self, request: _Open, outcome: bytes | JsonRpcException) -> None:
        if self._open.get(request.number) is not request:
            return
        del self._open[request.number]
        self._write(request.number, outcome)
        self._server.trace(request.route.method, request.number, request.arrived)

    async def _serve(self, request: _Open, snapshot: Snapshot, params: Any) -> None:
        outcome: bytes | JsonRpcException
        try:
            outcome = await self._work(request, snapshot, params)
        except asyncio.CancelledError:
            raise
        except JsonRpcException as error:
            outcome = error
        except Cancelled:
            outcome = JsonRpcRequestCancelled("the request was cancelled")
        except Exception:
            log.exception("%s failed", request.route.method)
            outcome = JsonRpcInternalError(
                f"{request.route.method} failed because of an error in reqon; its log says more"
            )
        self._answer(request, outcome)

    async def _work(self, request: _Open, snapshot: Snapshot, params: Any) -> bytes:
        route, token, answer = request.route, request.token, request.route.answer
        if isinstance(answer, Conduct):
            return self._encoded(request, await answer.conduct(self._server, params, token))

        def work() -> bytes:
            self._refuse_stale(route, snapshot, params)
            try:
                result = answer(snapshot, params)
            except NotOpen:
                result = None
            token.check()
            return self._encoded(request, result)

        return await self._server.scheduler.run(work, route.priority, token)

    def _refuse_stale(self, route: Route, snapshot: Snapshot, params: Any) -> None:
        """Give up an answer about an old text, where the client says it will ask again.

        Other answers are useful even so (LSP 3.17, implementation considerations).
        """
        if route.method not in snapshot.client.retried:
            return
        uri = params.text_document.uri
        if self._server.session.get(uri) is not snapshot.documents.get(uri):
            raise JsonRpcContentModified("the document was changed meanwhile")

    def _encoded(self, request: _Open, result: Any) -> bytes:
        protocol = self._server.protocol
        return encode(protocol.structured_answer(request.route.method, request.number, result))
