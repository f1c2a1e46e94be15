"""Cancelling work that has begun: it is asked to stop, and stops where it looks.

Python cannot interrupt a thread. Work that loops over files or symbols calls `Token.check`
each time round; work about one file is short and runs to its end.
"""

from __future__ import annotations


class Cancelled(Exception):  # noqa: N818  it ends work, it is no error
    """Raised inside work nobody waits for any more."""


class Token:
    """Says whether anybody still waits for a piece of work. Safe to use from any thread."""

    __slots__ = ("_cancelled",)

    def __init__(self) -> None:
        self._cancelled = False

    @property
    def cancelled(self) -> bool:
        """Whether the work should stop."""
        return self._cancelled

    def cancel(self) -> None:
        """Ask the work to stop."""
        self._cancelled = True

    def check(self) -> None:
        """Raise `Cancelled` if the work should stop."""
        if self._cancelled:
            raise Cancelled
