"""`initialize`: agree with the client on the encoding and remember what it can do.

The answer must not wait for the language package to be imported; see `begin.py` for the rest.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from reqon_server.client import read_client
from reqon_server.options import read_options
from reqon_server.workspace.paths import to_uri

if TYPE_CHECKING:
    from lsprotocol import types

    from reqon_server.server import ReqonServer

log = logging.getLogger(__name__)


def initialize(ls: ReqonServer, params: types.InitializeParams) -> None:
    """Take note of the client; the protocol sends the answer (see `protocol.py`)."""
    ls.client = read_client(params.capabilities)
    ls.options = read_options(params.initialization_options)
    ls.status.change(replace(ls.status.current, trusted=ls.options.trusted))
    ls.initial_folders = _folders(params)
    if params.trace is not None:
        ls.protocol.trace = params.trace
    if params.process_id is not None:
        ls.watch_parent(params.process_id)
    client = params.client_info.name if params.client_info else "an unnamed client"
    trust = "trusted" if ls.options.trusted else "not trusted: nothing is run or fetched"
    log.info("serving %s, positions in %s, workspace %s", client, ls.client.encoding, trust)


def _folders(params: types.InitializeParams) -> tuple[str, ...]:
    """Return the folders of the workspace, which older clients give one of at most."""
    if params.workspace_folders is not None:
        return tuple(folder.uri for folder in params.workspace_folders)
    if params.root_uri is not None:
        return (params.root_uri,)
    return () if params.root_path is None else (to_uri(params.root_path),)
