"""`textDocument/documentHighlight`: the other places of the name under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol import types

from reqon_language.features.document_highlights import document_highlights
from reqon_server.routes import request

if TYPE_CHECKING:
    from reqon_server.snapshot import Snapshot

_KINDS: Final = {
    "read": types.DocumentHighlightKind.Read,
    "write": types.DocumentHighlightKind.Write,
}


@request(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
def document_highlight(
    snapshot: Snapshot, params: types.DocumentHighlightParams
) -> list[types.DocumentHighlight]:
    """Return where the name is read and where it is written."""
    file = snapshot.file(params.text_document.uri)
    return [
        types.DocumentHighlight(file.range(one.span), _KINDS[one.role])
        for one in document_highlights(file.project, file.path, file.offset(params.position))
    ]
