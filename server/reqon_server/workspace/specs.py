"""The OpenAPI documents that sources name, read in the background.

Reading YAML may take seconds, so it is done neither on the event loop nor on the analysis
thread. Until a document is read nothing is known of it, and the rules say nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from reqon.errors import ConfigurationError
from reqon.openapi import load_spec, spec_names
from reqon_language.model.lent import Specs
from reqon_language.syntax import Tree
from reqon_server.workspace.paths import is_file

log = logging.getLogger(__name__)

_REMOTE: Final = ("http://", "https://")
_BUNDLED: Final = "x-reqon-files"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document that was read, or why it could not be. `files` are all that it was read from."""

    document: Mapping[str, Any] | None
    failure: ConfigurationError | None
    files: frozenset[str]


class SpecStore:
    """Documents by path. `wanted` are those that were asked for and are not read yet.

    The analysis thread keeps them. Both are replaced, never changed, so that other threads may
    look at them.
    """

    def __init__(self) -> None:
        self.loaded: Mapping[str, Loaded] = {}
        self.wanted: frozenset[str] = frozenset()

    def of(self, path: str, tree: Tree) -> Specs:
        """Return the documents that the sources of a file name, as far as they are read."""
        found: dict[str, Mapping[str, Any]] = {}
        for name, target in named(path, tree).items():
            loaded = self.loaded.get(target)
            if loaded is None:
                self.wanted |= {target}
            elif loaded.document is not None:
                found[name] = loaded.document
        return found

    def put(self, path: str, loaded: Loaded) -> None:
        """Keep what was read."""
        self.loaded = {**self.loaded, path: loaded}
        self.wanted -= {path}

    def forget(self, paths: frozenset[str]) -> bool:
        """Read what was read from files anew when it is next asked for; say if there was any."""
        stale = {key for key, loaded in self.loaded.items() if loaded.files & paths}
        if stale:
            self.loaded = {key: kept for key, kept in self.loaded.items() if key not in stale}
        return bool(stale)

    def files(self) -> frozenset[str]:
        """Return every file a document was read from, or was looked for at."""
        return frozenset().union(*(loaded.files for loaded in self.loaded.values()))


def named(path: str, tree: Tree) -> dict[str, str]:
    """Return the local documents a file names: the name as written, and the path it means."""
    if not is_file(path):
        return {}
    folder = Path(path).parent
    return {
        name: str(folder / name)
        for name in spec_names(tree.program)
        if name and not name.startswith(_REMOTE)
    }


def load(path: str) -> Loaded:
    """Read a document, however long it takes."""
    try:
        document = load_spec(Path(path))
    except ConfigurationError as error:
        log.info("%s", error)
        return Loaded(None, error, frozenset({path, str(Path(path).resolve())}))
    others = document.get(_BUNDLED, {})
    return Loaded(document, None, frozenset({path, str(Path(path).resolve()), *others}))
