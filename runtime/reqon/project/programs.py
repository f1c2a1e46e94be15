"""From a path to the plans of its missions, with what other files of the project lend them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from reqon.errors import ConfigurationError
from reqon.plan.lent import OtherFile
from reqon.plan.program import compile_program
from reqon.project.files import ROOTS, shown
from reqon.project.lenders import lenders
from reqon.project.workspace import Workspace

if TYPE_CHECKING:
    from reqon.plan.mission import MissionPlan


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
        for name, names in lenders(project, str(place))
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


def _called(name: str, beside: Path) -> str:
    """Return what to call another file, given what its user called one."""
    relative = os.path.relpath(name, beside.absolute().parent)
    return os.path.normpath(beside.parent / relative)
