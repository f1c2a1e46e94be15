"""How much of a run lies behind it, as its events tell: a place in the mission, not a time.

Every action of the pipeline counts alike, and so does every step of an action. A loop among these
counts by its items; what is inside of other steps counts when they end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

_STEP: Final = re.compile(r"\d+\.\d+\.(\d+)(?:~\d+)?")
"""The address of a step of an action itself."""
_OVER: Final = ("action.complete", "stage.complete")
_PLACES: Final[Mapping[str, str]] = {
    "step.start": "",
    "step.complete": "",
    "loop.start": "start",
    "loop.iteration": "current",
}
"""The events that tell of a place in an action, and what says how many items are behind it."""


@dataclass(slots=True)
class _Action:
    steps: int
    behind: float = 0.0


@dataclass(slots=True)
class Share:
    """What is known of the actions: how many are over, of how many, and those that go on."""

    _done: int = 0
    _total: int = 0
    _going: dict[str, _Action] = field(default_factory=dict)
    _shown: int = 0

    @property
    def percentage(self) -> int | None:
        """The share so far, from 0 to 100, None before it is known. It never goes down.

        A step that is tried again had been reached already.
        """
        if not self._total:
            return None
        begun = sum(min(one.behind / max(one.steps, 1), 1.0) for one in self._going.values())
        self._shown = max(self._shown, min(int(100 * (self._done + begun) / self._total), 100))
        return self._shown

    def take(self, kind: str, payload: Mapping[str, Any]) -> None:
        """Take note of an event."""
        action = str(payload.get("action", ""))
        if kind == "action.start":
            self._going[action] = _Action(_number(payload, "steps"))
        elif kind in _OVER:
            actions = payload.get("actions")
            for over in (action, *(actions if isinstance(actions, list) else ())):
                self._going.pop(str(over), None)
        if "done" in payload:
            self._done, self._total = _number(payload, "done"), _number(payload, "total")
        going, step = self._going.get(action), _STEP.fullmatch(str(payload.get("address")))
        if going is not None and step is not None and kind in _PLACES:
            items = _number(payload, "total") or 1
            item = 1 if kind == "step.complete" else _number(payload, _PLACES[kind])
            going.behind = int(step[1]) + item / items


def _number(payload: Mapping[str, Any], name: str) -> int:
    value = payload.get(name)
    return value if isinstance(value, int) and value > 0 else 0
