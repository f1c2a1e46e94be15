"""Keeping what is known of the workspace true: scanning it, and reading its documents.

All of it goes on in the background, in pieces, on behalf of no request.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

from lsprotocol import types

from reqon.errors import ConfigurationError
from reqon.project.files import ROOTS, SUFFIXES, mission_files
from reqon.project.variables import ENVIRONMENT_FILES
from reqon_server.cancellation import Token
from reqon_server.collector import seldom
from reqon_server.configuration import FILES
from reqon_server.progress import work_done
from reqon_server.scheduler import Priority
from reqon_server.workspace.paths import folders_above, lies_below, to_path
from reqon_server.workspace.specs import load

if TYPE_CHECKING:
    from reqon_server.server import ReqonServer

log = logging.getLogger(__name__)

_SLICE: Final = 0.01
_BATCH: Final = 5
_RECORDS: Final = "/.vague-data/execution/"


class Upkeep:
    """The folders of the workspace, and what goes on without anybody's asking."""

    def __init__(self, ls: ReqonServer) -> None:
        self._ls = ls
        self._busy = 0
        self._loading: set[str] = set()
        self._said: set[str] = set()
        self._followed: tuple[Collection[str], Collection[str]] = ((), ())

    @property
    def folders(self) -> frozenset[str]:
        """The folders of the workspace."""
        return self._ls.analysis.places.folders

    def add_folders(self, uris: Iterable[str]) -> frozenset[str]:
        """Take in folders that belong to the workspace now, and return those that are new."""
        new = frozenset(_folder(uri) for uri in uris) - self.folders
        self._ls.analysis.places.folders |= new
        return new

    def scan(self, folders: Collection[str]) -> None:
        """Read the missions of folders, as far as these belong to the workspace still."""
        for folder in sorted(self.folders.intersection(folders)):
            self._ls.in_background(self._scan(folder))
        self.read_credentials()

    def remove_folders(self, uris: Iterable[str]) -> None:
        """Let go of folders that do not belong to the workspace any more."""
        gone = frozenset(_folder(uri) for uri in uris) & self.folders
        self._ls.analysis.places.folders -= gone
        self._ls.in_background(self._forget(gone))

    def runs_changed(self) -> None:
        """Show how missions went: a run began or ended, here or at a command line."""
        self._ls.publisher.recheck()
        self._ls.refresh(types.WORKSPACE_CODE_LENS_REFRESH)
        self._ls.refresh(types.WORKSPACE_INLAY_HINT_REFRESH)

    async def _forget(self, folders: frozenset[str]) -> None:
        projects = self._ls.analysis.projects

        def work() -> None:
            for folder in folders:
                projects.forget_below(folder)

        await self._ls.scheduler.run(work)
        self._ls.publisher.recheck()

    async def _scan(self, folder: str) -> None:
        token = Token()
        projects = self._ls.analysis.projects
        with self._at_work(), seldom():
            async with work_done(self._ls, "Reading missions", token, percentage=0) as progress:
                paths = await asyncio.to_thread(_mission_files, folder)
                waiting = paths[::-1]

                def work() -> None:
                    until = perf_counter() + _SLICE
                    while waiting and perf_counter() < until:
                        projects.add([waiting.pop() for _ in range(min(_BATCH, len(waiting)))])

                while waiting and not token.cancelled:
                    await self._ls.scheduler.run(work, Priority.BACKGROUND)
                    done = len(paths) - len(waiting)
                    progress.report(
                        f"{done} of {len(paths)} files", percentage=100 * done // len(paths)
                    )
        log.info("%s: %d mission files", folder, len(paths))
        self._ls.publisher.recheck()

    def follow_up(self) -> None:
        """Do what the analysis thread found to be necessary: read documents, say what is wrong."""
        for path in self._ls.analysis.specs.wanted - self._loading:
            self._loading.add(path)
            self._ls.in_background(self._load(path))
        self._follow_credentials()
        self._follow_folders()
        for problem in self._ls.configuration.problems:
            self.say_once(problem)

    def _follow_folders(self) -> None:
        """Have the folders watched in which files are that matter."""
        files = (self._ls.analysis.projects.known, self._ls.analysis.specs.loaded)
        if any(now is not then for now, then in zip(files, self._followed, strict=True)):
            self._followed = files
            paths = {*files[0], *self._ls.analysis.specs.files()}
            above = frozenset(one for path in paths for one in folders_above(path, self.folders))
            self._ls.in_background(self._ls.watching.watch_folders(above))

    def read_credentials(self) -> None:
        """Look into the files of credentials that the settings name for the folders."""
        self._ls.in_background(self._read_credentials())

    async def _read_credentials(self) -> None:
        machine, folders = self._ls.analysis.projects.machine, sorted(self.folders)

        def work() -> None:
            for folder in folders:
                machine.credentials(Path(folder))

        await self._ls.scheduler.run(work, Priority.BACKGROUND)
        self._follow_credentials()

    def _follow_credentials(self) -> None:
        """Say what is wrong with files of credentials that were read, and have them watched."""
        machine, watching = self._ls.analysis.projects.machine, self._ls.watching
        for error in machine.problems.values():
            where = f"{error.location}: " if error.location else ""
            self.say_once(f"`reqon.run.auth`: {where}{error.message}")
        paths = frozenset(map(str, machine.watched()))
        # What is read again just now is not let out of sight.
        if paths and paths != watching.auth:
            self._ls.in_background(watching.watch_auth(paths))

    def say_once(self, problem: str) -> None:
        """Show the user what is wrong with settings, each problem once."""
        if problem in self._said:
            return
        self._said.add(problem)
        log.warning("%s", problem)
        self._ls.window_show_message(types.ShowMessageParams(types.MessageType.Warning, problem))
        self._ls.status.change(replace(self._ls.status.current, health="warning", message=problem))

    async def _load(self, path: str) -> None:
        specs = self._ls.analysis.specs
        with self._at_work():
            await self._ls.scheduler.run(lambda: specs.begin(path))
            loaded = await asyncio.to_thread(load, path)

            def put() -> None:
                specs.put(path, loaded)
                self._ls.analysis.projects.documents_changed()

            await self._ls.scheduler.run(put)
        self._loading.discard(path)
        self._ls.publisher.recheck()
        await self._ls.watching.watch_specs(specs.files())

    def files_changed(self, paths: Iterable[str]) -> None:
        """Look again at files that appeared, changed or went, and at what depends on them.

        A folder stands for all that is in it, or was: of more many an editor does not tell.
        """
        touched = frozenset(paths)
        if any(path.endswith(FILES) for path in touched):
            self._said.clear()
            self._ls.configuration = self._ls.configuration.afresh()
            self._ls.publisher.recheck()
        if any(_RECORDS in path for path in touched):
            self.runs_changed()
        self._ls.in_background(self._look_at(touched))

    async def _look_at(self, touched: frozenset[str]) -> None:
        analysis, folders = self._ls.analysis, self.folders
        credentials = touched.intersection(self._ls.watching.auth)
        came = await asyncio.to_thread(_in_folders, touched)

        def work() -> set[str]:
            went = {one for one in analysis.projects.known if lies_below(one, touched)}
            own = {path for path in touched if path.endswith((*SUFFIXES, ".gitignore"))}
            missions = own | went | came
            variables = {path for path in touched if Path(path).name in ENVIRONMENT_FILES}
            for path in missions | variables | credentials:
                analysis.projects.changed(path, folders)
            below = {path for path in analysis.specs.files() if lies_below(path, touched)}
            analysis.specs.look_again(touched | below)
            for path in variables:
                missions |= analysis.projects.below(str(Path(path).parent))
            return missions

        missions = await self._ls.scheduler.run(work)
        self.follow_up()
        if credentials:
            self._said.clear()
            self.read_credentials()
        if missions or credentials:
            roots = any(path.endswith((*ROOTS, ".gitignore")) for path in missions)
            self._ls.publisher.recheck(None if roots or credentials else missions)

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        self._busy += 1
        self._tell_status()
        try:
            yield
        finally:
            self._busy -= 1
            self._tell_status()

    def _tell_status(self) -> None:
        quiescent = self._busy == 0
        self._ls.status.change(replace(self._ls.status.current, quiescent=quiescent))


def _in_folders(paths: Collection[str]) -> frozenset[str]:
    """Return the mission files in those of the paths that are folders."""
    folders = [path for path in paths if Path(path).is_dir()]
    return frozenset(file for folder in folders for file in _mission_files(folder))


def _mission_files(folder: str) -> list[str]:
    try:
        return [str(path) for path in mission_files(Path(folder))]
    except ConfigurationError as error:
        log.info("%s", error.message)
        return []


def _folder(uri: str) -> str:
    return to_path(uri).rstrip("/") or "/"
