"""The least that a server made with pygls can be: it answers a hover with nothing."""

from __future__ import annotations

from lsprotocol import types
from pygls.lsp.server import LanguageServer

server = LanguageServer("echo", "1")


@server.feature(types.TEXT_DOCUMENT_HOVER)
def hover(_params: types.HoverParams) -> types.Hover:
    """Say nothing."""
    return types.Hover("nothing")


server.start_io()
