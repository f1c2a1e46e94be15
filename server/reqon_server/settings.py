"""Settings from the editor: asked for where it can be asked, else taken as they are sent."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from reqon_language.editor_settings import SECTION, read_editor_settings
from reqon_server.configuration import Configuration
from reqon_server.logs import set_level

if TYPE_CHECKING:
    from reqon_server.server import ReqonServer

log = logging.getLogger(__name__)

_PATIENCE: Final = 10.0
"""Seconds to wait for an editor that was asked for its settings."""


async def follow_settings(ls: ReqonServer) -> None:
    """Ask to be told of changes, and for the settings as they are."""
    if ls.client.follow_configuration:
        options = types.DidChangeConfigurationRegistrationOptions(SECTION)
        method = types.WORKSPACE_DID_CHANGE_CONFIGURATION
        registration = types.Registration("reqon-settings", method, options)
        ls.client_register_capability(types.RegistrationParams([registration]))
    await ask_for_settings(ls)


async def ask_for_settings(ls: ReqonServer) -> None:
    """Ask the editor for its settings, if it can be asked."""
    if not ls.client.configuration:
        return
    params = types.ConfigurationParams([types.ConfigurationItem(section=SECTION)])
    try:
        async with asyncio.timeout(_PATIENCE):
            [given] = await ls.workspace_configuration_async(params)
    except (JsonRpcException, TimeoutError, ValueError) as error:
        log.warning("the client did not tell its settings: %r", error)
        return
    if given is not None:
        take_settings(ls, given)


def take_settings(ls: ReqonServer, given: Any) -> None:
    """Put settings into force; what is wrong with them is said once and counts as not given."""
    settings, problems = read_editor_settings(given)
    for problem in problems:
        ls.upkeep.say_once(problem)
    if level := settings.text("log.level"):
        set_level(level)
    if settings != ls.configuration.editor:
        put_into_force(ls, Configuration(settings))
        ls.publisher.recheck()
        ls.upkeep.read_credentials()


def put_into_force(ls: ReqonServer, configuration: Configuration) -> None:
    """Go by settings from now on. Credentials are nobody's business where nothing is run."""
    ls.configuration = configuration
    ls.analysis.places.auth = configuration.editor.text("run.auth") if ls.options.trusted else ""
