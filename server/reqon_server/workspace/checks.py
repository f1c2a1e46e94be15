"""The reports of files, each kept until something it depends on changes. Analysis thread only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from reqon_language.rules import Report, report_in
from reqon_language.rules.fixing import all_fixed
from reqon_language.rules.surroundings import Surroundings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reqon_language.edits import TextEdit
    from reqon_language.model.linking import ProjectFile
    from reqon_language.model.project import Beside
    from reqon_language.rules.settings import Settings
    from reqon_language.syntax import ast
    from reqon_server.workspace.projects import File, Projects


@dataclass(frozen=True, slots=True)
class _Checked:
    file: ProjectFile
    beside: Beside
    actions: Mapping[str, ast.Action]
    settings: Settings
    surroundings: Surroundings
    report: Report


class Checks:
    """Reports by path."""

    def __init__(self, projects: Projects) -> None:
        self._projects = projects
        self._checked: dict[str, _Checked] = {}

    def report(self, file: File, settings: Settings) -> Report:
        """Check a file as part of its project, again only where something changed.

        What depends on the time of day is looked at once an hour.
        """
        surroundings = self._around(file)
        own, beside = file.project.files[file.path], file.project.beside(file.path)
        # Bodies of other files matter only where an execution waits for them.
        actions = file.project.actions(file.path) if surroundings.waiting else {}
        before = self._checked.get(file.path)
        if before is not None and (
            before.file is own
            and before.beside == beside
            and before.actions == actions
            and before.settings == settings
            and before.surroundings == surroundings
        ):
            return before.report
        made = report_in(
            file.project,
            file.path,
            previous=before.report if before else None,
            settings=settings,
            surroundings=surroundings,
        )
        if file.document is None and file.project.root is None:
            made.settle()  # in a folder what is open has a say in the files that are not
        self._checked[file.path] = _Checked(own, beside, actions, settings, surroundings, made)
        return made

    def fixed(self, file: File, settings: Settings) -> tuple[TextEdit, ...]:
        """Return the edits that fix all that can be fixed safely in a file."""
        found, surroundings = self.report(file, settings), self._around(file)
        return all_fixed(
            file.project, file.path, found, settings=settings, surroundings=surroundings
        )

    def _around(self, file: File) -> Surroundings:
        hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
        return self._projects.surroundings(
            file, Surroundings(now=hour, time_zones=available_timezones)
        )
