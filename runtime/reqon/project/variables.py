"""The environment variables of a project: what its `.env` files set, remembered by folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Final

from reqon.errors import ConfigurationError
from reqon.project.files import Reader, read_text

ENVIRONMENT_FILES: Final = (".env", ".env.local")


@dataclass(slots=True)
class Variables:
    """Names by folder, each folder's files read once. Only a run looks at values."""

    read: Reader = read_text
    _known: dict[Path, frozenset[str] | None] = field(default_factory=dict)
    _files: dict[Path, tuple[str, ...] | None] = field(default_factory=dict)

    def forget(self) -> None:
        """Read every environment file anew, since one of them came, changed or went."""
        self._known.clear()
        self._files.clear()

    def written(self, folder: Path) -> tuple[str, ...]:
        """Return the names that the environment files nearest to a folder set, in their order."""
        return self._nearest(folder) or ()

    def set_in(self, folder: Path) -> frozenset[str] | None:
        """Return the names of the variables that missions in a folder find set.

        None where no environment file is in the folder or in one around it: then nobody can tell
        what will be set where the missions run.
        """
        if folder not in self._known:
            names = self._nearest(folder)
            self._known[folder] = None if names is None else frozenset((*names, *os.environ))
        return self._known[folder]

    def _nearest(self, folder: Path) -> tuple[str, ...] | None:
        """Return the names of the nearest environment files, None where there are none."""
        for place in (folder, *folder.parents):
            if place not in self._files:
                self._files[place] = self._names_in(place)
            found = self._files[place]
            if found is not None:
                return found
        return None

    def _names_in(self, folder: Path) -> tuple[str, ...] | None:
        texts = list(self._texts(folder))
        if not texts:
            return None
        # Few have such a file: `check` is in every editor hook, and starts without this.
        from dotenv.parser import parse_stream

        found = (
            one.key
            for text in texts
            for one in parse_stream(StringIO(text))
            if one.key and one.value is not None
        )
        return tuple(dict.fromkeys(found))

    def _texts(self, folder: Path) -> Iterator[str]:
        for name in ENVIRONMENT_FILES:
            if (folder / name).is_file():
                try:
                    yield self.read(folder / name)
                except ConfigurationError:
                    continue
