"""`workspace/didRenameFiles`, `didDeleteFiles` and `didCreateFiles`: the editor moved files.

Not every editor watches files, and one that does may tell of them later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol import types

from reqon_server.workspace.paths import to_path

if TYPE_CHECKING:
    from reqon_server.server import ReqonServer

FILTERS: Final = types.FileOperationRegistrationOptions(
    [
        types.FileOperationFilter(types.FileOperationPattern("**/*.{vague,reqon}"), "file"),
        types.FileOperationFilter(
            types.FileOperationPattern("**", types.FileOperationPatternKind.Folder), "file"
        ),
    ]
)


def did_rename_files(ls: ReqonServer, params: types.RenameFilesParams) -> None:
    """Look at both ends of a move."""
    for file in params.files:
        ls.upkeep.files_changed([to_path(file.old_uri), to_path(file.new_uri)])


def did_delete_files(ls: ReqonServer, params: types.DeleteFilesParams) -> None:
    """Let go of what is gone."""
    ls.upkeep.files_changed(to_path(file.uri) for file in params.files)


def did_create_files(ls: ReqonServer, params: types.CreateFilesParams) -> None:
    """Look at what is new."""
    ls.upkeep.files_changed(to_path(file.uri) for file in params.files)
