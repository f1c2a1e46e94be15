"""Where the missions of a file are run, and where their executions are recorded."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from reqon.project.machine import AuthPath
from reqon.project.state_dirs import state_dirs


@dataclass(slots=True)
class Places:
    """What follows from the folders of the workspace, which come and go."""

    folders: frozenset[str] = frozenset()
    auth: str = ""
    """The file of credentials that runs get, as the settings call it; "" where they get none."""

    def working(self, path: Path) -> Path:
        """Return where to run the missions of a file: its workspace folder, or its own."""
        around = [folder for folder in self.folders if path.is_relative_to(folder)]
        return Path(max(around, key=len)) if around else path.parent

    def auth_file(self, path: Path) -> AuthPath | None:
        """Return the file of credentials that a run of the missions of a file gets."""
        if not self.auth:
            return None
        place = self.working(path) / Path(self.auth).expanduser()
        return AuthPath(Path(os.path.normpath(place)), self.auth)

    def state_dirs(self, path: Path) -> tuple[Path, ...]:
        """Return where executions may be recorded: by the editor, or by hand beside the file."""
        return state_dirs(path, self.working(path))
