"""The OpenAPI documents that sources name, read in the background.

Reading YAML may take seconds, so it is done neither on the event loop nor on the analysis
thread. Until a document is read nothing is known of it, and the rules say nothing. While one that
changed is read again, it is what it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from reqon.openapi import DocumentError, load_spec

_BUNDLED: Final = "x-reqon-files"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document, or why it cannot be used. `files` are all that it was read from."""

    document: Mapping[str, Any] | DocumentError
    files: frozenset[str]


class SpecStore:
    """Documents by path. `wanted` are those that are to be read, for the first time or again.

    The analysis thread keeps them. Both are replaced, never changed, so that other threads may
    look at them.
    """

    def __init__(self) -> None:
        self.loaded: Mapping[str, Loaded] = {}
        self.wanted: frozenset[str] = frozenset()
        self._reading: frozenset[str] = frozenset()

    def document(self, path: Path) -> Mapping[str, Any] | DocumentError | None:
        """Return a document, None while it is not read."""
        loaded = self.loaded.get(str(path))
        if loaded is None:
            self.wanted |= {str(path)} - self._reading
            return None
        return loaded.document

    def begin(self, path: str) -> None:
        """Take note that a document is being read; what changes from now on is read again."""
        self.wanted -= {path}
        self._reading |= {path}

    def put(self, path: str, loaded: Loaded) -> None:
        """Keep what was read."""
        self.loaded = {**self.loaded, path: loaded}
        self._reading -= {path}

    def look_again(self, paths: frozenset[str]) -> None:
        """Have read anew what was read from files, or is being read from them."""
        stale = {key for key, loaded in self.loaded.items() if loaded.files & paths}
        self.wanted |= stale | (self._reading & paths)

    def files(self) -> frozenset[str]:
        """Return every file a document was read from, or was looked for at."""
        return frozenset().union(*(loaded.files for loaded in self.loaded.values()))


def load(path: str) -> Loaded:
    """Read a document, however long it takes."""
    own = {path, str(Path(path).resolve())}
    try:
        document = load_spec(Path(path))
    except DocumentError as error:
        return Loaded(error, frozenset({*own, str(error.path)}))
    return Loaded(document, frozenset({*own, *document.get(_BUNDLED, {})}))
