"""Check files: the work of `reqon check`, of `--fix` and of `--watch`, and before a run.

A `Checker` keeps what it learnt, so that a second look costs what has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reqon.cli.report.checked import Checked
from reqon.errors import ConfigurationError, ReqonError
from reqon.project.files import mission_files, read_text, shown, unique
from reqon.project.machine import Machine
from reqon.project.workspace import Workspace
from reqon_language.rules import report_in
from reqon_language.rules.settings import DEFAULT
from reqon_language.rules.surroundings import Surroundings
from reqon_language.syntax import ast

if TYPE_CHECKING:
    from reqon_language.rules.settings import Settings


def check_paths(
    paths: Iterable[Path],
    *,
    configured: bool = False,
    texts: Mapping[Path, str] | None = None,
    machine: Machine | None = None,
) -> tuple[list[Checked], list[ReqonError]]:
    """Check the files at and below `paths`, `configured` as the files of settings say.

    `texts` are checked in place of the files at these absolute paths. `machine` knows what a run
    of them would be given.

    Returns the files that could be read, each once, and a failure for each path or file that
    could not.
    """
    checker = Checker(configured=configured, texts=dict(texts or {}), machine=machine or Machine())
    return checker.check(list(paths))


@dataclass(slots=True)
class Checker:
    """Checks paths, again and again. `texts` go before the files at these absolute paths.

    What depends on the machine is reported as far as `machine` knows it.
    """

    configured: bool = False
    texts: dict[Path, str] = field(default_factory=dict)
    machine: Machine = field(default_factory=Machine)
    _workspace: Workspace = field(init=False)
    _names: dict[Path, str] = field(default_factory=dict)
    _checked: dict[Path, Checked] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._workspace = Workspace(self.read, machine=self.machine)

    def read(self, path: Path) -> str:
        """Return the text of a file; raise `ConfigurationError` when it cannot be read."""
        text = self.texts.get(path)
        # Messages call a file what the user called it.
        return read_text(Path(self._names.get(path, path))) if text is None else text

    def check(self, paths: list[Path]) -> tuple[list[Checked], list[ReqonError]]:
        """Check the files at and below `paths`; see `check_paths`."""
        chosen: list[Path] = []
        failures: list[ReqonError] = []
        for path in paths:
            try:
                chosen += [path] if path.absolute() in self.texts else mission_files(path)
            except ConfigurationError as error:
                failures.append(error)
        read = self._read(unique(chosen), failures)
        folders = [path for path in paths if path.is_dir()]
        rootless = _rootless(folders, read, self._workspace)
        files = self._check(read, rootless, failures)
        failures += self.machine.problems.values()
        return files, [*failures, *_empty(folders, files, rootless, failures)]

    def look_again(self, paths: Iterable[Path]) -> None:
        """Note that files, or documents, have changed on disk."""
        for path in paths:
            self._workspace.look_again(path)

    def folders(self) -> set[Path]:
        """Return the folders of all files whose content mattered so far."""
        return {path.parent for path in self._workspace.paths() | self.machine.watched()}

    def concerns(self, path: Path) -> bool:
        """Whether a file matters that is neither a mission nor a document."""
        return self.machine.concerns(path)

    def _read(self, paths: list[Path], failures: list[ReqonError]) -> dict[Path, str]:
        """Return the names that the user gave the files that could be read, and load these."""
        self._names = {path.absolute(): str(path) for path in paths}
        unreadable = self._workspace.load(self._names)
        failures += unreadable.values()
        return {path: name for path, name in self._names.items() if path not in unreadable}

    def _check(
        self, names: Mapping[Path, str], rootless: Mapping[Path, str], failures: list[ReqonError]
    ) -> list[Checked]:
        from reqon.cli.configuration import settings_of

        known = Surroundings(now=datetime.now(UTC), time_zones=_time_zones)
        settings: dict[Path, Settings] = {}
        files = []
        for path, name in names.items():
            chosen = DEFAULT
            try:
                chosen = settings_of(path.parent, settings) if self.configured else DEFAULT
            except ConfigurationError as error:
                settings[path.parent] = DEFAULT
                failures.append(error)
            before = self._checked.get(path)
            found = report_in(
                self._workspace.project_of(path),
                str(path),
                previous=before.report if before else None,
                settings=chosen,
                surroundings=self._workspace.surroundings(path, known, rootless.get(path)),
            )
            tree = self._workspace.project_of(path).files[str(path)].tree
            self._checked[path] = Checked(name, tree, found)
            files.append(self._checked[path])
        return files


def _time_zones() -> set[str]:
    from zoneinfo import available_timezones

    return available_timezones()


def _rootless(
    folders: list[Path], names: Mapping[Path, str], workspace: Workspace
) -> dict[Path, str]:
    """Return the files with actions of folders in which no file has a mission (RQ8001).

    Such files are parts of a mission that is not there. Those that others import are not.
    """
    found: dict[Path, str] = {}
    for folder in folders:
        place = folder.absolute()
        inside = [path for path in names if path.is_relative_to(place)]
        files = {path: workspace.project_of(path).files[str(path)] for path in inside}
        if any(file.model.missions for file in files.values()):
            continue
        for path, file in files.items():
            used = workspace.project_of(path).used(str(path))
            actions = any(isinstance(body.node, ast.Action) for body in file.model.loose.bodies)
            if actions and not used:
                found[path] = place.name
    return found


def _empty(
    folders: list[Path],
    files: list[Checked],
    rootless: Mapping[Path, str],
    failures: list[ReqonError],
) -> list[ReqonError]:
    """Return a failure for each folder without missions, unless its files say why."""
    empty: list[ReqonError] = []
    for folder in folders:
        inside = [file for file in files if Path(file.path).is_relative_to(folder)]
        explained = any(path.is_relative_to(folder.absolute()) for path in rootless)
        if not any(file.missions for file in inside) and not failures and not explained:
            what = "none of its files declares a mission" if inside else "no .vague files below it"
            message = f"{shown(folder)}: {what}"
            empty.append(ConfigurationError(message, help="give a folder with missions"))
    return empty
