"""The server object: what one connection to an editor holds."""

from __future__ import annotations

import json
import logging
from asyncio import Task
from importlib.metadata import version
from typing import BinaryIO

from lsprotocol import types
from pygls.exceptions import FeatureRequestError
from pygls.lsp.server import LanguageServer

from reqon_server.analysis import AnalysisThread
from reqon_server.client import Client
from reqon_server.protocol import GuardedProtocol
from reqon_server.requests import register
from reqon_server.session import Session

log = logging.getLogger(__name__)


class ReqonServer(LanguageServer):
    """A language server for `.vague` files.

    `session` and `client` are set anew by `initialize`. `publishing` holds, by URI, the task
    that will publish the diagnostics of the latest snapshot.
    """

    protocol: GuardedProtocol

    def __init__(self) -> None:
        super().__init__(
            "reqon",
            version("reqon"),
            text_document_sync_kind=types.TextDocumentSyncKind.Incremental,
            protocol_cls=GuardedProtocol,
        )
        self.session = Session()
        self.client = Client()
        self.analysis = AnalysisThread()
        self.publishing: dict[str, Task[None]] = {}

    @property
    def exit_code(self) -> int:
        """0 when the client shut the server down before it left, else 1 (LSP, `exit`)."""
        return 0 if self.protocol.shut_down else 1

    def report_server_error(self, error: Exception, source: type[Exception]) -> None:
        """Log what went wrong outside of a request; the user did nothing, so nothing pops up."""
        if source is FeatureRequestError:
            return  # logged and answered by pygls
        if isinstance(error, json.JSONDecodeError | UnicodeDecodeError | RecursionError):
            self.protocol.refuse_text(str(error))
        else:
            traceback = (getattr(error, "data", None) or {}).get("traceback", ())
            log.error("%s: %s\n%s", source.__name__, error, "".join(traceback))

    def serve(self, stdin: BinaryIO, stdout: BinaryIO) -> int:
        """Talk to an editor until it leaves; return the exit code for the process."""
        try:
            self.start_io(stdin, stdout)
        finally:
            self.analysis.stop()
        return self.exit_code


def create_server() -> ReqonServer:
    """Return a server that knows every request."""
    server = ReqonServer()
    register(server)
    return server
