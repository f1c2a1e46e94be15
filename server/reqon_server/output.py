"""The way out to the editor."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

log = logging.getLogger(__name__)


class Output:
    """Writes messages for as long as somebody reads them.

    Editors leave without waiting for the answer to `shutdown`; that is no error of ours. The
    server ends with the end of its input.
    """

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self._write: Final = write
        self._closed = False

    def write(self, data: bytes) -> None:
        """Write a message, or drop it when the other end is closed."""
        if self._closed:
            return
        try:
            self._write(data)
        except OSError as error:
            self._closed = True
            log.info("the client does not read any more: %s", error)
