"""`initialized`: the client has read our capabilities; now we may ask it things."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from reqon_server.settings import follow_settings

if TYPE_CHECKING:
    from lsprotocol import types

    from reqon_server.server import ReqonServer


def initialized(ls: ReqonServer, params: types.InitializedParams) -> None:  # noqa: ARG001
    """Tell the client how the server is, ask for settings, and look at the workspace."""
    ls.status.start(ls.client_capabilities)
    # Where a mission is run follows from the folders, so they are known before any command comes.
    ls.in_background(_begin(ls, ls.upkeep.add_folders(ls.initial_folders)))


async def _begin(ls: ReqonServer, folders: Collection[str]) -> None:
    await follow_settings(ls)
    ls.upkeep.scan(folders)
    await ls.watching.begin()
