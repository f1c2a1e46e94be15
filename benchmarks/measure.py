"""Timing for the benchmarks: the best of several runs, in processor seconds."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """How many units of something one second of one core did."""

    name: str
    per_second: float

    def against(self, other: Rate) -> str:
        """Return one line of a report: this rate, and as a multiple of `other`."""
        ratio = self.per_second / other.per_second
        return f"  {self.name:<44} {self.per_second:>12,.0f}/s   {ratio:>6.2f}x"


def best(name: str, work: Callable[[], object], units: int, runs: int = 5) -> Rate:
    """Run `work` several times and return the rate of the fastest run."""
    shortest = float("inf")
    for _ in range(runs):
        gc.collect()
        begin = time.process_time()
        work()
        shortest = min(shortest, time.process_time() - begin)
    return Rate(name, units / shortest)
