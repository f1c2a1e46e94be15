"""The environment variables of a project: what its `.env` files set, remembered by folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Final

from reqon.errors import ConfigurationError
from reqon.project.files import Reader, read_text
from reqon_language.vocabulary.credentials import NEEDED

ENVIRONMENT_FILES: Final = (".env", ".env.local")

_PRESENT: Final = "set"


def without_values(environ: Mapping[str, str]) -> dict[str, str]:
    """Return which variables are set, and to nothing or to something.

    A value that is a kind of credentials stays; no other is kept, for any may be secret.
    """
    return {name: _outlined(value) for name, value in environ.items()}


@dataclass(slots=True)
class Variables:
    """Variables by folder, each folder's files read once. Only a run looks at values.

    Where `files` are given, these are read, for every folder alike, whether or not they are there.
    """

    read: Reader = read_text
    files: tuple[Path, ...] | None = None
    _known: dict[Path, Mapping[str, str] | None] = field(default_factory=dict)
    _names: dict[Path, frozenset[str] | None] = field(default_factory=dict)
    _folders: dict[Path, Mapping[str, str] | None] = field(default_factory=dict)

    def forget(self) -> None:
        """Read every environment file anew, since one of them came, changed or went."""
        self._known.clear()
        self._names.clear()
        self._folders.clear()

    def written(self, folder: Path) -> tuple[str, ...]:
        """Return the names that the environment files nearest to a folder set, in their order."""
        return tuple(self._nearest(folder) or ())

    def set_in(self, folder: Path) -> frozenset[str] | None:
        """Return the names of the variables that missions in a folder find set.

        None where no environment file is in the folder or in one around it: then nobody can tell
        what will be set where the missions run.
        """
        if folder not in self._names:
            found = self.known_in(folder)
            self._names[folder] = None if found is None else frozenset(found)
        return self._names[folder]

    def known_in(self, folder: Path) -> Mapping[str, str] | None:
        """Return the variables of `set_in`, `without_values`. The environment's own win."""
        if folder not in self._known:
            found = self._nearest(folder)
            self._known[folder] = None if found is None else {**found, **without_values(os.environ)}
        return self._known[folder]

    def _nearest(self, folder: Path) -> Mapping[str, str] | None:
        """Return what the nearest environment files set, None where there are none."""
        if self.files is not None:
            return self._set_by(self.files)
        for place in (folder, *folder.parents):
            if place not in self._folders:
                paths = [place / name for name in ENVIRONMENT_FILES if (place / name).is_file()]
                self._folders[place] = self._set_by(paths) if paths else None
            found = self._folders[place]
            if found is not None:
                return found
        return None

    def _set_by(self, paths: Iterable[Path]) -> Mapping[str, str]:
        texts = list(self._texts(paths))
        if not texts:
            return {}
        # Few have such a file: `check` is in every editor hook, and starts without this.
        from dotenv.parser import parse_stream

        found = {
            one.key: one.value
            for text in texts
            for one in parse_stream(StringIO(text))
            if one.key and one.value is not None
        }
        return without_values(found)

    def _texts(self, paths: Iterable[Path]) -> Iterator[str]:
        for path in paths:
            try:
                yield self.read(path)
            except ConfigurationError:
                continue


def _outlined(value: str) -> str:
    return value if value in NEEDED else _PRESENT if value else ""
