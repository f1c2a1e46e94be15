"""How often and how patiently a request is tried: the numbers a mission may set.

The rules that read them are in `retry`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Attempts and back-off, in milliseconds (specification 4.4).

    `max_attempts` counts every try, the first included. `delay_ms` overrides the computed
    back-off: it is waited as given, without jitter and without the cap.
    """

    max_attempts: int = 3
    backoff: Literal["exponential", "linear", "constant"] = "exponential"
    initial_delay_ms: int = 1000
    max_delay_ms: int = 30_000
    delay_ms: int | None = None
