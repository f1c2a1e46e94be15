"""Faults the demo API injects on demand: failing answers and latency. Settings only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

_MEMBERS: Final = {"path", "every", "status", "after", "retryAfter", "times"}


class FaultError(ValueError):
    """The settings make no sense; the text says which and why."""


@dataclass(slots=True)
class Fault:
    """Fail every `every`-th request whose path starts with `path`, at most `times` times.

    With `after` the work is done first and only its answer is lost, which is what a
    connection that breaks at the wrong moment looks like.
    """

    path: str
    every: int
    status: int
    after: bool = False
    retry_after: int | None = None
    times: int | None = None
    seen: int = field(default=0, init=False)
    injected: int = field(default=0, init=False)

    def strikes(self, path: str) -> bool:
        """Count a request and tell whether it is one that fails."""
        if not path.startswith(self.path) or self.injected == self.times:
            return False
        self.seen += 1
        if self.seen % self.every:
            return False
        self.injected += 1
        return True


@dataclass(slots=True)
class Faults:
    """The settings in force; `latency` is added to every answer to a POST, in seconds."""

    faults: list[Fault] = field(default_factory=list)
    latency: float = 0.0

    def due(self, path: str) -> Fault | None:
        """Return the first fault that strikes this request; all of them count it."""
        return next(iter([fault for fault in self.faults if fault.strikes(path)]), None)


def parse_faults(settings: Any, latency: float) -> Faults:
    """Read `{"faults": [{"path", "every", "status", …}], "latencyMs": 2}`.

    A missing `latencyMs` keeps `latency`. Raises `FaultError`.
    """
    if not isinstance(settings, dict) or not {"faults", "latencyMs"}.issuperset(settings):
        raise FaultError('expected {"faults": [...], "latencyMs": number}')
    entries = settings.get("faults", [])
    if not isinstance(entries, list):
        raise FaultError("`faults` must be a list")
    milliseconds = settings.get("latencyMs", latency * 1000)
    if not _is_number(milliseconds) or milliseconds < 0:
        raise FaultError("`latencyMs` must be a number of milliseconds, zero or more")
    return Faults([_fault(entry) for entry in entries], milliseconds / 1000)


def _fault(entry: Any) -> Fault:
    if not isinstance(entry, dict):
        raise FaultError("a fault must be an object")
    if unknown := sorted(set(entry) - _MEMBERS):
        raise FaultError(f"unknown member {unknown[0]!r}; there are {', '.join(sorted(_MEMBERS))}")
    path, status = entry.get("path"), entry.get("status")
    if not isinstance(path, str):
        raise FaultError("`path` must be text, such as /welcome")
    if not isinstance(status, int) or not 400 <= status <= 599:
        raise FaultError("`status` must be between 400 and 599")
    after = entry.get("after", False)
    if not isinstance(after, bool):
        raise FaultError("`after` must be true or false")
    every = _whole(entry, "every", 1)
    return Fault(
        path,
        every if every is not None else 1,
        status,
        after=after,
        retry_after=_whole(entry, "retryAfter", 0),
        times=_whole(entry, "times", 1),
    )


def _whole(entry: dict[str, Any], member: str, least: int) -> int | None:
    value = entry.get(member)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise FaultError(f"`{member}` must be a whole number, {least} or more")
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
