"""The way out to the editor."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Protocol

log = logging.getLogger(__name__)


class Writer(Protocol):
    """What messages are written to."""

    def write(self, data: bytes) -> None:
        """Write and flush."""

    def close(self) -> None:
        """Close the way out."""


class PatientWriter:
    """A writer that does not mind when nobody reads any more.

    Editors leave without waiting for the answer to `shutdown`; that is no error of ours. The
    server ends with the end of its input.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def write(self, data: bytes) -> None:
        """Write `data`, or drop it when the other end is closed."""
        try:
            self._writer.write(data)
        except BrokenPipeError:
            log.info("the client does not read any more")

    def close(self) -> None:
        """Close the way out, even if something could not be sent."""
        with suppress(BrokenPipeError):
            self._writer.close()
