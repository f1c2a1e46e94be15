"""`textDocument/references`: every place that names the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from reqon_language.features.references import references as find
from reqon_server.routes import request

if TYPE_CHECKING:
    from reqon_server.snapshot import Snapshot


@request(types.TEXT_DOCUMENT_REFERENCES)
def references(snapshot: Snapshot, params: types.ReferenceParams) -> list[types.Location] | None:
    """Return the places in all projects that share the name, None where no name stands."""
    file = snapshot.file(params.text_document.uri)
    declared = params.context.include_declaration
    return file.locations(
        (path, place.span)
        for project, own, offset in file.everywhere(params.position)
        for path, places in find(project, own, offset, declared=declared).items()
        for place in places
    )
