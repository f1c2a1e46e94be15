"""`textDocument/didChange`: apply the edits at once, check the outcome soon.

Edits must be applied in the order they arrive, so this handler is synchronous; the work it
causes is not done here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from reqon_server.positions import to_position
from reqon_server.session import Edit

if TYPE_CHECKING:
    from reqon_server.server import ReqonServer


def did_change(ls: ReqonServer, params: types.DidChangeTextDocumentParams) -> None:
    """Bring a document up to date."""
    changed = params.text_document
    edits = [_edit(change) for change in params.content_changes]
    document = ls.session.change(changed.uri, changed.version, edits)
    if document is not None:
        ls.publisher.edited(document)


def _edit(change: types.TextDocumentContentChangeEvent) -> Edit:
    if isinstance(change, types.TextDocumentContentChangePartial):
        return Edit(change.text, to_position(change.range.start), to_position(change.range.end))
    return Edit(change.text)
