"""From a path to the plans of its missions, with what other files of the project lend them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reqon.errors import ConfigurationError
from reqon.plan.lent import OtherFile
from reqon.plan.program import compile_program
from reqon.project.files import ROOTS, shown
from reqon.project.workspace import Workspace

if TYPE_CHECKING:
    from reqon.plan.mission import MissionPlan
    from reqon_language.model import Project


def load_program(path: Path) -> list[MissionPlan]:
    """Return the plans of the missions in a file, or in the root file of a folder.

    A file is called in messages as `path` calls it. Raises `ConfigurationError` for what cannot
    be read, and what `compile_program` raises.
    """
    file = _root(path) if path.is_dir() else path
    place = file.absolute()
    workspace = Workspace()
    for failure in workspace.load([place]).values():
        raise ConfigurationError(
            failure.message.replace(shown(place), shown(path), 1), help=failure.help
        )
    project = workspace.project_of(place)
    others = [
        OtherFile(project.files[name].tree, _called(name, file), names)
        for name, names in _lenders(project, str(place))
    ]
    return compile_program(project.files[str(place)].tree, str(file), others)


def _root(folder: Path) -> Path:
    for name in ROOTS:
        if (folder / name).is_file():
            return folder / name
    raise ConfigurationError(
        f"{shown(folder)} has no {ROOTS[0]}",
        help="Give a file, or the folder of a mission.",
    )


def _lenders(project: Project, path: str) -> Iterator[tuple[str, frozenset[str] | None]]:
    """Yield the files that lend something to the one at `path`, and the names they lend.

    First the other parts of its folder, in their order, then what any of these files imports.
    """
    parts = [path]
    if project.files[path].share.part:
        for other, file in project.files.items():
            if file.share.part and other != path:
                parts.append(other)
                yield other, None
    imported: dict[str, frozenset[str]] = {}
    waiting = list(parts)
    while waiting:
        for target, names in project.files[waiting.pop(0)].share.imports.items():
            if target in project.files and target not in parts:
                before = imported.get(target)
                imported[target] = names | (before or frozenset())
                if before is None:
                    waiting.append(target)
    yield from imported.items()


def _called(name: str, beside: Path) -> str:
    """Return what to call another file, given what its user called one."""
    relative = os.path.relpath(name, beside.absolute().parent)
    return os.path.normpath(beside.parent / relative)
