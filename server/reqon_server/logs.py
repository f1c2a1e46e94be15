"""Where the server's log goes: standard error or a file, never standard output."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from typing import Final

_FORMAT: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_LARGEST: Final = 5_000_000
_KEPT: Final = 2


def start_log(path: str | None, level: str | None = None) -> None:
    """Log to the file at `path`, which is rotated, or without one to standard error.

    pygls writes whole messages, and with them the user's files, at levels INFO and DEBUG: those
    are left out whatever `level` says.
    """
    handler: logging.Handler = (
        logging.StreamHandler()
        if path is None
        else RotatingFileHandler(path, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8")
    )
    logging.basicConfig(handlers=[handler], format=_FORMAT, level=logging.WARNING)
    set_level(level or ("warning" if path is None else "info"))


def set_level(level: str) -> None:
    """Change how much of our own is logged: error, warning, info or debug."""
    logging.getLogger("reqon_server").setLevel(level.upper())
