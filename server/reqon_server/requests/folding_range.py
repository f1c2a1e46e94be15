"""`textDocument/foldingRange`: blocks, comments and imports that can be folded away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol import types

from reqon_language.features.folding import Fold, FoldKind, folds
from reqon_server.routes import request

if TYPE_CHECKING:
    from reqon_server.snapshot import Snapshot, View

_KINDS: Final[dict[FoldKind, types.FoldingRangeKind]] = {
    "comment": types.FoldingRangeKind.Comment,
    "imports": types.FoldingRangeKind.Imports,
}


@request(types.TEXT_DOCUMENT_FOLDING_RANGE)
def folding_range(snapshot: Snapshot, params: types.FoldingRangeParams) -> list[types.FoldingRange]:
    """Return what can be folded, by whole lines for clients that fold nothing less."""
    file = snapshot.file(params.text_document.uri)
    by_lines = snapshot.client.folds_lines_only
    return [_by_lines(fold) if by_lines else _exact(fold, file) for fold in folds(file.tree)]


def _by_lines(fold: Fold) -> types.FoldingRange:
    return types.FoldingRange(fold.first_line, fold.last_line, kind=_kind(fold))


def _exact(fold: Fold, file: View) -> types.FoldingRange:
    place = file.range(fold.span)
    return types.FoldingRange(
        place.start.line, place.end.line, place.start.character, place.end.character, _kind(fold)
    )


def _kind(fold: Fold) -> types.FoldingRangeKind | None:
    """Return the kind; a block is of none, since a region is what a user marked as one."""
    return _KINDS.get(fold.kind)
