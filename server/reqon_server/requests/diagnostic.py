"""`textDocument/diagnostic`: the findings of one file, pulled by the editor.

Findings of the closed files of its project come along for clients that take them: an edit here
may have broken them, and such clients do not pull for files they do not show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from reqon_server.diagnostics.findings import findings
from reqon_server.plain import Plain
from reqon_server.routes import request
from reqon_server.scheduler import Priority

if TYPE_CHECKING:
    from reqon_server.snapshot import Snapshot, View

_OPTIONS = types.DiagnosticOptions(
    inter_file_dependencies=True, workspace_diagnostics=True, identifier="reqon"
)


@request(types.TEXT_DOCUMENT_DIAGNOSTIC, _OPTIONS, priority=Priority.EDITED)
def diagnostic(snapshot: Snapshot, params: types.DocumentDiagnosticParams) -> Plain:
    """Return what is wrong with a document, or that nothing changed."""
    file = snapshot.at_uri(params.text_document.uri)
    if file is None:
        return Plain({"kind": "full", "items": []})
    report = findings(file).report(params.previous_result_id)
    if snapshot.client.related_documents and (related := _related(file)):
        report["relatedDocuments"] = related
    return Plain(report)


def _related(file: View) -> dict[str, Any]:
    snapshot = file.snapshot
    related: dict[str, Any] = {}
    touched = snapshot.analysis.projects.together(file.path, snapshot.opened)
    for path in sorted(touched - {file.path, *snapshot.opened}):
        snapshot.token.check()
        other = snapshot.at(path)
        if other is not None:
            found = findings(other)
            if snapshot.analysis.related.get(path) != found.result_id:
                snapshot.analysis.related[path] = found.result_id
                related[other.uri] = found.report(None)
    return related
