"""`window/workDoneProgress/cancel`: the button beside the progress bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lsprotocol import types

    from reqon_server.server import ReqonServer


def cancel_progress(ls: ReqonServer, params: types.WorkDoneProgressCancelParams) -> None:
    """Ask the work behind a progress bar to stop; it may be over already."""
    name: object = params.token
    token = ls.in_progress.get(name) if isinstance(name, str | int) else None
    if token is not None:
        token.cancel()
