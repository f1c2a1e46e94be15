"""Where the executions of the missions in a file may be recorded."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

_DEFAULT: Final = ".vague-data"


def state_dirs(path: Path, working: Path | None = None) -> tuple[Path, ...]:
    """Return the state directories of a file: the one chosen, or those `run` makes unasked.

    Missions are run in the folder `working`, by default this process's, or by hand beside the
    file. The directories need not exist.
    """
    working = working or Path.cwd()
    chosen = os.environ.get("REQON_STATE_DIR")
    if chosen:
        return (working / chosen,)
    return tuple(dict.fromkeys((path.parent / _DEFAULT, working / _DEFAULT)))
