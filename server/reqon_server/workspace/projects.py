"""The projects, kept up to date with the open documents and the disk. Analysis thread only.

A mission folder is one project. Elsewhere a file forms one with what it imports and what
imports it, as far as those files are known. A project is a value: bringing it up to date costs
what changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from reqon.project.files import SUFFIXES
from reqon_language.model import FileModel, Project
from reqon_language.model.lent import Specs
from reqon_language.model.linking import resolve_import
from reqon_language.syntax import Tree, ast
from reqon_server.session import Document
from reqon_server.workspace.disk import Disk
from reqon_server.workspace.paths import is_file

SpecsOf = Callable[[str, Tree], Specs]
"""From a file's path and tree to the OpenAPI documents it names, as far as they are read."""
Open = Mapping[str, Document]
"""The open documents by path."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as part of its project. `documents` are those of the project by path."""

    document: Document
    project: Project
    documents: Mapping[str, Document]

    @property
    def path(self) -> str:
        """What the project knows the file by."""
        return self.document.path

    @property
    def model(self) -> FileModel:
        """What the file means."""
        return self.project.files[self.path].model


@dataclass(slots=True)
class _Kept:
    """A project and the documents it was made of."""

    project: Project
    documents: dict[str, Document] = field(default_factory=dict)
    specs: dict[str, Specs] = field(default_factory=dict)


class Projects:
    """Every project that was asked for. `disk` holds the files that are not open."""

    def __init__(self, disk: Disk, specs: SpecsOf) -> None:
        self.disk = disk
        self._specs_of = specs
        self._kept: dict[str, _Kept] = {}
        self._known: set[str] = set()
        self._links: dict[str, tuple[Tree, frozenset[str]]] = {}
        self._importers: dict[str, set[str]] = {}

    @property
    def known(self) -> frozenset[str]:
        """The paths of the files found on disk."""
        return frozenset(self._known)

    def add(self, path: str) -> None:
        """Take on a file that was found on disk, so that files it imports learn of it."""
        self._known.add(path)
        if self.disk.root_of(path) is None and (found := self.disk.read(path)) is not None:
            self._link(path, found.tree)

    def changed(self, path: str, *, ours: bool) -> None:
        """Take note that a file appeared, changed or went; `ours` are those of the workspace."""
        self.disk.forget(path)
        if not path.endswith(SUFFIXES):
            return
        if ours and self.disk.read(path) is not None:
            self.add(path)
        else:
            self._known.discard(path)
            self._unlink(path)

    def forget_below(self, folder: str) -> None:
        """Let go of the files of a folder that left the workspace."""
        for path in [path for path in self._known if path.startswith(f"{folder}/")]:
            self._known.discard(path)
            self._unlink(path)

    def file(self, document: Document, opened: Open) -> File:
        """Return a file beside those of its project, as they are open or on disk."""
        path = document.path
        root = self.disk.root_of(path)
        documents = {path: document}
        members = self._folder(root, opened) if root is not None else self._linked(path, opened)
        for member in members:
            found = opened.get(member) or (self.disk.read(member) if is_file(member) else None)
            if found is not None:
                documents.setdefault(member, found)
        key = root or min(documents)
        for other in documents if root is None else ():
            if other != key:
                self._kept.pop(other, None)
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = _Kept(Project(root))
        self._bring_up_to_date(kept, documents)
        return File(document, kept.project, kept.documents)

    def _bring_up_to_date(self, kept: _Kept, documents: dict[str, Document]) -> None:
        project = kept.project
        for path in [path for path in kept.documents if path not in documents]:
            project = project.without_file(path)
        for path, document in documents.items():
            specs = self._specs_of(path, document.tree)
            before = kept.documents.get(path)
            if before is not document and before is not None and before.tree is document.tree:
                before = document
            if before is not document or kept.specs.get(path) != specs:
                project = project.with_file(path, document.tree, specs=specs)
                kept.specs[path] = specs
        kept.project = project
        kept.documents = documents

    def _folder(self, root: str, opened: Open) -> list[str]:
        beside = [path for path in opened if self.disk.root_of(path) == root]
        return [*self.disk.parts_of(root), *beside]

    def _linked(self, path: str, opened: Open) -> list[str]:
        """Return what a file outside mission folders imports, and what imports it, all the way."""
        for other, document in opened.items():
            if self.disk.root_of(other) is None:
                self._link(other, document.tree)
        found: dict[str, None] = {}
        waiting = [path]
        while waiting:
            current = waiting.pop()
            if current in found:
                continue
            found[current] = None
            if current not in self._links and is_file(current):
                unlinked = opened.get(current) or self.disk.read(current)
                if unlinked is not None:
                    self._link(current, unlinked.tree)
            waiting += self._links[current][1] if current in self._links else ()
            waiting += self._importers.get(current, ())
        return list(found)

    def _link(self, path: str, tree: Tree) -> None:
        known = self._links.get(path)
        if known is not None and known[0] is tree:
            return
        targets = frozenset(_imported(path, tree))
        self._links[path] = (tree, targets)
        if known is not None and known[1] == targets:
            return
        for target in known[1] if known is not None else ():
            self._importers[target].discard(path)
        for target in targets:
            self._importers.setdefault(target, set()).add(path)

    def _unlink(self, path: str) -> None:
        _, targets = self._links.pop(path, (None, frozenset()))
        for target in targets:
            self._importers[target].discard(path)


def _imported(path: str, tree: Tree) -> list[str]:
    if not is_file(path):
        return []
    return [
        resolve_import(path, str(item.node.path.value))
        for item in tree.program.items
        if isinstance(item.node, ast.Import) and item.node.path.value
    ]
