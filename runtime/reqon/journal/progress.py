"""The documented action checkpoints: how far the listings and loops of each action got."""

from __future__ import annotations

from reqon.journal.position import branches_begun, chain
from reqon.journal.state import ExecutionState


def action_checkpoints(state: ExecutionState) -> dict[str, dict[str, int]]:
    """Return the documented action checkpoints: `{"FetchCustomers": {"page": 15, …}}`."""
    shown: dict[str, dict[str, int]] = {}
    for action, progress in state.progress.items():
        page = {} if progress.page is None else {"page": progress.page}
        shown[action] = {**page, "itemsProcessed": progress.items}
    for branch in branches_begun(state):
        loop = next((link.loop for link in chain(state, branch) if link.loop is not None), None)
        found = state.branch(branch)
        if loop is not None and found is not None:
            done = loop.next + len(loop.ahead)
            shown[found.name] = {**shown.get(found.name, {}), "itemsProcessed": done}
    return shown
