"""`textDocument/inlayHint`: what is known and not written, of the lines on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol import types

from reqon_language.features.inlay_hints import InlayHint, inlay_hints
from reqon_language.syntax.ast import Span
from reqon_server.routes import request

if TYPE_CHECKING:
    from reqon_server.snapshot import Snapshot, View

_KINDS: Final = {
    "type": types.InlayHintKind.Type,
    "response": types.InlayHintKind.Type,
    "default": types.InlayHintKind.Parameter,
}


@request(types.TEXT_DOCUMENT_INLAY_HINT, types.InlayHintOptions(resolve_provider=False))
def inlay_hint(snapshot: Snapshot, params: types.InlayHintParams) -> list[types.InlayHint]:
    """Return the hints of a range."""
    file = snapshot.file(params.text_document.uri)
    within = Span(file.offset(params.range.start), file.offset(params.range.end))
    return [_translate(hint, file) for hint in inlay_hints(file.model, within)]


def _translate(hint: InlayHint, file: View) -> types.InlayHint:
    return types.InlayHint(
        file.range(Span(hint.offset, hint.offset)).start,
        hint.label,
        _KINDS.get(hint.kind),
        tooltip=hint.tooltip or None,
        padding_left=hint.before or None,
        padding_right=hint.after or None,
    )
