"""When Python looks for garbage that points at itself."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_MANY: Final = (10_000, 1_000_000, 50)
_STANDARD: Final = gc.get_threshold()


def leave_imports_alone() -> None:
    """Do not look again at what was imported; it stays for as long as the process."""
    gc.collect()
    gc.freeze()


@contextmanager
def seldom() -> Iterator[None]:
    """Look less often while many files are read.

    Trees and models are many small objects that stay; to walk all of them again and again would
    take a third of the time. Not for ever, since then garbage would pile up while somebody types.
    Afterwards they are left alone: a walk over all of them would be a third of a second in the
    middle of somebody's rename. They point at nothing that points back, so one that is replaced
    goes all the same.
    """
    gc.set_threshold(*_MANY)
    try:
        yield
    finally:
        gc.set_threshold(*_STANDARD)
        gc.collect(0)
        gc.freeze()
