"""Memory of whole texts and long answers, given back as soon as it is free.

Each keystroke makes a new text, and answers of some hundred kilobytes. The C library of Linux
keeps such blocks between small ones that stay, and learns from every one it frees to keep larger
ones; a process that edits a long file for an hour would hold ten megabytes of holes.
"""

from __future__ import annotations

import ctypes
from typing import Final

_M_TRIM_THRESHOLD: Final = -1
_M_MMAP_THRESHOLD: Final = -3
_LARGE: Final = 64 * 1024
_LEFT_AT_THE_END: Final = 128 * 1024


def give_back_large_blocks() -> None:
    """Have large blocks mapped one by one, where the C library can be told so (mallopt(3))."""
    try:
        tell = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return  # not that library: what it does with large blocks is its own affair
    tell(_M_MMAP_THRESHOLD, _LARGE)
    tell(_M_TRIM_THRESHOLD, _LEFT_AT_THE_END)
