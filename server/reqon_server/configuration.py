"""The settings of an editor and of the projects it shows.

What a project's `reqon.toml` or `pyproject.toml` says counts for everybody who works on it, at
the command line and in CI, too; so it wins. What the editor says counts where there is no such
file, and for all that only an editor shows.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from reqon.cli.configuration import settings_of
from reqon.errors import ConfigurationError
from reqon_language.editor_settings import EditorSettings
from reqon_language.rules.settings import Settings
from reqon_server.contents import FOLDER, docs_uri
from reqon_server.workspace.paths import is_file

log = logging.getLogger(__name__)

FILES: Final = ("reqon.toml", "pyproject.toml")


@dataclass(slots=True)
class Configuration:
    """Settings, as they are until one of their sources changes; then a new one is made.

    `problems` are what is wrong with the files of projects, noticed when they were first read.
    """

    editor: EditorSettings = field(default_factory=EditorSettings)
    problems: list[str] = field(default_factory=list)
    _known: dict[Path, Settings] = field(default_factory=dict)

    def afresh(self) -> Configuration:
        """Return the same settings of the editor, those of projects to be read anew."""
        return Configuration(self.editor)

    def rules(self, path: str) -> Settings:
        """Return which diagnostics are wanted of a file. For the analysis thread."""
        if not is_file(path):
            return self.editor.rules
        folder = Path(path).parent
        self._known.setdefault(Path(folder.anchor), self.editor.rules)
        try:
            return settings_of(folder, self._known)
        except ConfigurationError as error:
            self._known[folder] = self.editor.rules
            message = f"{error.message}; {error.help}" if error.help else error.message
            if message not in self.problems:
                self.problems.append(message)
            return self.editor.rules

    def page(self, code: str, *, ours: bool = False) -> str | None:
        """Return the address of the page about a diagnostic.

        With `ours` that is a document of the server's, for clients that show those.
        """
        base = self.editor.text("diagnostics.docs")
        if base:
            return f"{base.rstrip('/')}/{code}.md"
        name = f"diagnostics/{code}.md"
        if ours:
            return docs_uri(name)
        return None if FOLDER is None else (FOLDER / name).as_uri()
