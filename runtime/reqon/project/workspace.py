"""The projects of some files, loaded: their other files, their documents, their executions.

A mission folder is one project. All other files share one, in which they know of each other
what they import. What a file means is the language package's; here files are found and read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reqon.errors import ConfigurationError
from reqon.project.files import ROOTS, SUFFIXES, Reader, parts_of, read_text, root_of
from reqon.project.machine import Machine
from reqon.project.recorded import Recorded
from reqon.project.state_dirs import state_dirs
from reqon.project.waiting import Executions
from reqon_language.model import Project
from reqon_language.rules.surroundings import SpecFailure, Surroundings
from reqon_language.syntax import ast, parse

if TYPE_CHECKING:
    from reqon.openapi import DocumentError
    from reqon_language.model import FileModel
    from reqon_language.model.lent import Specs
    from reqon_language.syntax import Tree


def _nothing_parsed(_: Path) -> Tree | None:
    return None


def resolve(path: str, text: str) -> str:
    """Return the absolute path that `text` means in the file at `path`."""
    return os.path.normpath(Path(path).parent / text)


def _single_files() -> Project:
    return Project(resolve=resolve)


@dataclass(slots=True)
class Workspace:
    """Loads projects when one of their files is asked for, and keeps them up to date.

    Paths are absolute. `read` gives the texts, so that unsaved ones may go before those on disk,
    and `parsed` the trees of those that somebody has parsed already. `document` gives OpenAPI
    documents where they are not to be read here; None is one that is not known yet. `state_dirs`
    says where executions may be recorded, and `machine` knows what else is around missions. Files
    that cannot be read are left out of their projects. A document that could be read before counts
    as it was then while it is half written.
    """

    read: Reader = read_text
    parsed: Callable[[Path], Tree | None] = _nothing_parsed
    document: Callable[[Path], Mapping[str, Any] | DocumentError | None] | None = None
    state_dirs: Callable[[Path], Iterable[Path]] = state_dirs
    machine: Machine = field(default_factory=Machine)
    _folders: dict[Path, Project] = field(default_factory=dict)
    _singles: Project = field(default_factory=_single_files)
    _roots: dict[Path, Path | None] = field(default_factory=dict)
    _documents: dict[str, Mapping[str, Any] | DocumentError] = field(default_factory=dict)
    _readable: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    _waiting: Executions = field(default_factory=Executions)
    _recorded: Recorded = field(default_factory=Recorded)

    def load(self, paths: Iterable[Path]) -> dict[Path, ConfigurationError]:
        """Take in the files that are not loaded yet, with what belongs to them.

        Returns what keeps a file from being read.
        """
        failures: dict[Path, ConfigurationError] = {}
        singles: dict[Path, Tree] = {}
        for path in paths:
            root = self._root(path)
            if root is not None and root not in self._folders:
                self._folders[root] = self._folder(root)
            if self.tree(path) is None:
                try:
                    tree = self._parse(path)
                except ConfigurationError as error:
                    failures[path] = error
                    continue
                if root is None:
                    singles[path] = tree
                else:
                    self._folders[root] = self._taken(self._folders[root], {path: tree})
        if singles:
            self._singles = self._taken(self._singles, singles)
        return failures

    def put(self, path: Path, tree: Tree) -> Project:
        """Take in a file as its author has it now, and return its project."""
        root = self._root(path)
        if root is not None and root not in self._folders:
            self._folders[root] = self._folder(root)
        self._spread(path, tree, new=True)
        return self.project_of(path)

    def look_again(self, path: Path) -> None:
        """Follow a change on disk: a file or document has changed, or has come, or is gone."""
        if self.machine.concerns(path):
            self.machine.forget()
        elif path.name in ROOTS:
            # Which files belong together is another question now.
            self._folders, self._singles, self._roots = {}, _single_files(), {}
        elif path.suffix in SUFFIXES:
            self._follow(path)
        elif any(path.is_relative_to(Path(name).parent) for name in self._documents):
            self.documents_changed()

    def documents_changed(self) -> None:
        """Ask for all documents again that the sources of the loaded files name."""
        self._documents.clear()
        for root, project in self._folders.items():
            for part in (True, False):
                trees = _trees(project, part=part)
                self._folders[root] = self._taken(self._folders[root], trees, part=part)
        self._singles = self._taken(self._singles, _trees(self._singles, part=False))

    def paths(self) -> set[Path]:
        """Return every file whose content mattered so far."""
        projects = (*self._folders.values(), self._singles)
        files = {name for project in projects for name in project.files}
        imports = {
            name
            for project in projects
            for file in project.files.values()
            for name in file.share.imports
        }
        return {Path(name) for name in (*files, *imports, *self._documents)}

    def tree(self, path: Path) -> Tree | None:
        """Return the tree of a file, None when it is not loaded."""
        root = self._root(path)
        project = self._singles if root is None else self._folders.get(root)
        file = project.files.get(str(path)) if project is not None else None
        return file.tree if file is not None else None

    def project_of(self, path: Path) -> Project:
        """Return the project of a file that was added."""
        root = self._root(path)
        return self._singles if root is None else self._folders[root]

    def projects_with(self, path: Path) -> Iterator[Project]:
        """Yield the projects that hold or import a file: its own, and those of its importers."""
        for _, project in self._projects():
            if _concerns(project, str(path)):
                yield project

    def surroundings(
        self, path: Path, known: Surroundings, rootless: str | None = None
    ) -> Surroundings:
        """Return what is known around a file that was added, beside what is `known` already.

        `rootless` is the folder of parts without a root that it lies in, if it does.
        """
        project, root = self.project_of(path), self._root(path)
        file = project.files[str(path)]
        specs, failures = self._specs(path, file.tree)
        return replace(
            known,
            environment=self.machine.variables.set_in(path.parent),
            credentials=self.machine.credentials(path.parent),
            databases=self.machine.databases(path.parent),
            file=path.name,
            folder=path.parent.name if path == root else None,
            root=root.name if root not in (None, path) else None,
            rootless=rootless,
            specs=specs,
            spec_failures=failures,
            imports=self._import_problems(project, path),
            waiting=self._waiting.of(path, _missions(project, path), self.state_dirs(path)),
        )

    def variables(self, path: Path) -> tuple[str, ...]:
        """Return the names that the environment files around a file set, in their order."""
        return self.machine.variables.written(path.parent)

    def told(self, path: Path) -> FileModel:
        """Return the model of a file that was added, with what the last run of its missions saw.

        It is for answers to people: checks go by the model of the project, which does not depend
        on what ran.
        """
        project = self.project_of(path)
        missions, model = _missions(project, path), project.model(str(path))
        return self._recorded.tell(path, missions, model, self.state_dirs(path))

    def _projects(self) -> list[tuple[Path | None, Project]]:
        """Return the projects by their roots; that of the single files has none."""
        return [*self._folders.items(), (None, self._singles)]

    def _follow(self, path: Path) -> None:
        """Bring the projects that hold or import a file up to date with the disk."""
        self._roots.pop(path, None)
        try:
            tree = self._parse(path)
        except ConfigurationError:
            tree = None
        self._spread(path, tree, new=False)

    def _spread(self, path: Path, tree: Tree | None, *, new: bool) -> None:
        """Give the projects that hold or import a file its tree, or take it out of them.

        A `new` one is added to its own project as well; to a mission folder it always is.
        """
        home = self._root(path)
        for root, project in self._projects():
            own = root == home and (new or root is not None)
            if not own and not _concerns(project, str(path)):
                continue
            if tree is not None:
                made = self._taken(project, {path: tree}, part=root == home)
            else:
                made = project.without_file(str(path))
            if root is None:
                self._singles = made
            else:
                self._folders[root] = made

    def _parse(self, path: Path) -> Tree:
        tree = self.parsed(path)
        return tree if tree is not None else parse(self.read(path))

    def _root(self, path: Path) -> Path | None:
        if path not in self._roots:
            self._roots[path] = root_of(path)
        return self._roots[path]

    def _folder(self, root: Path) -> Project:
        trees: dict[Path, Tree] = {}
        for path in parts_of(root):
            self._roots[path] = root
            try:
                trees[path] = self._parse(path)
            except ConfigurationError:
                continue
        return self._taken(Project(str(root), resolve=resolve), trees)

    def _taken(self, project: Project, trees: Mapping[Path, Tree], *, part: bool = True) -> Project:
        """Return a project with files added or changed, and with what these import."""
        specs: dict[str, Specs] = {str(p): self._specs(p, t)[0] for p, t in trees.items()}
        named = {str(path): tree for path, tree in trees.items()}
        project = project.with_files(named, specs, part=part)
        waiting = list(trees)
        while waiting:
            path = waiting.pop()
            for text in project.files[str(path)].share.imports:
                target = Path(text)
                if text not in project.files and target.suffix in SUFFIXES:
                    try:
                        tree = self._parse(target)
                    except ConfigurationError:
                        continue
                    found = {text: self._specs(target, tree)[0]}
                    project = project.with_files({text: tree}, found, part=False)
                    waiting.append(target)
        return project

    def _specs(self, path: Path, tree: Tree) -> tuple[Specs, dict[str, SpecFailure]]:
        """Return the documents the sources of a file name, and why others cannot be used."""
        if "from" not in tree.lines.text:
            return {}, {}
        from reqon.openapi import DocumentError, spec_names

        found: dict[str, Mapping[str, Any]] = {}
        failures: dict[str, SpecFailure] = {}
        for name in dict.fromkeys(spec_names(tree.program)):
            where = resolve(str(path), name)
            if where not in self._documents:
                document = self._document(path.parent, name)
                if document is None:
                    continue
                self._documents[where] = document
                if not isinstance(document, DocumentError):
                    self._readable[where] = document
                elif not Path(where).is_file():
                    self._readable.pop(where, None)
            known = self._documents[where]
            if where in self._readable:
                found[name] = self._readable[where]
            if isinstance(known, DocumentError):
                place = str(known.path) if known.offset is not None else None
                failures[name] = SpecFailure(
                    known.reason, place, known.offset or 0, earlier=where in self._readable
                )
        return found, failures

    def _document(self, folder: Path, name: str) -> Mapping[str, Any] | DocumentError | None:
        """Return the document that sources in a folder mean by a name, None for a remote one."""
        from reqon.openapi import is_remote, load_specs

        if not name or is_remote(name):
            return None
        if self.document is not None:
            return self.document(Path(resolve(str(folder / "mission"), name)))
        loaded, failed = load_specs([name], folder, self.read)
        return loaded[name] if loaded else failed[name]

    def _import_problems(self, project: Project, path: Path) -> dict[str, str]:
        problems = project.import_problems(str(path))
        for item in project.files[str(path)].tree.program.items:
            if isinstance(item.node, ast.Import):
                text = str(item.node.path.value)
                other = not text.endswith(SUFFIXES) and "://" not in text
                if other and not Path(resolve(str(path), text)).is_file():
                    problems[text] = "there is no such file"
        return problems


def _concerns(project: Project, path: str) -> bool:
    """Whether a project holds a file, or misses one that it imports."""
    files = project.files
    return path in files or any(path in file.share.imports for file in files.values())


def _trees(project: Project, *, part: bool) -> dict[Path, Tree]:
    return {
        Path(path): file.tree for path, file in project.files.items() if file.share.part == part
    }


def _missions(project: Project, path: Path) -> frozenset[str]:
    """Return the names of the missions a file declares or is a part of."""
    file = project.files[str(path)]
    own = file.model.summary.missions
    root = project.files.get(project.root) if project.root and file.share.part else None
    return frozenset(own if root is None else root.model.summary.missions)
