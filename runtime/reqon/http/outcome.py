"""What one attempt came to. Values, not exceptions: the retry rules only look at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

FailureKind = Literal[
    "not-connected",  # the request was never sent
    "certificate",  # never sent, and trying again will not help
    "broken",  # sent, at least in part; whether it had an effect is unknown
    "timeout",
    "malformed",  # answered with success, but the body cannot be read
    "too-large",
    "redirect",
]


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete answer; `url` is the masked address that gave it."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: Any = field(repr=False)
    url: str
    started_at: datetime

    @property
    def reason(self) -> str:
        """What to say of it when it is not what was hoped for."""
        return f"status {self.status}"


@dataclass(frozen=True, slots=True)
class Failure:
    """No usable answer; `reason` completes a sentence and holds no secret."""

    kind: FailureKind
    reason: str


Outcome = Reply | Failure
