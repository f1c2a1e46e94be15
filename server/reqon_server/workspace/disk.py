"""The mission files on disk, each read once until it changes. For the analysis thread alone."""

from __future__ import annotations

import logging
from collections.abc import Collection
from pathlib import Path
from typing import Final

from reqon.errors import ConfigurationError
from reqon.project.files import ROOTS, SUFFIXES, read_text
from reqon_language.text import LineIndex
from reqon_server.session import Document
from reqon_server.workspace.ignored import Ignored
from reqon_server.workspace.paths import is_file, to_uri

log = logging.getLogger(__name__)


class Disk:
    """What the file system holds. Whoever hears that a file changed calls `forget`."""

    def __init__(self) -> None:
        self._documents: dict[str, Document | None] = {}
        self._roots: dict[str, str | None] = {}
        self._parts: dict[str, tuple[str, ...]] = {}
        self._ignored: Final = Ignored()

    def read(self, path: str) -> Document | None:
        """Return a file, None if there is none or it is no text."""
        if path not in self._documents:
            self._documents[path] = _read(path)
        return self._documents[path]

    def forget(self, path: str) -> None:
        """Read a file anew when it is next asked for; it may have appeared or gone."""
        self._documents.pop(path, None)
        if path.endswith(SUFFIXES):
            self._parts.clear()
        if path.endswith(ROOTS):
            self._roots.clear()
        if path.endswith(".gitignore"):
            self._ignored.forget()

    def root_of(self, path: str) -> str | None:
        """Return the root file of the mission folder that `path` lies in, if it lies in one."""
        return self._root_in(Path(path).parent) if is_file(path) else None

    def _root_in(self, folder: Path) -> str | None:
        key = str(folder)
        if key not in self._roots:
            own = next((folder / name for name in ROOTS if (folder / name).is_file()), None)
            above = self._root_in(folder.parent) if folder.parent != folder else None
            self._roots[key] = str(own) if own is not None else above
        return self._roots[key]

    def parts_of(self, root: str) -> tuple[str, ...]:
        """Return the files of the mission folder that begins with `root`, the root included.

        A folder below that has a root of its own is another project (specification 4.17).
        """
        if root not in self._parts:
            found = mission_files(str(Path(root).parent), self._ignored)
            self._parts[root] = tuple(path for path in found if self.root_of(path) == root)
        return self._parts[root]

    def is_ours(self, path: str, folders: Collection[str]) -> bool:
        """Whether a file lies in one of the folders, and in none that is ignored."""
        place = Path(path)
        around = [Path(folder) for folder in folders if place.is_relative_to(folder)]
        return any(not self._ignored.hides(place, folder) for folder in around)


def mission_files(folder: str, ignored: Ignored | None = None) -> list[str]:
    """Return the mission files below a folder, without what is ignored. On any thread."""
    return [
        str(place / name)
        for place, names in (ignored or Ignored()).walk(Path(folder))
        for name in names
        if name.endswith(SUFFIXES)
    ]


def _read(path: str) -> Document | None:
    try:
        text = read_text(Path(path))
    except ConfigurationError as error:
        log.info("%s", error)
        return None
    return Document(to_uri(path), None, LineIndex(text))
