"""Which executions are of the program a file belongs to.

They are recorded by mission, and missions of one name may be in several files that share a state
directory: copies, or the same pipeline for two systems.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reqon.project.files import ROOTS


def of_same_program(record: Mapping[str, Any], state_dir: Path, path: Path) -> bool:
    """Whether the execution of a record may be of the program the file at `path` belongs to.

    It is not when another program is where the record says. One that was moved or renamed since
    is not there any more, and may be this one.
    """
    recorded = record.get("programPath")
    if not isinstance(recorded, str) or not recorded:
        return True
    try:
        # Programs are recorded as they were named where the run began: beside its state.
        program = (state_dir.parent / recorded).resolve()
        if program.name in ROOTS:
            program = program.parent
        return not program.exists() or path.resolve().is_relative_to(program)
    except (OSError, ValueError):
        return True
