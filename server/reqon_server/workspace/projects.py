"""The projects, kept up to date with the open documents and the disk. Analysis thread only.

Which files belong together, and what is in them, is `reqon.project`'s affair, which the command
line asks, too. Here the open documents go before the files on disk, and documents that are no
files have projects of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from reqon.project.files import ROOTS, SUFFIXES
from reqon.project.ignored import Ignored
from reqon.project.machine import Machine
from reqon.project.workspace import Workspace
from reqon_language.model import FileModel, Project
from reqon_language.rules.surroundings import Surroundings
from reqon_language.syntax import Tree
from reqon_server.runs.places import Places
from reqon_server.session import Document
from reqon_server.workspace.paths import is_file
from reqon_server.workspace.specs import SpecStore

Open = Mapping[str, Document]
"""The open documents by path."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as part of its project. `document` is None for one that is not open."""

    path: str
    project: Project
    document: Document | None

    @property
    def tree(self) -> Tree:
        """The parsed text."""
        return self.project.files[self.path].tree

    @property
    def model(self) -> FileModel:
        """What the file means."""
        return self.project.model(self.path)


def _together(project: Project, path: str) -> set[str]:
    """Return the files of a project whose findings an edit of the file at `path` may change.

    In a mission folder these are all; elsewhere those that import it, all the way, and those it
    imports, which may be used by nobody else.
    """
    if project.root is not None:
        return {*project.files}
    importers: dict[str, list[str]] = {}
    for other, file in project.files.items():
        for target in file.share.imports:
            importers.setdefault(target, []).append(other)
    found: set[str] = set()
    waiting = [path]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting += importers.get(current, ())
    own = project.files.get(path)
    return found | ({*own.share.imports} & project.files.keys() if own is not None else set())


class Projects:
    """Every file that was asked for or found, and what it belongs to."""

    def __init__(self, specs: SpecStore, places: Places) -> None:
        self.machine = Machine(auth=lambda folder: places.auth_file(folder / ROOTS[0]))
        self._workspace = Workspace(
            parsed=self._tree,
            document=specs.document,
            state_dirs=places.state_dirs,
            machine=self.machine,
        )
        self._open: Open = {}
        self._apart: dict[str, Project] = {}
        self._ignored = Ignored()
        self.known: frozenset[str] = frozenset()
        """The mission files of the workspace's folders."""

    def _tree(self, path: Path) -> Tree | None:
        document = self._open.get(str(path))
        return document.tree if document is not None else None

    def file(self, path: str, opened: Open) -> File | None:
        """Return a file, open or on disk, None if there is none."""
        self._follow(opened)
        document = opened.get(path)
        if not is_file(path):
            return File(path, self._apart[path], document) if path in self._apart else None
        place = Path(path)
        if document is None and self._workspace.load([place]):
            return None
        return File(path, self._workspace.project_of(place), document)

    def projects_with(self, path: str, opened: Open) -> list[Project]:
        """Return the projects that hold or import a file, open, on disk or gone."""
        self._follow(opened)
        if not is_file(path):
            return [self._apart[path]] if path in self._apart else []
        return [*self._workspace.projects_with(Path(path))]

    def together(self, path: str, opened: Open) -> set[str]:
        """Return the files whose findings an edit or the end of a file may change, and itself."""
        self.file(path, opened)
        projects = self.projects_with(path, opened)
        return {path}.union(*(_together(project, path) for project in projects))

    def surroundings(self, file: File, known: Surroundings) -> Surroundings:
        """Return what is known around a file."""
        if not is_file(file.path):
            return known
        return self._workspace.surroundings(Path(file.path), known)

    def variables(self, file: File) -> tuple[str, ...]:
        """Return the names that the environment files around a file set."""
        return self._workspace.variables(Path(file.path)) if is_file(file.path) else ()

    def below(self, folder: str) -> set[str]:
        """Return the files, open or of the workspace, that lie in a folder or below it."""
        inside = f"{folder.rstrip('/')}/"
        return {path for path in (*self._open, *self.known) if path.startswith(inside)}

    def told(self, file: File) -> FileModel:
        """Return the model of a file with what the last run of its missions saw."""
        if not is_file(file.path):
            return file.model
        return self._workspace.told(Path(file.path))

    def add(self, paths: Iterable[str]) -> None:
        """Take on files that were found on disk, so that the files they import learn of them."""
        found = list(paths)
        failed = self._workspace.load(Path(path) for path in found)
        self.known |= {path for path in found if Path(path) not in failed}

    def changed(self, path: str, folders: Collection[str]) -> None:
        """Take note that a file appeared, changed or went; `folders` are the workspace's."""
        place = Path(path)
        if place.name == ".gitignore":
            self._ignored.forget()
        if self.machine.concerns(place):
            self._workspace.look_again(place)
        if not path.endswith(SUFFIXES) or not is_file(path):
            return
        if path not in self._open:
            self._workspace.look_again(place)
        if place.is_file() and self._is_ours(place, folders):
            self.add([path])
        else:
            self.known -= {path}

    def documents_changed(self) -> None:
        """Take note that OpenAPI documents were read, or are to be read again."""
        self._workspace.documents_changed()

    def forget_below(self, folder: str) -> None:
        """Let go of the files of a folder that left the workspace."""
        self.known = frozenset(path for path in self.known if not path.startswith(f"{folder}/"))

    def _is_ours(self, path: Path, folders: Collection[str]) -> bool:
        around = [Path(folder) for folder in folders if path.is_relative_to(folder)]
        return any(not self._ignored.hides(path, folder) for folder in around)

    def _follow(self, opened: Open) -> None:
        """Bring the projects up to date with what is open."""
        if opened is self._open:
            return
        before, self._open = self._open, opened
        for path in before.keys() - opened.keys():
            if is_file(path):
                self._workspace.look_again(Path(path))
            else:
                del self._apart[path]
        for path, document in opened.items():
            if before.get(path) is document:
                continue
            if not is_file(path):
                project = self._apart.get(path) or Project()
                self._apart[path] = project.with_file(path, document.tree)
            elif self._workspace.tree(Path(path)) is not document.tree:
                self._workspace.put(Path(path), document.tree)
