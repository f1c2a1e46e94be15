"""The `retry` block of a source, a request or a directive, as numbers.

Request options are merged over those of the source key by key (language specification 4.4), so
a block keeps only what was written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from reqon.http.policy import RetryPolicy
from reqon.plan import constants
from reqon.plan.declarations import Locate
from reqon_language.syntax import ast

Backoff = Literal["exponential", "linear", "constant"]
_BACKOFFS: tuple[Backoff, ...] = ("exponential", "linear", "constant")
_KEYS = ("maxAttempts", "backoff", "initialDelay", "maxDelay", "delay")


@dataclass(frozen=True, slots=True)
class RetryOptions:
    """What a `retry` block sets; None leaves the value below it."""

    max_attempts: int | None = None
    backoff: Backoff | None = None
    initial_delay_ms: int | None = None
    max_delay_ms: int | None = None
    delay_ms: int | None = None

    def over(self, policy: RetryPolicy) -> RetryPolicy:
        """Return `policy` with what this block sets."""
        changes = {
            name: value for name in self.__slots__ if (value := getattr(self, name)) is not None
        }
        return replace(policy, **changes)


def compile_retry(options: ast.Object | None, locate: Locate) -> RetryOptions:
    """Read a `retry` block."""
    given = constants.entries(options, _KEYS, "`retry`", locate, unsupported=("timeout",))
    times = {
        key: constants.milliseconds(given[key].value, locate)
        for key in ("initialDelay", "maxDelay", "delay")
        if key in given
    }
    return RetryOptions(
        max_attempts=(
            constants.integer(given["maxAttempts"].value, locate)
            if "maxAttempts" in given
            else None
        ),
        backoff=(
            constants.word(given["backoff"].value, _BACKOFFS, locate)
            if "backoff" in given
            else None
        ),
        initial_delay_ms=times.get("initialDelay"),
        max_delay_ms=times.get("maxDelay"),
        delay_ms=times.get("delay"),
    )
