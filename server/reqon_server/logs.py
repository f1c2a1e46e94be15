"""Where the server's log goes: standard error or a file, never standard output."""

from __future__ import annotations

import logging
from typing import Final

_FORMAT: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def start_log(path: str | None) -> None:
    """Log to the file at `path`, or, without one, warnings and errors to standard error.

    pygls writes whole messages, and with them the user's files, at level INFO: that is left out.
    """
    logging.basicConfig(
        filename=path, encoding="utf-8" if path else None, format=_FORMAT, level=logging.WARNING
    )
    if path is not None:
        logging.getLogger("reqon_server").setLevel(logging.INFO)
