"""`textDocument/hover`: what the word under the cursor means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from reqon_language.features.hover import hover as find
from reqon_server.markup import markup
from reqon_server.routes import request

if TYPE_CHECKING:
    from reqon_server.snapshot import Snapshot


@request(types.TEXT_DOCUMENT_HOVER)
def hover(snapshot: Snapshot, params: types.HoverParams) -> types.Hover | None:
    """Return what stands at a place, None where nothing has a meaning."""
    file = snapshot.file(params.text_document.uri)
    found = find(file.tree, file.model, file.offset(params.position), file.project, file.path)
    if found is None:
        return None
    contents = markup(found.markdown, "hover", snapshot.client)
    return types.Hover(contents, file.range(found.span))
