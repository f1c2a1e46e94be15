"""Which executions are of the program a file belongs to.

They are recorded by mission, and missions of one name may be in several files that share a state
directory: copies, or the same pipeline for two systems.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from reqon.project.files import ROOTS

T = TypeVar("T")


def of_same_program(recorded: object, state_dir: Path, path: Path) -> bool:
    """Whether a program as it is `recorded` may be the one that the file at `path` belongs to.

    It is not when another program is where the record says. One that was moved or renamed since
    is not there any more, and may be this one.
    """
    program = _place(recorded, state_dir)
    return program is None or _belongs(path, program)


def of_this_program(recorded: Mapping[str, T], state_dir: Path, path: Path) -> T | None:
    """Return what is recorded of the program the file at `path` belongs to, by their paths.

    Of those that may be this one the last, if this one is not among them.
    """
    found, depth = None, -1
    for name, value in recorded.items():
        program = _place(name, state_dir)
        near = 0 if program is None else len(program.parts)
        if near >= depth and (program is None or _belongs(path, program)):
            found, depth = value, near
    return found


def _place(recorded: object, state_dir: Path) -> Path | None:
    """Return the file or mission folder that is recorded, None where there is none any more."""
    if not isinstance(recorded, str) or not recorded:
        return None
    try:
        # Programs are recorded as they were named where the run began: beside its state.
        program = (state_dir.parent / recorded).resolve()
        if program.name in ROOTS:
            program = program.parent
        return program if program.exists() else None
    except (OSError, ValueError):
        return None


def _belongs(path: Path, program: Path) -> bool:
    try:
        return path.resolve().is_relative_to(program)
    except (OSError, ValueError):
        return True
