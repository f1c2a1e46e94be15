"""What the server says it can do, where pygls does not know it from the registered features."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lsprotocol import types

if TYPE_CHECKING:
    from reqon_server.client import Client
    from reqon_server.server import ReqonServer


def complete_capabilities(server: ReqonServer, capabilities: types.ServerCapabilities) -> None:
    """Add to the capabilities that pygls derived from the registered features."""
    capabilities.position_encoding = types.PositionEncodingKind(server.client.encoding)
    # pygls knows commands registered with it, which ours are not.
    options = server.protocol.fm.feature_options
    capabilities.execute_command_provider = options.get(types.WORKSPACE_EXECUTE_COMMAND)
    _follow(server.client, capabilities, options)


def _follow(
    client: Client, capabilities: types.ServerCapabilities, options: Mapping[str, Any]
) -> None:
    """Say of what LSP 3.18 adds only what the client announces, too."""
    if client.contents and capabilities.workspace is not None:
        content = options.get(types.WORKSPACE_TEXT_DOCUMENT_CONTENT)
        capabilities.workspace.text_document_content = content
    actions = capabilities.code_action_provider
    if isinstance(actions, types.CodeActionOptions) and not client.documentation:
        actions.documentation = None
    if not client.inline_completion:
        capabilities.inline_completion_provider = None
    if not client.several_ranges:
        capabilities.document_range_formatting_provider = True
