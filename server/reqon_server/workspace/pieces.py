"""The pieces of open documents, with what was said of each. Analysis thread only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reqon_language.features.pieces import Piece, kept

if TYPE_CHECKING:
    from collections.abc import Container

    from reqon_language.model import FileModel
    from reqon_language.model.kept import Kept
    from reqon_language.syntax import Tree


@dataclass(frozen=True, slots=True)
class _Version:
    tree: Tree
    model: FileModel
    pieces: Kept[Piece]


class PieceMemory:
    """The pieces of documents by URI, as they were when they were last asked for."""

    def __init__(self) -> None:
        self._known: dict[str, _Version] = {}

    def of(self, uri: str, tree: Tree, model: FileModel, opened: Container[str]) -> Kept[Piece]:
        """Return the pieces of a document; what was worked out of unchanged ones is kept.

        Documents that are not `opened` are forgotten.
        """
        known = self._known.get(uri)
        if known is None or known.tree is not tree or known.model is not model:
            pieces = kept(tree, model, known.pieces if known is not None else None)
            known = _Version(tree, model, pieces)
            self._known = {one: self._known[one] for one in self._known if one in opened}
            self._known[uri] = known
        return known.pieces
