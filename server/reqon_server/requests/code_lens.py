"""`textDocument/codeLens`: run, resume and what the last run did, above missions and actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types

from reqon_language.features.code_lenses import Lens, LensCommand, code_lenses
from reqon_server.routes import request
from reqon_server.runs.failures import missions_of

if TYPE_CHECKING:
    from reqon_server.snapshot import Snapshot, View

_COMMANDS: Final[dict[LensCommand, str]] = {
    "run": "reqon.run",
    "resume": "reqon.resume",
    "dryRun": "reqon.dryRun",
    "history": "reqon.openRecord",
    "openRecord": "reqon.openRecord",
}
_OUTCOMES: Final = ("history", "openRecord")


@request(types.TEXT_DOCUMENT_CODE_LENS, types.CodeLensOptions())
def code_lens(snapshot: Snapshot, params: types.CodeLensParams) -> list[types.CodeLens]:
    """Return the lenses of a document; in a workspace that is not trusted, none that run."""
    view = snapshot.file(params.text_document.uri)
    editor = snapshot.configuration.editor
    found = snapshot.analysis.executions.of(view.path, missions_of(view))
    runs = {mission: run.runs for mission, run in found.items()}
    runs_shown = editor.on("codeLens.run") and snapshot.trusted
    shown = {False: runs_shown, True: editor.on("codeLens.lastRun")}
    return [
        _lens(lens, view)
        for lens in code_lenses(view.file.model, runs)
        if shown[lens.command in _OUTCOMES]
    ]


def _lens(lens: Lens, view: View) -> types.CodeLens:
    arguments: dict[str, Any] = {"uri": view.uri, "mission": lens.mission}
    if lens.execution:
        arguments["execution"] = lens.execution
    command = types.Command(lens.title, _COMMANDS[lens.command], lens.tooltip, [arguments])
    return types.CodeLens(view.range(lens.span), command=command)
