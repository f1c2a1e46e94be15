"""What a request sees: the open documents as they were when it arrived.

Later edits make new documents and leave these alone, so an answer never mixes two texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lsprotocol import types

from reqon_server.cancellation import Token
from reqon_server.positions import to_offset, to_range
from reqon_server.workspace.paths import to_path, to_uri

if TYPE_CHECKING:
    from reqon_language.model import FileModel, Project
    from reqon_language.rules import Report
    from reqon_language.syntax import Tree
    from reqon_language.syntax.ast import Span
    from reqon_language.text import Encoding, LineIndex
    from reqon_server.client import Client
    from reqon_server.configuration import Configuration
    from reqon_server.session import Document
    from reqon_server.workspace.analysis import Analysis
    from reqon_server.workspace.projects import File


class NotOpen(Exception):  # noqa: N818  an ordinary outcome: the request is answered with null
    """Raised for a document that is not open; editors do ask about those."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of the server at one moment. `token` says whether anybody still waits.

    `analysis` is the memory of the analysis thread, and so are all methods for that thread.
    """

    documents: Mapping[str, Document]
    encoding: Encoding
    client: Client
    configuration: Configuration
    analysis: Analysis
    token: Token = field(default_factory=Token)
    _by_path: dict[str, Document] = field(default_factory=dict)

    def file(self, uri: str) -> View:
        """Return an open document as part of its project; raises `NotOpen`."""
        document = self.documents.get(uri)
        if document is None:
            raise NotOpen(uri)
        return self.view(document)

    def at_uri(self, uri: str) -> View | None:
        """Return a document that is open, or a file of the workspace, None for any other."""
        document = self.documents.get(uri)
        if document is not None:
            return self.view(document)
        path = to_path(uri)
        return self.at(path) if path in self.analysis.projects.known else None

    def view(self, document: Document) -> View:
        """Return any document as part of its project."""
        return View(self, self.analysis.projects.file(document, self._opened()))

    def at(self, path: str) -> View | None:
        """Return the file at a path, open or on disk, None if there is none."""
        document = self._opened().get(path) or self.analysis.disk.read(path)
        return self.view(document) if document is not None else None

    def uri_of(self, path: str) -> str:
        """Return what the client calls a file."""
        document = self._opened().get(path)
        return document.uri if document is not None else to_uri(path)

    def files(self) -> Iterator[View]:
        """Yield every file that is open or in the workspace; stops when nobody waits any more."""
        opened = self._opened()
        for path in sorted({*opened, *self.analysis.projects.known}):
            self.token.check()
            found = self.at(path)
            if found is not None:
                yield found

    def _opened(self) -> dict[str, Document]:
        known = self._by_path
        if not known:
            known.update((document.path, document) for document in self.documents.values())
        return known


@dataclass(frozen=True, slots=True)
class View:
    """A file as a request sees it: its text, what it means, and places as the client counts."""

    snapshot: Snapshot
    file: File

    @property
    def document(self) -> Document:
        """The version of the file."""
        return self.file.document

    @property
    def uri(self) -> str:
        """What the client calls the file."""
        return self.document.uri

    @property
    def path(self) -> str:
        """What the project calls the file."""
        return self.file.path

    @property
    def text(self) -> str:
        """The whole text."""
        return self.document.text

    @property
    def lines(self) -> LineIndex:
        """The text by lines."""
        return self.document.lines

    @property
    def tree(self) -> Tree:
        """The parsed text."""
        return self.document.tree

    @property
    def project(self) -> Project:
        """The project of the file."""
        return self.file.project

    @property
    def model(self) -> FileModel:
        """What the file means."""
        return self.file.model

    @property
    def report(self) -> Report:
        """What the rules found."""
        settings = self.snapshot.configuration.rules(self.path)
        return self.snapshot.analysis.checks.report(self.file, settings)

    def offset(self, position: types.Position) -> int:
        """Return the offset of a place; one outside the text means its nearest end."""
        return to_offset(self.lines, position, self.snapshot.encoding)

    def range(self, span: Span) -> types.Range:
        """Return a span of this file as the client counts."""
        return to_range(self.lines, span, self.snapshot.encoding)

    def location(self, path: str, span: Span) -> types.Location:
        """Return a span of any file of the project."""
        document = self.file.documents.get(path)
        if document is None:
            top = types.Position(0, 0)
            return types.Location(to_uri(path), types.Range(top, top))
        return types.Location(document.uri, to_range(document.lines, span, self.snapshot.encoding))
