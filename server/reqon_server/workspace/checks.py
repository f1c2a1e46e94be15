"""The reports of files, each kept until something it depends on changes. Analysis thread only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from reqon_language.rules import Report, report_in
from reqon_language.rules.surroundings import Surroundings

if TYPE_CHECKING:
    from reqon_language.model.linking import ProjectFile
    from reqon_language.model.project import Beside
    from reqon_language.rules.settings import Settings
    from reqon_server.workspace.projects import File, Projects


@dataclass(frozen=True, slots=True)
class _Checked:
    file: ProjectFile
    beside: Beside
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
        hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
        known = Surroundings(now=hour, time_zones=available_timezones)
        surroundings = self._projects.surroundings(file, known)
        own, beside = file.project.files[file.path], file.project.beside(file.path)
        before = self._checked.get(file.path)
        if before is not None and (
            before.file is own
            and before.beside == beside
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
        self._checked[file.path] = _Checked(own, beside, settings, surroundings, made)
        return made
