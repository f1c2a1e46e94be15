"""Changes of several files as the client takes them: with the versions they are for, if it can.

A client that takes `documentChanges` refuses an edit of a document that changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from lsprotocol import types

from reqon_server.positions import to_range

if TYPE_CHECKING:
    from reqon_language.edits import TextEdit
    from reqon_server.snapshot import View


def workspace_edit(file: View, edits: Mapping[str, Sequence[TextEdit]]) -> types.WorkspaceEdit:
    """Return edits by path as one change; `file` is any file of the same project."""
    snapshot = file.snapshot
    changed = {
        path: [
            types.TextEdit(to_range(file.lines_of(path), edit.span, snapshot.encoding), edit.text)
            for edit in found
        ]
        for path, found in edits.items()
        if found
    }
    if not snapshot.client.document_changes:
        return types.WorkspaceEdit(
            changes={snapshot.uri_of(path): found for path, found in changed.items()}
        )
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(
                    uri=snapshot.uri_of(path), version=snapshot.version_of(path)
                ),
                list(found),
            )
            for path, found in changed.items()
        ]
    )
