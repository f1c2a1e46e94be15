"""What a request sees: the open documents as they were when it arrived.

Later edits make new documents and leave these alone, so an answer never mixes two texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from reqon.errors import ConfigurationError
from reqon.project.files import SUFFIXES, read_text
from reqon_language.features.elsewhere import everywhere
from reqon_language.text import LineIndex
from reqon_server.cancellation import Token
from reqon_server.positions import to_offset, to_range
from reqon_server.routes import NotOpen
from reqon_server.workspace.paths import to_path, to_uri

if TYPE_CHECKING:
    from reqon_language.edits import TextEdit
    from reqon_language.features.elsewhere import Place
    from reqon_language.features.pieces import Piece
    from reqon_language.model import FileModel, Project
    from reqon_language.model.kept import Kept
    from reqon_language.rules import Report
    from reqon_language.syntax import Tree
    from reqon_language.syntax.ast import Span
    from reqon_language.text import Encoding
    from reqon_server.client import Client
    from reqon_server.configuration import Configuration
    from reqon_server.session import Document
    from reqon_server.workspace.analysis import Analysis
    from reqon_server.workspace.projects import File


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of the server at one moment. `token` says whether anybody still waits, `trusted`
    whether the user trusts the workspace.

    `documents` are the open ones by URI, `opened` the same by path. `analysis` is the memory of
    the analysis thread, and so all methods are for that thread.
    """

    documents: Mapping[str, Document]
    encoding: Encoding
    client: Client
    configuration: Configuration
    analysis: Analysis
    opened: Mapping[str, Document]
    token: Token = field(default_factory=Token)
    trusted: bool = True

    def file(self, uri: str) -> View:
        """Return an open document as part of its project; raises `NotOpen`."""
        document = self.documents.get(uri)
        view = self.at(document.path) if document is not None else None
        if view is None:
            raise NotOpen(uri)
        return view

    def at_uri(self, uri: str) -> View | None:
        """Return a document that is open, or a file of the workspace, None for any other."""
        path = to_path(uri)
        if uri in self.documents or path in self.analysis.projects.known:
            return self.at(path)
        return None

    def at(self, path: str) -> View | None:
        """Return the file at a path, open or on disk, None if there is none."""
        file = self.analysis.projects.file(path, self.opened)
        return View(self, file) if file is not None else None

    def version_of(self, path: str) -> int | None:
        """Return the version of a file that is open, None for any other."""
        document = self.opened.get(path)
        return document.version if document is not None else None

    def files(self) -> Iterator[View]:
        """Yield every file that is open or in the workspace; stops when nobody waits any more."""
        for path in sorted({*self.opened, *self.analysis.projects.known}):
            self.token.check()
            found = self.at(path)
            if found is not None:
                yield found

    def uri_of(self, path: str) -> str:
        """Return what the client calls a file."""
        document = self.opened.get(path)
        return document.uri if document is not None else to_uri(path)


@dataclass(frozen=True, slots=True)
class View:
    """A file as a request sees it: its text, what it means, and places as the client counts."""

    snapshot: Snapshot
    file: File

    @property
    def path(self) -> str:
        """What the project calls the file."""
        return self.file.path

    @property
    def uri(self) -> str:
        """What the client calls the file."""
        document = self.file.document
        return document.uri if document is not None else to_uri(self.path)

    @property
    def version(self) -> int | None:
        """The version of the document, None for a file that is not open."""
        return self.file.document.version if self.file.document is not None else None

    @property
    def tree(self) -> Tree:
        """The parsed text."""
        return self.file.tree

    @property
    def lines(self) -> LineIndex:
        """The text by lines."""
        return self.tree.lines

    @property
    def text(self) -> str:
        """The whole text."""
        return self.lines.text

    @property
    def project(self) -> Project:
        """The project of the file."""
        return self.file.project

    @property
    def model(self) -> FileModel:
        """What the file means, with what its last run saw where nothing else is known."""
        return self.snapshot.analysis.projects.told(self.file)

    @property
    def pieces(self) -> Kept[Piece]:
        """The pieces of the file, with what was said of those that did not change."""
        opened, memory = self.snapshot.documents, self.snapshot.analysis.pieces
        return memory.of(self.uri, self.tree, self.file.model, opened)

    @property
    def report(self) -> Report:
        """What the rules found."""
        settings = self.snapshot.configuration.rules(self.path)
        return self.snapshot.analysis.checks.report(self.file, settings)

    @property
    def all_fixed(self) -> tuple[TextEdit, ...]:
        """The edits that fix all that can be fixed safely."""
        settings = self.snapshot.configuration.rules(self.path)
        return self.snapshot.analysis.checks.fixed(self.file, settings)

    def everywhere(self, position: types.Position) -> Iterator[Place]:
        """Yield a place in this project, and where what it names is declared in others."""
        opened, projects = self.snapshot.opened, self.snapshot.analysis.projects
        return everywhere(
            self.project,
            self.path,
            self.offset(position),
            lambda path: projects.projects_with(path, opened),
        )

    def offset(self, position: types.Position) -> int:
        """Return the offset of a place; one outside the text means its nearest end."""
        return to_offset(self.lines, position, self.snapshot.encoding)

    def range(self, span: Span) -> types.Range:
        """Return a span of this file as the client counts."""
        return to_range(self.lines, span, self.snapshot.encoding)

    def location(self, path: str, span: Span) -> types.Location:
        """Return a span of any mission file, or of a document one names."""
        lines = self.lines_of(path)
        return types.Location(
            self.snapshot.uri_of(path), to_range(lines, span, self.snapshot.encoding)
        )

    def locations(self, places: Iterable[tuple[str, Span]]) -> list[types.Location] | None:
        """Return places of any mission files, each once; None where there are none."""
        return [self.location(path, span) for path, span in dict.fromkeys(places)] or None

    def lines_of(self, path: str) -> LineIndex:
        """Return the text of any file by lines; of one that cannot be read there are none."""
        file = self.project.files.get(path)
        if file is not None:
            return file.tree.lines
        other = self.snapshot.at(path) if path.endswith(SUFFIXES) else None
        if other is not None:
            return other.lines
        try:
            return LineIndex(read_text(Path(path)))
        except ConfigurationError:
            return LineIndex("")
