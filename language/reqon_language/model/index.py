"""What is looked up in all files of a project at once, gathered when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TypeAlias

from reqon_language.model.linking import ProjectFile, stores_of
from reqon_language.model.parts import Gathered, Shared
from reqon_language.model.store_flow import Stores
from reqon_language.model.summary import Declaration
from reqon_language.syntax import ast

Place: TypeAlias = tuple[str, Declaration]
"""A declaration and the path of its file."""


class Index:
    """The files of one version of a project, by what they declare, use and import."""

    def __init__(self, files: Mapping[str, ProjectFile]) -> None:
        """Look things up in `files`, which are in the order of the project."""
        self._files = files

    @cached_property
    def used(self) -> Shared[tuple[str, str]]:
        """The kinds and names that the parts of the folder refer to."""
        return Shared(file.used for _, file in self._parts())

    @cached_property
    def declarations(self) -> Mapping[tuple[str, str], list[Place]]:
        """What the parts of the folder declare, by kind and name, in their order."""
        found: dict[tuple[str, str], list[Place]] = {}
        for path, file in self._parts():
            for declaration in file.model.summary.declarations:
                key = (declaration.kind, declaration.name)
                found.setdefault(key, []).append((path, declaration))
        return found

    @cached_property
    def actions(self) -> Gathered[str, ast.Action]:
        """The actions that the parts of the folder declare."""
        return Gathered.of((path, actions_of(file)) for path, file in self._parts())

    @cached_property
    def importers(self) -> Mapping[str, list[ProjectFile]]:
        """The files that import a path."""
        found: dict[str, list[ProjectFile]] = {}
        for file in self._files.values():
            for target in file.share.imports:
                found.setdefault(target, []).append(file)
        return found

    @cached_property
    def stores(self) -> Stores:
        """What the files do with each other's stores."""
        return stores_of(self._files)

    def _parts(self) -> Iterator[tuple[str, ProjectFile]]:
        return ((path, file) for path, file in self._files.items() if file.share.part)


def actions_of(file: ProjectFile) -> dict[str, ast.Action]:
    """Return the actions of a file by name."""
    return {
        body.node.name.text: body.node
        for _, body in file.model.placed()
        if isinstance(body.node, ast.Action)
    }
