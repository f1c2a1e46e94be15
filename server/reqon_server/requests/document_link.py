"""`textDocument/documentLink`: OpenAPI documents, imported files and URLs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from reqon_language.features.document_links import Link, document_links
from reqon_server.routes import request
from reqon_server.workspace.paths import is_file, to_uri

if TYPE_CHECKING:
    from reqon_server.snapshot import Snapshot, View


@request(types.TEXT_DOCUMENT_DOCUMENT_LINK, types.DocumentLinkOptions(resolve_provider=False))
def document_link(snapshot: Snapshot, params: types.DocumentLinkParams) -> list[types.DocumentLink]:
    """Return the links; a file's is relative to the folder of the file that names it."""
    file = snapshot.file(params.text_document.uri)
    return [
        types.DocumentLink(file.range(link.span), target)
        for link in document_links(file.tree, file.model)
        if (target := _target(link, file)) is not None
    ]


def _target(link: Link, file: View) -> str | None:
    if link.kind == "url":
        return link.target
    path = file.project.resolve(file.path, link.target)
    return to_uri(path) if is_file(file.path) else None
