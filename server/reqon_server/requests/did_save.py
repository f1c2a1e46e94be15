"""`textDocument/didSave`: make sure that the editor and the server hold the same text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lsprotocol import types

    from reqon_server.server import ReqonServer


def did_save(ls: ReqonServer, params: types.DidSaveTextDocumentParams) -> None:
    """Compare texts; where they differ, the saved one is checked anew."""
    if params.text is None:
        return
    document = ls.session.save(params.text_document.uri, params.text)
    if document is not None:
        ls.publisher.edited(document)
