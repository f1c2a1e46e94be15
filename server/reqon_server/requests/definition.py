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
    document = snapshot.document(params.text_document.uri)
    found = find(document.model, snapshot.offset(document, params.position))
    if found is None:
        return None
    name = snapshot.range(document, found.name)
    if not snapshot.client.definition_links:
        return types.Location(document.uri, name)
    link = types.LocationLink(
        target_uri=document.uri,
        target_range=snapshot.range(document, found.extent),
        target_selection_range=name,
        origin_selection_range=snapshot.range(document, found.origin),
    )
    return [link]
