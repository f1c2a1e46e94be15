"""`textDocument/typeDefinition`: from a value to its schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from reqon_language.features.type_definition import type_definition as find
from reqon_server.locations import answer
from reqon_server.routes import request

if TYPE_CHECKING:
    from reqon_server.snapshot import Snapshot


@request(types.TEXT_DOCUMENT_TYPE_DEFINITION)
def type_definition(
    snapshot: Snapshot, params: types.TypeDefinitionParams
) -> list[types.Location] | list[types.LocationLink] | None:
    """Return the schemas of the value at a place, None where no schema is known."""
    file = snapshot.file(params.text_document.uri)
    found = find(file.project, file.path, file.offset(params.position))
    return answer(file, found, types.TEXT_DOCUMENT_TYPE_DEFINITION)
