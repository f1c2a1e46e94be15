"""`textDocument/semanticTokens/…`: highlighting that knows the names; full, changes and range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol import types

from reqon_language.features.semantic_tokens import (
    TOKEN_MODIFIERS,
    TOKEN_TYPES,
    semantic_tokens,
    tokens_of,
)
from reqon_language.syntax.ast import Span
from reqon_server.neighbours import shown
from reqon_server.plain import Plain
from reqon_server.routes import request
from reqon_server.scheduler import Priority
from reqon_server.tokens import Encoded, changes, encode, encode_piece, joined

if TYPE_CHECKING:
    from reqon_language.features.pieces import Piece
    from reqon_language.model.project import Imports
    from reqon_server.snapshot import Snapshot, View

_LEGEND: Final = types.SemanticTokensLegend(list(TOKEN_TYPES), list(TOKEN_MODIFIERS))


@request(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, _LEGEND, priority=Priority.EDITED)
def semantic_tokens_full(snapshot: Snapshot, params: types.SemanticTokensParams) -> Plain:
    """Return the tokens of a whole file."""
    file = snapshot.file(params.text_document.uri)
    data = _whole(file)
    return Plain({"resultId": snapshot.analysis.tokens.keep(file.uri, data), "data": data})


@request(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA, _LEGEND, priority=Priority.EDITED)
def semantic_tokens_delta(snapshot: Snapshot, params: types.SemanticTokensDeltaParams) -> Plain:
    """Return what changed since an earlier answer, or all where that one is forgotten."""
    file = snapshot.file(params.text_document.uri)
    before = snapshot.analysis.tokens.get(file.uri, params.previous_result_id)
    data = _whole(file)
    number = snapshot.analysis.tokens.keep(file.uri, data)
    if before is None:
        return Plain({"resultId": number, "data": data})
    return Plain({"resultId": number, "edits": changes(before, data)})


@request(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, _LEGEND)
def semantic_tokens_range(snapshot: Snapshot, params: types.SemanticTokensRangeParams) -> Plain:
    """Return the tokens of what is on the screen."""
    file = snapshot.file(params.text_document.uri)
    shown(file)
    within = Span(file.offset(params.range.start), file.offset(params.range.end))
    found = semantic_tokens(file.tree, file.file.model, within, _imports(file))
    return Plain({"data": encode(found, file.lines, snapshot.encoding)})


def _whole(file: View) -> list[int]:
    shown(file)
    encoding, imports = file.snapshot.encoding, _imports(file)

    def encoded(piece: Piece) -> Encoded:
        file.snapshot.token.check()
        return encode_piece(tokens_of(piece, imports), piece.text, encoding)

    return joined(file.pieces.given(_whole, (encoding, imports), encoded))


def _imports(file: View) -> Imports:
    return file.project.imported(file.path)
