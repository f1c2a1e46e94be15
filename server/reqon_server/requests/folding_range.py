"""`textDocument/foldingRange`: blocks, comments and imports that can be folded away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types

from reqon_language.features.folding import Fold, FoldKind, folds_across, folds_in
from reqon_language.text import LineIndex, Position
from reqon_server.plain import Plain
from reqon_server.positions import after
from reqon_server.routes import request

if TYPE_CHECKING:
    from reqon_language.features.pieces import Piece
    from reqon_language.text import Encoding
    from reqon_server.snapshot import Snapshot

_KINDS: Final[dict[FoldKind, str]] = {
    "comment": types.FoldingRangeKind.Comment.value,
    "imports": types.FoldingRangeKind.Imports.value,
}
_Placed = tuple[Fold, Position, Position]
"""What can be folded, and the places of its span."""


@request(types.TEXT_DOCUMENT_FOLDING_RANGE)
def folding_range(snapshot: Snapshot, params: types.FoldingRangeParams) -> Plain:
    """Return what can be folded, by whole lines for clients that fold nothing less."""
    file, encoding = snapshot.file(params.text_document.uri), snapshot.encoding
    by_lines = snapshot.client.folds_lines_only
    begin = Position(0, 0)
    found = {
        placed[0].first_line: _plain(placed, begin, by_lines=by_lines)
        for placed in _placed(folds_across(file.tree), file.lines, encoding)
    }

    def inside(piece: Piece) -> list[_Placed]:
        return list(_placed(folds_in(piece.element), LineIndex(piece.text), encoding))

    pieces = file.pieces
    for piece, folds in zip(
        pieces.items, pieces.given(folding_range, encoding, inside), strict=True
    ):
        begin = file.lines.position(piece.offset, encoding) if folds else begin
        for placed in folds:
            line = placed[0].first_line + begin.line
            if line not in found:
                found[line] = _plain(placed, begin, by_lines=by_lines)
    return Plain([found[line] for line in sorted(found)])


def _placed(folds: Iterable[Fold], lines: LineIndex, encoding: Encoding) -> Iterator[_Placed]:
    for fold in folds:
        span = fold.span
        yield fold, lines.position(span.start, encoding), lines.position(span.end, encoding)


def _plain(placed: _Placed, begin: Position, *, by_lines: bool) -> dict[str, Any]:
    """Return a fold of a piece that begins at a place; a block is of no kind.

    A region, the third kind there is, is what a user marked as one.
    """
    fold, first, last = placed
    made: dict[str, Any] = {}
    if by_lines:
        made["startLine"] = fold.first_line + begin.line
        made["endLine"] = fold.last_line + begin.line
    else:
        start, end = after(begin, first), after(begin, last)
        made["startLine"], made["startCharacter"] = start.line, start.column
        made["endLine"], made["endCharacter"] = end.line, end.column
    if fold.kind in _KINDS:
        made["kind"] = _KINDS[fold.kind]
    return made
