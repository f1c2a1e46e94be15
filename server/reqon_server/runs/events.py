"""The events of a run as progress that people read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reqon_server.runs.share import Share

if TYPE_CHECKING:
    from reqon_server.progress import Progress


@dataclass(frozen=True, slots=True)
class Narrator:
    """Says where a run stands: the action, in a loop the item, and how much is done."""

    mission: str
    progress: Progress
    share: Share = field(default_factory=Share)

    def __call__(self, event: Mapping[str, Any]) -> None:
        """Say what an event means for whoever watches."""
        kind, payload = str(event.get("type")), event.get("payload")
        if not isinstance(payload, Mapping):
            return
        before = self.share.percentage
        self.share.take(kind, payload)
        action, further = payload.get("action", ""), self.share.percentage != before
        if kind == "action.start" or (further and kind in ("action.complete", "step.complete")):
            self._say(action)
        elif kind in ("loop.start", "loop.iteration"):
            done, total = payload.get("current", payload.get("start", 0)), payload.get("total")
            if isinstance(done, int) and isinstance(total, int) and total > 0:
                self._say(f"{action}, {done} of {total}")
        elif kind == "fetch.retry":
            self._say(f"{action}, trying a request again")

    def _say(self, message: str) -> None:
        percentage = self.share.percentage
        self.progress.report(f"{self.mission}: {message}", percentage=percentage)
