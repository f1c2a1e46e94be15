"""`workspace/didChangeWorkspaceFolders`: folders that came and went."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lsprotocol import types

    from reqon_server.server import ReqonServer


def did_change_workspace_folders(
    ls: ReqonServer, params: types.DidChangeWorkspaceFoldersParams
) -> None:
    """Scan what is new and let go of what is gone."""
    ls.upkeep.remove_folders(folder.uri for folder in params.event.removed)
    ls.upkeep.scan(ls.upkeep.add_folders(folder.uri for folder in params.event.added))
