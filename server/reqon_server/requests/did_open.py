"""`textDocument/didOpen`: keep the document and check it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lsprotocol import types

    from reqon_server.server import ReqonServer


def did_open(ls: ReqonServer, params: types.DidOpenTextDocumentParams) -> None:
    """Take over the text of a document the editor opened."""
    opened = params.text_document
    document = ls.session.open(opened.uri, opened.version, opened.text)
    ls.publisher.edited(document)
