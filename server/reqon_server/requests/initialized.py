"""`initialized`: the client has read our capabilities; now we may ask it things."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lsprotocol import types

    from reqon_server.server import ReqonServer


def initialized(ls: ReqonServer, params: types.InitializedParams) -> None:  # noqa: ARG001
    """Tell the client how the server is."""
    ls.status.start(ls.client_capabilities)
