"""Changes of several files as the client takes them: with the versions they are for, if it can.

A client that takes `documentChanges` refuses an edit of a document that changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from lsprotocol import types

from reqon_server.positions import to_range

if TYPE_CHECKING:
    from reqon_language.edits import TextEdit
    from reqon_server.snapshot import View

_CAUTION: Final = "caution"


def workspace_edit(
    file: View, edits: Mapping[str, Sequence[TextEdit]], caution: str = ""
) -> types.WorkspaceEdit:
    """Return edits by path as one change; `file` is any file of the same project.

    With a `caution` the user is asked first, by clients that can.
    """
    snapshot = file.snapshot
    asked = bool(caution) and snapshot.client.change_annotations
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
                [
                    types.AnnotatedTextEdit(_CAUTION, edit.range, edit.new_text) if asked else edit
                    for edit in found
                ],
            )
            for path, found in changed.items()
        ],
        change_annotations={
            _CAUTION: types.ChangeAnnotation("Rename", needs_confirmation=True, description=caution)
        }
        if asked
        else None,
    )
