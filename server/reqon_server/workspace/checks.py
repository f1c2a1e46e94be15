"""The reports of files, each kept until something it depends on changes. Analysis thread only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from reqon_language.rules import Report, report_in
from reqon_language.rules.surroundings import Surroundings

if TYPE_CHECKING:
    from reqon_language.model import Project
    from reqon_language.rules.settings import Settings
    from reqon_server.workspace.projects import File


@dataclass(frozen=True, slots=True)
class _Checked:
    project: Project
    settings: Settings
    hour: datetime
    report: Report


class Checks:
    """Reports by path."""

    def __init__(self) -> None:
        self._checked: dict[str, _Checked] = {}

    def report(self, file: File, settings: Settings) -> Report:
        """Check a file as part of its project, again only where something changed.

        What depends on the time of day is looked at once an hour.
        """
        hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
        before = self._checked.get(file.path)
        if before is not None and (
            before.project is file.project and before.settings == settings and before.hour == hour
        ):
            return before.report
        made = report_in(
            file.project,
            file.path,
            previous=before.report if before else None,
            settings=settings,
            surroundings=Surroundings(now=hour, time_zones=available_timezones),
        )
        self._checked[file.path] = _Checked(file.project, settings, hour, made)
        return made

    def forget(self, path: str) -> None:
        """Let go of the report of a file that is gone."""
        self._checked.pop(path, None)
