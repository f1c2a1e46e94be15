"""The events of a run as progress that people read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reqon_server.progress import Progress


@dataclass(frozen=True, slots=True)
class Narrator:
    """Says where a run stands: the action, and in a loop the item."""

    mission: str
    progress: Progress

    def __call__(self, event: Mapping[str, Any]) -> None:
        """Say what an event means for whoever watches."""
        kind, payload = event.get("type"), event.get("payload")
        if not isinstance(payload, Mapping):
            return
        action = payload.get("action", "")
        if kind == "action.start":
            self.progress.report(f"{self.mission}: {action}")
        elif kind in ("loop.start", "loop.iteration"):
            done, total = payload.get("current", payload.get("start", 0)), payload.get("total")
            if isinstance(done, int) and isinstance(total, int) and total > 0:
                message = f"{self.mission}: {action}, {done} of {total}"
                self.progress.report(message, percentage=100 * done // total)
        elif kind == "fetch.retry":
            self.progress.report(f"{self.mission}: {action}, trying a request again")
