"""The documents that are open in the editor: the one place where text changes.

A `Document` is a snapshot: its text never changes, and what is derived from the text is
derived once. Everything else in the server reads snapshots. No protocol types here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from reqon_language.syntax import Tree, parse
from reqon_language.syntax.incremental import edit
from reqon_language.text import Encoding, LineIndex, Position
from reqon_server.workspace.paths import to_path

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text from `start` to `end` by `text`; without places, replace everything.

    Columns count code units of the session's encoding.
    """

    text: str
    start: Position | None = None
    end: Position | None = None


Change: TypeAlias = tuple[int, int, str]
"""Offsets of the text replaced, in the text as it was then, and what replaces it."""

_LONGEST_ORIGIN = 50
"""Versions that nobody asked about, after which a whole parse is as good as their edits."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a version comes from: an earlier one, and how many of those were never parsed."""

    document: Document
    changes: tuple[Change, ...]
    length: int


@dataclass(frozen=True, eq=False)
class Document:
    """One version of an open file.

    `tree` costs time: ask for it on the analysis thread. With an `origin` it is made from that
    of the nearest earlier version that has one, at the price of what changed.
    """

    uri: str
    version: int
    lines: LineIndex
    origin: Origin | None = None

    @property
    def text(self) -> str:
        """The whole text."""
        return self.lines.text

    @cached_property
    def path(self) -> str:
        """What projects know the file by."""
        return to_path(self.uri)

    @cached_property
    def tree(self) -> Tree:
        """The parsed text."""
        found = self._parsed_ancestor()
        if found is None:
            made = parse(self.text)
        else:
            made, changes = found
            for start, end, text in changes:
                made = edit(made, start, end, text)
        # From here on this version is an ancestor itself; the earlier ones may go.
        self.__dict__["origin"] = None
        return made

    def _parsed_ancestor(self) -> tuple[Tree, list[Change]] | None:
        """Return the tree of the nearest earlier version that has one, and the changes since."""
        changes: list[Change] = []
        origin = self.origin
        while origin is not None:
            changes[:0] = origin.changes
            document = origin.document
            if "tree" in document.__dict__:
                return document.tree, changes
            origin = document.origin
        return None


class Session:
    """The open documents by URI. Calls that name no open document are logged and change nothing.

    Editors do send them: a change may cross a close, and an editor may restart its client.
    `documents`, and the same by path in `opened`, are replaced, never changed, so that a snapshot
    may hold them.
    """

    def __init__(self, encoding: Encoding = "utf-16") -> None:
        self.encoding = encoding
        self.documents: Mapping[str, Document] = {}
        self.opened: Mapping[str, Document] = {}

    def get(self, uri: str) -> Document | None:
        """Return the latest snapshot of a document, None when it is not open."""
        document = self.documents.get(uri)
        if document is None:
            log.info("%s is not open", uri)
        return document

    def open(self, uri: str, version: int, text: str) -> Document:
        """Begin to keep a document; one that is open already is replaced."""
        if uri in self.documents:
            log.warning("%s was opened twice; the later text counts", uri)
        return self._keep(uri, version, LineIndex(text))

    def change(self, uri: str, version: int, edits: Iterable[Edit]) -> Document | None:
        """Apply edits in their order, each to the text the one before it left."""
        document = self.get(uri)
        if document is None:
            return None
        if version <= document.version:
            log.warning("%s: version %d follows version %d", uri, version, document.version)
        lines, changes = apply(document.lines, edits, self.encoding)
        origin = None
        before = document.origin
        length = before.length + 1 if before else 1
        if changes is not None and length <= _LONGEST_ORIGIN:
            origin = Origin(document, tuple(changes), length)
        return self._keep(uri, version, lines, origin)

    def save(self, uri: str, text: str) -> Document | None:
        """Compare with the text the editor saved; return a new snapshot where they differ."""
        document = self.get(uri)
        if document is None or document.text == text:
            return None
        log.error("%s: the saved text is not the one its edits gave; it is taken over", uri)
        return self._keep(uri, document.version, LineIndex(text))

    def close(self, uri: str) -> Document | None:
        """Forget a document; return what it was, None when it was not open."""
        document = self.get(uri)
        if document is not None:
            self._put({key: kept for key, kept in self.documents.items() if key != uri})
        return document

    def _keep(
        self, uri: str, version: int, lines: LineIndex, origin: Origin | None = None
    ) -> Document:
        document = Document(uri, version, lines, origin)
        self._put({**self.documents, uri: document})
        return document

    def _put(self, documents: Mapping[str, Document]) -> None:
        self.documents = documents
        self.opened = {document.path: document for document in documents.values()}


def apply(
    lines: LineIndex, edits: Iterable[Edit], encoding: Encoding
) -> tuple[LineIndex, list[Change] | None]:
    """Return the text after edits, and the changes they were; None where all was replaced.

    Places outside the text mean its nearest end. Editors send the edits of many cursors from
    the last one to the first: then the lines above the last edit are still where they were,
    and `lines` serves for all of them.
    """
    text, kept = lines.text, lines.line_count
    changes: list[Change] | None = []
    edits = list(edits)
    for change in edits:
        if change.start is None or change.end is None:
            text, kept, changes = change.text, -1, None
            continue
        first, last = sorted((change.start, change.end))
        if last.line >= kept:
            lines = LineIndex(text)
            kept = lines.line_count
        start, end = lines.offset(first, encoding), lines.offset(last, encoding)
        if len(edits) == 1:
            return lines.edited(start, end, change.text), [(start, end, change.text)]
        text = text[:start] + change.text + text[end:]
        kept = min(kept, first.line)
        if changes is not None:
            changes.append((start, end, change.text))
    return LineIndex(text), changes
