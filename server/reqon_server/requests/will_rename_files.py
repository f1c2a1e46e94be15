"""`workspace/willRenameFiles`: documents and imports are followed to where they go."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from lsprotocol import types

from reqon_language.features.renamed_files import Move, renamed_files
from reqon_server.routes import request
from reqon_server.workspace.paths import is_file, to_path
from reqon_server.workspace_edits import workspace_edit

if TYPE_CHECKING:
    from reqon_language.edits import TextEdit
    from reqon_server.snapshot import Snapshot

_FILES: Final = "**/*.{vague,reqon,yaml,yml,json}"
_OPTIONS: Final = types.FileOperationRegistrationOptions(
    [
        types.FileOperationFilter(
            types.FileOperationPattern(_FILES, matches=types.FileOperationPatternKind.File),
            scheme="file",
        ),
        types.FileOperationFilter(
            types.FileOperationPattern("**/*", matches=types.FileOperationPatternKind.Folder),
            scheme="file",
        ),
    ]
)


@request(types.WORKSPACE_WILL_RENAME_FILES, _OPTIONS)
def will_rename_files(
    snapshot: Snapshot, params: types.RenameFilesParams
) -> types.WorkspaceEdit | None:
    """Return the changes of all missions that name what moves, or move themselves."""
    moves = [Move(_path(one.old_uri), _path(one.new_uri)) for one in params.files]
    edits: dict[str, tuple[TextEdit, ...]] = {}
    file = None
    for view in snapshot.files():
        found = renamed_files(_posix(view.path), view.tree, moves) if is_file(view.path) else ()
        if found:
            file = view
            edits[view.path] = found
    return workspace_edit(file, edits) if file is not None else None


def _path(uri: str) -> str:
    return _posix(to_path(uri))


def _posix(path: str) -> str:
    return PurePath(path).as_posix()
