"""What open documents show of other files: types in hints, and what an imported name stands for.

The client asks for those of a document again when that document changes; of a change in another
file, or of a document that was read meanwhile, it learns here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from reqon_server.scheduler import Priority

if TYPE_CHECKING:
    from reqon_server.server import ReqonServer
    from reqon_server.snapshot import Snapshot, View

_SHOWN = (types.WORKSPACE_SEMANTIC_TOKENS_REFRESH, types.WORKSPACE_INLAY_HINT_REFRESH)


def shown(view: View) -> None:
    """Take note of what the other files lend to one that is shown. Analysis thread only."""
    view.snapshot.analysis.lent[view.path] = view.project.files[view.path].lent


class Neighbours:
    """Asks the client to show documents anew when other files lend something else to them."""

    def __init__(self, ls: ReqonServer) -> None:
        self._ls = ls

    def recheck(self) -> None:
        """Look whether the client should ask again: something may have changed."""
        if self._ls.client.refresh.intersection(_SHOWN):
            self._ls.in_background(self._recheck())

    async def _recheck(self) -> None:
        snapshot = self._ls.snapshot()
        if await self._ls.scheduler.run(lambda: _outdated(snapshot), Priority.BACKGROUND):
            for method in _SHOWN:
                self._ls.refresh(method)


def _outdated(snapshot: Snapshot) -> bool:
    known = snapshot.analysis.lent
    views = [view for path in known if path in snapshot.opened and (view := snapshot.at(path))]
    now = {view.path: view.project.files[view.path].lent for view in views}
    outdated = any(known[path] != lent for path, lent in now.items())
    snapshot.analysis.lent = now
    return outdated
