"""`textDocument/didClose`: forget the document and clear its diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reqon_server import diagnostics

if TYPE_CHECKING:
    from lsprotocol import types

    from reqon_server.server import ReqonServer


def did_close(ls: ReqonServer, params: types.DidCloseTextDocumentParams) -> None:
    """Let go of a document the editor closed."""
    uri = params.text_document.uri
    if ls.session.close(uri):
        diagnostics.clear(ls, uri)
