"""The server object: what one connection to an editor holds."""

from __future__ import annotations

import asyncio
import logging
import threading
from asyncio import Task
from collections.abc import Callable, Coroutine
from contextlib import suppress
from importlib.metadata import version
from time import perf_counter
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import FeatureRequestError
from pygls.lsp.server import LanguageServer

from reqon_server.advertised import advertised
from reqon_server.cancellation import Cancelled, Token
from reqon_server.client import Client
from reqon_server.options import Options
from reqon_server.output import Output
from reqon_server.parent import wait_for_end
from reqon_server.plain import converter
from reqon_server.protocol import GuardedProtocol
from reqon_server.requests.initialize import initialize
from reqon_server.scheduler import Scheduler
from reqon_server.status import StatusReporter
from reqon_server.transport import Connection, read_messages

if TYPE_CHECKING:
    from reqon_server.configuration import Configuration
    from reqon_server.contents import Contents
    from reqon_server.diagnostics.publisher import Publisher
    from reqon_server.neighbours import Neighbours
    from reqon_server.routes import Route
    from reqon_server.runs.running import Running
    from reqon_server.session import Session
    from reqon_server.snapshot import Snapshot
    from reqon_server.workspace.analysis import Analysis
    from reqon_server.workspace.upkeep import Upkeep
    from reqon_server.workspace.watching import Watching

log = logging.getLogger(__name__)


class ReqonServer(LanguageServer):
    """A language server for `.vague` files.

    `client` and `options` are set by `initialize`. What knows the language is imported and set
    by `begin`, after `initialize` is answered and before anything else is. `configuration` is
    replaced whenever a setting changes. `analysis` belongs to the analysis thread.
    """

    protocol: GuardedProtocol
    session: Session
    analysis: Analysis
    configuration: Configuration
    publisher: Publisher
    contents: Contents
    neighbours: Neighbours
    upkeep: Upkeep
    watching: Watching
    running: Running

    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}
        self.handlers: dict[str, Callable[[ReqonServer, Any], None]] = {}
        self.client = Client()
        self.scheduler = Scheduler()
        self.options = Options()
        self.initial_folders: tuple[str, ...] = ()
        self.in_progress: dict[str | int, Token] = {}
        self._tasks: set[Task[None]] = set()
        self._output: Output | None = None
        self._left: asyncio.Event | None = None
        super().__init__(
            "reqon",
            version("reqon"),
            text_document_sync_kind=types.TextDocumentSyncKind.Incremental,
            protocol_cls=GuardedProtocol,
            converter_factory=converter,
        )
        self.status = StatusReporter(self, self.version)
        self.feature(types.INITIALIZE)(initialize)
        for method, options in advertised():
            self.feature(method, options)(_answered_elsewhere)

    def begin(self) -> None:
        """Get ready for documents, once `initialize` is answered."""
        # Half of what the server imports, which nobody needs for that answer.
        from reqon_server.begin import begin

        begin(self)

    def snapshot(self, token: Token | None = None) -> Snapshot:
        """Return the state of this moment for a piece of work."""
        from reqon_server.snapshot import Snapshot

        return Snapshot(
            self.session.documents,
            self.session.encoding,
            self.client,
            self.configuration,
            self.analysis,
            self.session.opened,
            token or Token(),
            self.options.trusted,
        )

    def write(self, message: bytes) -> None:
        """Send a message that is framed already. To be called on the event loop."""
        if self._output is not None:
            self._output.write(message)

    def trace(self, method: str, number: str | int, since: float) -> None:
        """Tell a client that asked for it that a request was answered, and how soon."""
        if self.protocol.trace == types.TraceValue.Off:
            return
        took = (perf_counter() - since) * 1000
        self.log_trace(types.LogTraceParams(f"answered {method} ({number}) after {took:.1f} ms"))

    def refresh(self, method: str) -> None:
        """Ask the client to ask again for something it shows, where it knows how to be asked."""
        if method in self.client.refresh:
            self.protocol.send_request(method)

    def in_background(self, work: Coroutine[Any, Any, None]) -> Task[None]:
        """Start work nobody waits for; a failure is logged, and the end of `serve` ends it."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._end_task)
        return task

    def _end_task(self, task: Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, Cancelled):
            log.error("background work failed", exc_info=error)

    def watch_parent(self, process_id: int) -> None:
        """Leave when the editor's process is gone."""

        async def watch() -> None:
            await wait_for_end(process_id)
            log.warning("the client's process %d is gone", process_id)
            self.leave()

        self.in_background(watch())

    def report_server_error(self, error: Exception, source: type[Exception]) -> None:
        """Log what went wrong outside of a request; the user did nothing, so nothing pops up."""
        if source is FeatureRequestError:
            return  # logged and answered by pygls
        traceback = (getattr(error, "data", None) or {}).get("traceback", ())
        log.error("%s: %s\n%s", source.__name__, error, "".join(traceback))

    def leave(self) -> None:
        """End `serve`, whatever is still going on."""
        if self._left is not None:
            self._left.set()

    def serve(self, connection: Connection) -> int:
        """Talk to an editor until it leaves; return the exit code for the process.

        The code is 0 when the client shut the server down before it left, else 1 (LSP, `exit`).
        """
        asyncio.run(self._serve(connection))
        return 0 if self.protocol.shut_down else 1

    async def _serve(self, connection: Connection) -> None:
        loop = asyncio.get_running_loop()
        self._output = Output(connection.write)
        self._left = asyncio.Event()

        def read() -> None:
            with suppress(RuntimeError):  # the loop is closed: we have left already
                try:
                    for message in read_messages(connection.read):
                        loop.call_soon_threadsafe(self._receive, message)
                except OSError as error:
                    log.warning("the connection broke: %s", error)
                loop.call_soon_threadsafe(self.leave)

        # A daemon, since nothing can interrupt a read; `exit` does not wait for more input.
        threading.Thread(target=read, name="reader", daemon=True).start()
        try:
            await self._left.wait()
        finally:
            if self.protocol.started:
                self.running.interrupt_all()
            self.scheduler.stop()
            connection.close()

    def _receive(self, message: Any) -> None:
        try:
            self.protocol.handle_message(message)
        except Exception:
            log.exception("cannot handle a message")


def _answered_elsewhere(_: Any) -> None:
    """Stand for a method among pygls' features, from which it derives the capabilities."""
