"""`workspace/didChangeWatchedFiles`: files changed on disk, by whatever hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reqon_server.workspace.paths import to_path

if TYPE_CHECKING:
    from lsprotocol import types

    from reqon_server.server import ReqonServer


def did_change_watched_files(ls: ReqonServer, params: types.DidChangeWatchedFilesParams) -> None:
    """Look again at what changed; whether it was made, changed or removed, the disk knows."""
    ls.upkeep.files_changed(to_path(change.uri) for change in params.changes)
