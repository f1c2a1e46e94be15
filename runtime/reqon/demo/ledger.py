"""What the demo API saw and did, counted on its own side, and a way to wait for a count.

An *effect* is one thing done in the world: a letter sent, a parcel shipped, a row loaded.
Its business key says which; the same business key twice is a duplicate, whatever the
idempotency keys were.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Ledger:
    """Counts since the last reset."""

    requests: Counter[str] = field(default_factory=Counter)
    """By route, such as `POST /welcome`; requests to the demo's own controls do not count."""
    effects: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """By kind, then by business key."""
    replays: Counter[str] = field(default_factory=Counter)
    conflicts: Counter[str] = field(default_factory=Counter)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def received(self, route: str) -> None:
        """Count a request on arrival, whatever becomes of it."""
        self.requests[route] += 1
        self.announce()

    def done(self, kind: str, business_key: str) -> None:
        """Count an effect."""
        self.effects[kind][business_key] += 1
        self.announce()

    def announce(self) -> None:
        """Wake everyone who waits for a count."""
        self.changed.set()
        self.changed = asyncio.Event()

    def total_requests(self) -> int:
        """Return the number of requests over all routes."""
        return self.requests.total()

    def total_effects(self) -> int:
        """Return the number of effects over all kinds, duplicates included."""
        return sum(counts.total() for counts in self.effects.values())

    def summary(self) -> dict[str, Any]:
        """Return the counts as `/_demo/effects` serves them."""
        kinds = sorted({*self.effects, *self.replays, *self.conflicts})
        return {
            "requests": self.total_requests(),
            "effects": self.total_effects(),
            "byRoute": dict(sorted(self.requests.items())),
            "byKind": {kind: self._kind(kind) for kind in kinds},
        }

    def _kind(self, kind: str) -> dict[str, Any]:
        counts = self.effects.get(kind, Counter())
        return {
            "effects": counts.total(),
            "distinct": len(counts),
            "duplicates": {key: times for key, times in counts.items() if times > 1},
            "replays": self.replays[kind],
            "conflicts": self.conflicts[kind],
        }


async def wait_until(
    ledger: Callable[[], Ledger], reached: Callable[[Ledger], bool], seconds: float
) -> None:
    """Return as soon as `reached` holds, or after `seconds`.

    `ledger` is asked again after each change, because a reset replaces it.
    """
    try:
        async with asyncio.timeout(seconds):
            while not reached(current := ledger()):
                await current.changed.wait()
    except TimeoutError:
        return
