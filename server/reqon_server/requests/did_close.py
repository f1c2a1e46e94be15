"""`textDocument/didClose`: from here on the file on disk counts, if there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lsprotocol import types

    from reqon_server.server import ReqonServer


def did_close(ls: ReqonServer, params: types.DidCloseTextDocumentParams) -> None:
    """Let go of a document the editor closed."""
    document = ls.session.close(params.text_document.uri)
    if document is not None:
        ls.publisher.closed(document)
