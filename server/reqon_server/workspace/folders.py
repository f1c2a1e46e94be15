"""What is in a folder, looked up beside the analysis thread.

A folder on this machine is read in less than a millisecond; one on a network that is gone may
take minutes, and nobody waits for those.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Final, TypeAlias

from reqon_language.features.completion import FolderEntry

Entries: TypeAlias = Sequence[FolderEntry]

_PATIENCE: Final = 0.02
"""Seconds that an answer may wait for a folder."""


class Folders:
    """Reads folders anew each time it is asked. Analysis thread only."""

    def __init__(self) -> None:
        self._late: dict[str, Future[Entries]] = {}

    def entries(self, folder: str) -> Entries | None:
        """Return what is in a folder, nothing for one that is not there.

        None while that takes too long: ask again.
        """
        found = self._late.pop(folder, None) or _begin(folder)
        self._late = {path: late for path, late in self._late.items() if not late.done()}
        try:
            return found.result(_PATIENCE)
        except TimeoutError:
            self._late[folder] = found
            return None


def _begin(folder: str) -> Future[Entries]:
    future: Future[Entries] = Future()
    # A daemon, since a server that leaves must not wait for a folder that does not answer.
    thread = threading.Thread(target=lambda: future.set_result(_read(folder)), daemon=True)
    thread.start()
    return future


def _read(folder: str) -> Entries:
    try:
        with os.scandir(folder) as found:
            return [FolderEntry(entry.name, entry.is_dir()) for entry in found]
    except (OSError, ValueError):
        return ()
