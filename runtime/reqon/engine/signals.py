"""How a step list can end before its last step, as values its callers pass on.

Failures are exceptions; a signal is the mission doing what it says.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from reqon.errors import Location
from reqon.http.policy import RetryPolicy


class Flow(Enum):
    """Where to go on."""

    SKIP = "skip"
    """Behind the innermost iteration, or behind the action."""
    CONTINUE = "continue"
    """Behind the innermost `match`; outside any, with the next iteration."""


@dataclass(frozen=True, slots=True)
class GoBack:
    """To the latest request, after a delay (ruling D16); `policy` says how often and how slow."""

    policy: RetryPolicy
    location: Location


Signal = Flow | GoBack


class StoppedError(Exception):
    """The run was asked to stop, and a place where it can go on later has been reached."""
