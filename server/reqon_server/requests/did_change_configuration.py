"""`workspace/didChangeConfiguration`: settings changed, and may or may not be in the message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from reqon_language.editor_settings import SECTION
from reqon_server.settings import ask_for_settings, take_settings

if TYPE_CHECKING:
    from lsprotocol import types

    from reqon_server.server import ReqonServer


def did_change_configuration(ls: ReqonServer, params: types.DidChangeConfigurationParams) -> None:
    """Ask for the settings; of clients that cannot be asked, take what they sent."""
    if ls.client.configuration:
        ls.in_background(ask_for_settings(ls))
        return
    given = params.settings
    if isinstance(given, Mapping) and SECTION in given:
        take_settings(ls, given[SECTION])
