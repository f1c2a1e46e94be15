"""Which folders are not ours: dependencies, caches, and what Git ignores."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from fnmatch import translate
from pathlib import Path
from typing import Final

_NEVER: Final = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})
"""Beside hidden folders, such as `.git` and `.venv`."""


class Ignored:
    """Walks folders without those that are ignored; remembers the `.gitignore` files it read.

    Of a `.gitignore` only patterns count that name a folder or everything of a name; a pattern
    that re-includes something makes the file be left out of account, since what it says then
    depends on the order. That is cheap, and errs on the side of looking at a file.
    """

    def __init__(self) -> None:
        self._patterns: dict[Path, re.Pattern[str] | None] = {}

    def forget(self) -> None:
        """Read every `.gitignore` anew."""
        self._patterns.clear()

    def hides(self, path: Path, top: Path) -> bool:
        """Whether a file below `top` lies in a folder that is ignored."""
        rules: list[re.Pattern[str]] = []
        for above in reversed(path.relative_to(top).parents):
            folder = top / above
            if folder != top and _is_ignored(folder.name, rules):
                return True
            if (own := self._rule(folder)) is not None:
                rules.append(own)
        return False

    def walk(self, top: Path) -> Iterator[tuple[Path, list[str]]]:
        """Yield the folders from `top` downwards, each with the names of its files, sorted."""
        yield from self._walk(top, [])

    def _walk(self, folder: Path, rules: list[re.Pattern[str]]) -> Iterator[tuple[Path, list[str]]]:
        own = self._rule(folder)
        rules = [*rules, own] if own is not None else rules
        folders: list[str] = []
        files: list[str] = []
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.name)
                    elif entry.is_file():
                        files.append(entry.name)
        except OSError:
            return
        yield folder, sorted(files)
        for name in sorted(folders):
            if not _is_ignored(name, rules):
                yield from self._walk(folder / name, rules)

    def _rule(self, folder: Path) -> re.Pattern[str] | None:
        if folder not in self._patterns:
            self._patterns[folder] = _read(folder / ".gitignore")
        return self._patterns[folder]


def _is_ignored(name: str, rules: list[re.Pattern[str]]) -> bool:
    hidden = name.startswith(".") or name in _NEVER
    return hidden or any(rule.fullmatch(name) for rule in rules)


def _read(path: Path) -> re.Pattern[str] | None:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    names = []
    for line in lines:
        pattern = line.strip()
        if pattern.startswith("!"):
            return None
        name = pattern.removesuffix("/").removeprefix("**/")
        if name and not name.startswith("#") and "/" not in name:
            names.append(translate(name))
    return re.compile("|".join(names)) if names else None
