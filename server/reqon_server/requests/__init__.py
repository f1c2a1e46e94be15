"""The requests and notifications the server answers, one module per method."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol import types

from reqon_server.requests.completion import TRIGGERS, completion
from reqon_server.requests.definition import definition
from reqon_server.requests.did_change import did_change
from reqon_server.requests.did_close import did_close
from reqon_server.requests.did_open import did_open
from reqon_server.requests.did_save import did_save
from reqon_server.requests.initialize import initialize

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

_HANDLERS: Final = (
    (types.INITIALIZE, initialize, None),
    (types.TEXT_DOCUMENT_DID_OPEN, did_open, None),
    (types.TEXT_DOCUMENT_DID_CHANGE, did_change, None),
    (types.TEXT_DOCUMENT_DID_SAVE, did_save, types.SaveOptions(include_text=True)),
    (types.TEXT_DOCUMENT_DID_CLOSE, did_close, None),
    (
        types.TEXT_DOCUMENT_COMPLETION,
        completion,
        types.CompletionOptions(trigger_characters=list(TRIGGERS)),
    ),
    (types.TEXT_DOCUMENT_DEFINITION, definition, None),
)


def register(server: LanguageServer) -> None:
    """Register every handler; what is registered becomes a capability."""
    for method, handler, options in _HANDLERS:
        server.feature(method, options)(handler)
