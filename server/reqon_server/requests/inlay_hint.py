"""`textDocument/inlayHint`: what is known and not written, of the lines on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol import types

from reqon_language.features.inlay_hints import HintKind, InlayHint, inlay_hints
from reqon_language.syntax.ast import Span
from reqon_server.neighbours import shown
from reqon_server.routes import request

if TYPE_CHECKING:
    from reqon_server.snapshot import Snapshot, View

_SETTINGS: Final[dict[HintKind, str]] = {
    "type": "inlayHints.types",
    "response": "inlayHints.types",
    "unit": "inlayHints.units",
    "last run": "inlayHints.lastRun",
}
_KINDS: Final = {
    "type": types.InlayHintKind.Type,
    "response": types.InlayHintKind.Type,
    "default": types.InlayHintKind.Parameter,
}


@request(types.TEXT_DOCUMENT_INLAY_HINT, types.InlayHintOptions(resolve_provider=False))
def inlay_hint(snapshot: Snapshot, params: types.InlayHintParams) -> list[types.InlayHint]:
    """Return the hints of a range, of the kinds that are wanted."""
    wanted = snapshot.configuration.editor
    off = {kind for kind, setting in _SETTINGS.items() if not wanted.on(setting)}
    file = snapshot.file(params.text_document.uri)
    shown(file)
    within = Span(file.offset(params.range.start), file.offset(params.range.end))
    found = inlay_hints(file.model, within)
    return [_translate(hint, file) for hint in found if hint.kind not in off]


def _translate(hint: InlayHint, file: View) -> types.InlayHint:
    return types.InlayHint(
        file.range(Span(hint.offset, hint.offset)).start,
        hint.label,
        _KINDS.get(hint.kind),
        tooltip=hint.tooltip or None,
        padding_left=hint.before or None,
        padding_right=hint.after or None,
    )
