"""Cancelling work that has begun: it is asked to stop, and stops where it looks.

Python cannot interrupt a thread. Work that loops over files or symbols calls `Token.check`
each time round; work about one file is short and runs to its end.
"""

from __future__ import annotations

from collections.abc import Callable


class Cancelled(Exception):  # noqa: N818  it ends work, it is no error
    """Raised inside work nobody waits for any more."""


class Token:
    """Says whether anybody still waits for a piece of work. Safe to use from any thread."""

    __slots__ = ("_callbacks", "_cancelled")

    def __init__(self) -> None:
        self._cancelled = False
        self._callbacks: list[Callable[[], None]] = []

    @property
    def cancelled(self) -> bool:
        """Whether the work should stop."""
        return self._cancelled

    def cancel(self) -> None:
        """Ask the work to stop."""
        self._cancelled = True
        for callback in self._callbacks:
            callback()

    def when_cancelled(self, callback: Callable[[], None]) -> None:
        """Call `callback` at each cancel, on the thread it comes from; at once if it came."""
        self._callbacks.append(callback)
        if self._cancelled:
            callback()

    def check(self) -> None:
        """Raise `Cancelled` if the work should stop."""
        if self._cancelled:
            raise Cancelled
