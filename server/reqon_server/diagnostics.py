"""Diagnostics of a snapshot, translated and pushed to the editor.

Only the latest snapshot of an open document is published: a newer one, or the document's end,
cancels the task that would publish an older one, and with it work that has not begun.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from lsprotocol import types

from reqon_language.rules import Diagnostic, Related, Severity
from reqon_server.positions import to_range
from reqon_server.scheduler import Priority

if TYPE_CHECKING:
    from reqon_language.text import Encoding
    from reqon_server.client import Client
    from reqon_server.server import ReqonServer
    from reqon_server.session import Document

log = logging.getLogger(__name__)

SOURCE: Final = "reqon"
_SEVERITIES: Final[dict[Severity, types.DiagnosticSeverity]] = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
    "hint": types.DiagnosticSeverity.Hint,
}
_TAGS: Final = {"unnecessary": types.DiagnosticTag.Unnecessary}


def schedule(ls: ReqonServer, document: Document) -> None:
    """Publish the diagnostics of `document` when they are ready, unless it changes before."""
    forget(ls, document.uri)
    ls.publishing[document.uri] = asyncio.create_task(_publish(ls, document))


def forget(ls: ReqonServer, uri: str) -> None:
    """Give up publishing for a document."""
    task = ls.publishing.pop(uri, None)
    if task is not None:
        task.cancel()


def clear(ls: ReqonServer, uri: str) -> None:
    """Take a document's diagnostics off the screen."""
    forget(ls, uri)
    ls.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))


async def _publish(ls: ReqonServer, document: Document) -> None:
    encoding, client = ls.session.encoding, ls.client
    try:
        found = await ls.scheduler.run(
            lambda: translate_all(document, encoding, client), Priority.EDITED
        )
    except Exception:
        # The editor must not go on showing what was true of an older text.
        log.exception("cannot check %s", document.uri)
        found = [_failed()]
    ls.text_document_publish_diagnostics(
        types.PublishDiagnosticsParams(document.uri, found, document.version)
    )


def translate_all(document: Document, encoding: Encoding, client: Client) -> list[types.Diagnostic]:
    """Return a snapshot's diagnostics as the protocol writes them."""
    return [translate(found, document, encoding, client) for found in document.diagnostics]


def translate(
    found: Diagnostic, document: Document, encoding: Encoding, client: Client
) -> types.Diagnostic:
    """Return one diagnostic with what the client can show of it.

    `data` holds what a quick fix needs: the text to put in place of the range.
    """
    message = f"{found.message}\n{found.help}" if found.help else found.message
    data = {"suggestion": found.suggestion} if found.suggestion is not None else None
    tags = [_TAGS[tag] for tag in found.tags if _TAGS[tag] in client.diagnostic_tags]
    related = [_related(place, document, encoding) for place in found.related]
    return types.Diagnostic(
        range=to_range(document.lines, found.span, encoding),
        message=message,
        severity=_SEVERITIES[found.severity],
        code=found.code,
        source=SOURCE,
        tags=tags or None,
        related_information=related if related and client.related_information else None,
        data=data if client.diagnostic_data else None,
    )


def _related(
    place: Related, document: Document, encoding: Encoding
) -> types.DiagnosticRelatedInformation:
    place_range = to_range(document.lines, place.span, encoding)
    return types.DiagnosticRelatedInformation(
        types.Location(document.uri, place_range), place.message
    )


def _failed() -> types.Diagnostic:
    top = types.Position(0, 0)
    return types.Diagnostic(
        types.Range(top, top),
        "reqon could not check this file because of an error of its own; its log says more",
        severity=types.DiagnosticSeverity.Warning,
        source=SOURCE,
    )
