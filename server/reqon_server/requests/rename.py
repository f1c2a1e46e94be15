"""`textDocument/rename` and `textDocument/prepareRename`: another name, everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from reqon_language.features.rename import Refusal
from reqon_language.features.rename import prepare_rename as prepare
from reqon_language.features.rename import rename as find
from reqon_server.routes import request
from reqon_server.workspace_edits import workspace_edit

if TYPE_CHECKING:
    from reqon_language.edits import TextEdit
    from reqon_server.snapshot import Snapshot


@request(types.TEXT_DOCUMENT_PREPARE_RENAME)
def prepare_rename(
    snapshot: Snapshot, params: types.PrepareRenameParams
) -> types.PrepareRenamePlaceholder | None:
    """Return the name to edit, None where no name stands; refuses what cannot be renamed."""
    file = snapshot.file(params.text_document.uri)
    found = prepare(file.project, file.path, file.offset(params.position))
    if isinstance(found, Refusal):
        raise _refused(found)
    if found is None:
        return None
    return types.PrepareRenamePlaceholder(file.range(found.span), found.placeholder)


@request(types.TEXT_DOCUMENT_RENAME)
def rename(snapshot: Snapshot, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """Return the change that renames, None where no name stands; refuses what would clash."""
    file = snapshot.file(params.text_document.uri)
    edits: dict[str, dict[TextEdit, None]] = {}
    caution = None
    for project, path, offset in file.everywhere(params.position):
        found = find(project, path, offset, params.new_name)
        if isinstance(found, Refusal):
            raise _refused(found)
        if found is not None:
            caution = caution or found.caution
            for other, ones in found.edits.items():
                edits.setdefault(other, {}).update(dict.fromkeys(ones))
    if caution is None:
        return None
    return workspace_edit(file, {path: [*ones] for path, ones in edits.items()}, caution)


def _refused(refusal: Refusal) -> JsonRpcException:
    return JsonRpcException(refusal.message, types.LSPErrorCodes.RequestFailed.value)
