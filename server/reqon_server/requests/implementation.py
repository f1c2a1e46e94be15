"""`textDocument/implementation`: from a schema to the steps that produce it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from reqon_language.features.implementation import implementation as find
from reqon_server.routes import request

if TYPE_CHECKING:
    from reqon_server.snapshot import Snapshot


@request(types.TEXT_DOCUMENT_IMPLEMENTATION)
def implementation(
    snapshot: Snapshot, params: types.ImplementationParams
) -> list[types.Location] | None:
    """Return the places that produce what is named at a place, None where there are none."""
    file = snapshot.file(params.text_document.uri)
    return file.locations(
        (path, span)
        for project, own, offset in file.everywhere(params.position)
        for path, spans in find(project, own, offset).items()
        for span in spans
    )
