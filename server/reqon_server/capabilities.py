"""What the server says it can do, where pygls does not know it from the registered features."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from reqon_server.server import ReqonServer


def complete_capabilities(server: ReqonServer, capabilities: types.ServerCapabilities) -> None:
    """Add to the capabilities that pygls derived from the registered features."""
    capabilities.position_encoding = types.PositionEncodingKind(server.client.encoding)
    # pygls knows commands registered with it, which ours are not.
    options = server.protocol.fm.feature_options
    capabilities.execute_command_provider = options.get(types.WORKSPACE_EXECUTE_COMMAND)
