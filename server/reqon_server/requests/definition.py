"""`textDocument/definition`: from a name to its declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from reqon_language.features.definition import definition as find
from reqon_server.routes import request

if TYPE_CHECKING:
    from reqon_server.snapshot import Snapshot


@request(types.TEXT_DOCUMENT_DEFINITION)
def definition(
    snapshot: Snapshot, params: types.DefinitionParams
) -> types.Location | list[types.LocationLink] | None:
    """Return where the name at a place is declared, None when it is no name."""
    file = snapshot.file(params.text_document.uri)
    found = find(file.model, file.offset(params.position))
    if found is None:
        return None
    if not snapshot.client.definition_links:
        return file.location(file.path, found.name)
    link = types.LocationLink(
        target_uri=file.uri,
        target_range=file.range(found.extent),
        target_selection_range=file.range(found.name),
        origin_selection_range=file.range(found.origin),
    )
    return [link]
