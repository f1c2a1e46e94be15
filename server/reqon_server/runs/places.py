"""Where the missions of a file are run, and where their executions are recorded."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import Final

_STATE: Final = ".vague-data"


def working_folder(path: str, folders: Collection[str]) -> Path:
    """Return where to run the missions of a file: its workspace folder, or its own."""
    around = [folder for folder in folders if Path(path).is_relative_to(folder)]
    return Path(max(around, key=len)) if around else Path(path).parent


def state_folders(path: str, folders: Collection[str]) -> tuple[Path, ...]:
    """Return where executions may be recorded: by the editor, or by hand beside the file."""
    chosen = os.environ.get("REQON_STATE_DIR")
    working = working_folder(path, folders)
    if chosen:
        return (working / chosen,)
    return tuple(dict.fromkeys((working / _STATE, Path(path).parent / _STATE)))
