"""`textDocument/selectionRange`: how selections grow around cursors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from reqon_language.features.selection_ranges import selection_ranges
from reqon_server.routes import request

if TYPE_CHECKING:
    from reqon_server.snapshot import Snapshot, View


@request(types.TEXT_DOCUMENT_SELECTION_RANGE)
def selection_range(
    snapshot: Snapshot, params: types.SelectionRangeParams
) -> list[types.SelectionRange]:
    """Return the ranges around each place, from the smallest outwards."""
    file = snapshot.file(params.text_document.uri)
    return [_around(file, place) for place in params.positions]


def _around(file: View, place: types.Position) -> types.SelectionRange:
    largest, *smaller = reversed(selection_ranges(file.tree, file.offset(place)))
    found = types.SelectionRange(file.range(largest))
    for span in smaller:
        found = types.SelectionRange(file.range(span), found)
    return found
