"""`textDocument/onTypeFormatting`: the indentation of a line that just began, or just closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol import types

from reqon_language.features.formatting.indentation import indentation_edits
from reqon_server.routes import request

if TYPE_CHECKING:
    from reqon_server.snapshot import Snapshot

_OPTIONS: Final = types.DocumentOnTypeFormattingOptions("\n", ["}", "]", ")"])


@request(types.TEXT_DOCUMENT_ON_TYPE_FORMATTING, _OPTIONS)
def on_type_formatting(
    snapshot: Snapshot, params: types.DocumentOnTypeFormattingParams
) -> list[types.TextEdit]:
    """Return the edit that indents the line being typed, none where that is not wanted."""
    file = snapshot.file(params.text_document.uri)
    if not snapshot.configuration.editor.on("format.onType"):
        return []
    edits = indentation_edits(file.tree, file.offset(params.position))
    return [types.TextEdit(file.range(edit.span), edit.text) for edit in edits]
