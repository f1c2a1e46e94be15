"""From a finding of the rules to a diagnostic of the protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol import types

from reqon_language.rules import Diagnostic, Related, Severity

if TYPE_CHECKING:
    from reqon_server.snapshot import View

SOURCE: Final = "reqon"
_SEVERITIES: Final[dict[Severity, types.DiagnosticSeverity]] = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
    "hint": types.DiagnosticSeverity.Hint,
}
_TAGS: Final = {"unnecessary": types.DiagnosticTag.Unnecessary}


def translate(found: Diagnostic, view: View) -> types.Diagnostic:
    """Return one diagnostic with what the client can show of it.

    `data` holds what a quick fix needs: the text to put in place of the range.
    """
    client = view.snapshot.client
    message = f"{found.message}\n{found.help}" if found.help else found.message
    data = {"suggestion": found.suggestion} if found.suggestion is not None else None
    tags = [_TAGS[tag] for tag in found.tags if _TAGS[tag] in client.diagnostic_tags]
    related = [_related(place, view) for place in found.related]
    pages = view.snapshot.configuration
    page = pages.page(found.code, ours=client.contents) if client.code_description else None
    return types.Diagnostic(
        range=view.range(found.span),
        message=message,
        severity=_SEVERITIES[found.severity],
        code=found.code,
        code_description=types.CodeDescription(page) if page else None,
        source=SOURCE,
        tags=tags or None,
        related_information=related if related and client.related_information else None,
        data=data if client.diagnostic_data else None,
    )


def failed() -> types.Diagnostic:
    """Return what is shown of a file that the rules could not be asked about."""
    top = types.Position(0, 0)
    return types.Diagnostic(
        types.Range(top, top),
        "reqon could not check this file because of an error of its own; its log says more",
        severity=types.DiagnosticSeverity.Warning,
        source=SOURCE,
    )


def _related(place: Related, view: View) -> types.DiagnosticRelatedInformation:
    path = place.path or view.path
    return types.DiagnosticRelatedInformation(view.location(path, place.span), place.message)
