"""Doing something at most once per interval, and never later than one interval after a request.

A thread, because the work has to be done even while the mission waits for a server.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Ticker:
    """Calls `action` in a thread of its own when `armed`: `seconds` apart, or when hurried.

    What `action` raises ends the thread; it has to keep its errors for those who wait.
    """

    def __init__(self, name: str, seconds: float, action: Callable[[], None]) -> None:
        self._seconds = seconds
        self._action = action
        self._asked = threading.Event()
        self._hurried = threading.Event()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self.armed = False
        """Whether a call is to come; cheaper to read than to arm again."""

    def arm(self) -> None:
        """Ask for a call of `action` within the interval."""
        self.armed = True
        self._asked.set()
        if self._thread.ident is None:
            self._thread.start()

    def hurry(self) -> None:
        """Ask for a call of `action` now, without waiting for it."""
        self._hurried.set()
        self.arm()

    def stop(self) -> None:
        """End the thread; a call that is due is not made."""
        self._stopped = True
        self._hurried.set()
        self._asked.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        last = time.monotonic()
        while self._asked.wait():
            self._hurried.wait(max(0.0, last + self._seconds - time.monotonic()))
            if self._stopped:
                return
            self._asked.clear()
            self._hurried.clear()
            self.armed = False
            last = time.monotonic()
            self._action()
