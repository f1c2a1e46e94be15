"""What every test relies on, however it was started."""

from __future__ import annotations

import signal


def pytest_configure() -> None:
    """Let Ctrl-C reach the processes under test.

    A shell that runs the tests in the background ignores it, and children inherit that.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
