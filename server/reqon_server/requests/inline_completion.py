"""`textDocument/inlineCompletion`: what comes next, in grey, where the types say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from reqon_language.features.inline_completion import inline_completion as find
from reqon_server.routes import request

if TYPE_CHECKING:
    from reqon_server.snapshot import Snapshot


@request(types.TEXT_DOCUMENT_INLINE_COMPLETION, types.InlineCompletionOptions())
def inline_completion(
    snapshot: Snapshot, params: types.InlineCompletionParams
) -> types.InlineCompletionList:
    """Return one proposal or none; none, too, that does not go on from the one of the list."""
    file = snapshot.file(params.text_document.uri)
    found = find(file.project, file.path, file.offset(params.position))
    chosen = params.context.selected_completion_info
    if found is None or (chosen is not None and not found.startswith(chosen.text)):
        return types.InlineCompletionList([])
    place = types.Range(params.position, params.position)
    return types.InlineCompletionList([types.InlineCompletionItem(found, range=place)])
