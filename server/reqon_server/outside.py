"""What completion is told of the world around a file: folders, other files, `.env`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reqon.project.files import SUFFIXES
from reqon_language.features.completion import FolderEntry, Outside
from reqon_server.workspace.paths import is_file

if TYPE_CHECKING:
    from reqon_language.model import Declaration
    from reqon_server.snapshot import Snapshot, View


def outside(file: View) -> Outside:
    """Return what is around a file; nothing is looked up before it is asked for."""
    if not is_file(file.path):
        return Outside()
    snapshot, path = file.snapshot, file.path
    return Outside(
        variables=snapshot.analysis.projects.variables(file.file),
        listing=lambda folder: _listing(snapshot, path, folder),
        exports=lambda text: _exports(snapshot, path, text),
        importable=lambda: _importable(file),
        stored=lambda name: file.project.stored(path, name),
    )


def _listing(snapshot: Snapshot, path: str, folder: str) -> Sequence[FolderEntry] | None:
    """Return what is in a folder, on disk or open and never saved, but for the file itself."""
    where = os.path.normpath(Path(path).parent / folder)
    entries = snapshot.analysis.folders.entries(where)
    if entries is None:
        return None
    found = {entry.name: entry for entry in entries}
    for other in snapshot.opened:
        if is_file(other) and Path(other).is_relative_to(where):
            name, *below = Path(other).relative_to(where).parts
            found.setdefault(name, FolderEntry(name, bool(below)))
    if str(Path(path).parent) == where:
        found.pop(Path(path).name, None)
    return list(found.values())


def _exports(snapshot: Snapshot, path: str, text: str) -> Sequence[Declaration] | None:
    target = os.path.normpath(Path(path).parent / text)
    if not text.endswith(SUFFIXES) or target == path:
        return None
    found = snapshot.at(target)
    return found.project.exported(target) if found is not None else None


def _importable(file: View) -> Iterator[tuple[str, Declaration]]:
    """Yield what the files of the workspace let others import, those near by first.

    The parts of one mission folder see each other as it is.
    """
    together = file.project.files[file.path].share.part
    near: list[tuple[tuple[int, str], View]] = []
    for other in file.snapshot.files():
        share = other.project.files[other.path].share
        if other.path != file.path and not (
            together and share.part and other.project is file.project
        ):
            text = _written(file.path, other.path)
            near.append(((text.count("/") + text.count("../"), text), other))
    for (_, text), other in sorted(near, key=lambda pair: pair[0]):
        yield from ((text, one) for one in other.project.exported(other.path))


def _written(path: str, other: str) -> str:
    """Return a path as the file at `path` writes it, with slashes and relative to its folder."""
    text = Path(os.path.relpath(other, Path(path).parent)).as_posix()
    return text if text.startswith("../") else f"./{text}"
