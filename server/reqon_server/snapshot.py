"""What a request sees: the open documents as they were when it arrived.

Later edits make new documents and leave these alone, so an answer never mixes two texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lsprotocol import types

from reqon_server.cancellation import Token
from reqon_server.positions import to_offset, to_range

if TYPE_CHECKING:
    from reqon_language.syntax.ast import Span
    from reqon_language.text import Encoding
    from reqon_server.client import Client
    from reqon_server.session import Document


class NotOpen(Exception):  # noqa: N818  an ordinary outcome: the request is answered with null
    """Raised for a document that is not open; editors do ask about those."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of the server at one moment. `token` says whether anybody still waits."""

    documents: Mapping[str, Document]
    encoding: Encoding
    client: Client
    token: Token = field(default_factory=Token)

    def document(self, uri: str) -> Document:
        """Return an open document; raises `NotOpen`."""
        document = self.documents.get(uri)
        if document is None:
            raise NotOpen(uri)
        return document

    def offset(self, document: Document, position: types.Position) -> int:
        """Return the offset of a place; one outside the text means its nearest end."""
        return to_offset(document.lines, position, self.encoding)

    def range(self, document: Document, span: Span) -> types.Range:
        """Return a span as the client counts."""
        return to_range(document.lines, span, self.encoding)
