"""Where the missions of a file are run, and where their executions are recorded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reqon.project.state_dirs import state_dirs


@dataclass(slots=True)
class Places:
    """What follows from the folders of the workspace, which come and go."""

    folders: frozenset[str] = frozenset()

    def working(self, path: Path) -> Path:
        """Return where to run the missions of a file: its workspace folder, or its own."""
        around = [folder for folder in self.folders if path.is_relative_to(folder)]
        return Path(max(around, key=len)) if around else path.parent

    def state_dirs(self, path: Path) -> tuple[Path, ...]:
        """Return where executions may be recorded: by the editor, or by hand beside the file."""
        return state_dirs(path, self.working(path))
