"""`textDocument/definition`: from a name to its declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from reqon_language.features.definition import definition as find
from reqon_server.positions import to_offset, to_range

if TYPE_CHECKING:
    from reqon_server.server import ReqonServer


async def definition(
    ls: ReqonServer, params: types.DefinitionParams
) -> types.Location | list[types.LocationLink] | None:
    """Return where the name at a place is declared, None when it is no name."""
    document = ls.session.get(params.text_document.uri)
    if document is None:
        return None
    encoding = ls.session.encoding
    offset = to_offset(document.lines, params.position, encoding)
    found = await ls.analysis.run(lambda: find(document.model, offset))
    if found is None:
        return None
    name = to_range(document.lines, found.name, encoding)
    if not ls.client.definition_links:
        return types.Location(document.uri, name)
    link = types.LocationLink(
        target_uri=document.uri,
        target_range=to_range(document.lines, found.extent, encoding),
        target_selection_range=name,
        origin_selection_range=to_range(document.lines, found.origin, encoding),
    )
    return [link]
