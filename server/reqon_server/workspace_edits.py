"""Changes of several files as the client takes them: with the versions they are for, if it can.

A client that takes `documentChanges` refuses an edit of a document that changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from lsprotocol import types

from reqon_language.tabstops import SnippetEdit, snippet_edits
from reqon_server.positions import to_range

if TYPE_CHECKING:
    from reqon_language.edits import TextEdit
    from reqon_language.tabstops import Stop
    from reqon_server.snapshot import View

_Change: TypeAlias = types.TextEdit | types.AnnotatedTextEdit | types.SnippetTextEdit

_CAUTION: Final = "caution"


def workspace_edit(
    file: View, edits: Mapping[str, Sequence[TextEdit]], caution: str = ""
) -> types.WorkspaceEdit:
    """Return edits by path as one change; `file` is the one they were asked for.

    With a `caution` the user is asked first, by clients that can.
    """
    snapshot = file.snapshot
    asked = bool(caution) and snapshot.client.change_annotations
    changed = {
        path: [types.TextEdit(_range(file, path, edit), edit.text) for edit in found]
        for path, found in edits.items()
        if found
    }
    if not snapshot.client.document_changes:
        return types.WorkspaceEdit(
            changes={snapshot.uri_of(path): found for path, found in changed.items()}
        )
    return types.WorkspaceEdit(
        document_changes=[
            _of_document(
                file,
                path,
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


def guided_edit(
    file: View, edits: Sequence[TextEdit], stops: Sequence[Stop]
) -> types.WorkspaceEdit:
    """Return edits of one file after which the client leads through `stops`, if it can."""
    if not (stops and file.snapshot.client.snippet_edits):
        return workspace_edit(file, {file.path: edits})
    changes = [_guided(file, edit) for edit in snippet_edits(file.text, edits, stops)]
    return types.WorkspaceEdit(document_changes=[_of_document(file, file.path, changes)])


def _guided(file: View, edit: TextEdit | SnippetEdit) -> types.TextEdit | types.SnippetTextEdit:
    if isinstance(edit, SnippetEdit):
        return types.SnippetTextEdit(file.range(edit.span), types.StringValue(edit.snippet))
    return types.TextEdit(file.range(edit.span), edit.text)


def _range(file: View, path: str, edit: TextEdit) -> types.Range:
    return to_range(file.lines_of(path), edit.span, file.snapshot.encoding)


def _of_document(file: View, path: str, changes: Sequence[_Change]) -> types.TextDocumentEdit:
    snapshot = file.snapshot
    document = types.OptionalVersionedTextDocumentIdentifier(
        uri=snapshot.uri_of(path), version=snapshot.version_of(path)
    )
    return types.TextDocumentEdit(document, list(changes))
