"""`textDocument/declaration`: the same as the definition, since names are declared only once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from reqon_language.features.definition import definition as find
from reqon_server.locations import answer
from reqon_server.routes import request

if TYPE_CHECKING:
    from reqon_server.snapshot import Snapshot


@request(types.TEXT_DOCUMENT_DECLARATION)
def declaration(
    snapshot: Snapshot, params: types.DeclarationParams
) -> list[types.Location] | list[types.LocationLink] | None:
    """Return where the name at a place is declared, None when nothing declares it."""
    file = snapshot.file(params.text_document.uri)
    found = find(file.project, file.path, file.offset(params.position))
    return answer(file, found, types.TEXT_DOCUMENT_DECLARATION)
