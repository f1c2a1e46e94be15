"""`textDocument/signatureHelp`: what the call being written takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from reqon_language.features.signature_help import Parameter, Signature
from reqon_language.features.signature_help import signature_help as find
from reqon_server.markup import markup
from reqon_server.routes import request

if TYPE_CHECKING:
    from reqon_server.client import Client
    from reqon_server.snapshot import Snapshot


@request(
    types.TEXT_DOCUMENT_SIGNATURE_HELP,
    types.SignatureHelpOptions(trigger_characters=["(", ","], retrigger_characters=[")"]),
)
def signature_help(
    snapshot: Snapshot, params: types.SignatureHelpParams
) -> types.SignatureHelp | None:
    """Return the signatures of the innermost call around a place, None outside of calls."""
    file = snapshot.file(params.text_document.uri)
    found = find(file.model, file.text, file.offset(params.position))
    if found is None:
        return None
    active = found.parameter
    if active is None and not snapshot.client.no_parameter:
        # Then an argument too many is marked by a number that no parameter has.
        active = len(found.signatures[found.signature].parameters)
    shown = [_signature(signature, active, snapshot.client) for signature in found.signatures]
    return types.SignatureHelp(shown, found.signature, active)


def _signature(
    signature: Signature, active: int | None, client: Client
) -> types.SignatureInformation:
    """Return one form of a call; its own active parameter would otherwise be sent as null."""
    return types.SignatureInformation(
        signature.label,
        markup(signature.doc, "signature", client),
        [_parameter(one, signature.label, client) for one in signature.parameters],
        active,
    )


def _parameter(parameter: Parameter, label: str, client: Client) -> types.ParameterInformation:
    place = parameter.place
    by_offset = client.label_offsets
    return types.ParameterInformation(
        (place.start, place.end) if by_offset else label[place.start : place.end],
        markup(parameter.doc, "signature", client) if parameter.doc else None,
    )
