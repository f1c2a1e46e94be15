"""`textDocument/formatting`, `rangeFormatting` and `rangesFormatting`: the canonical style.

There is one style, so the options of the client are not asked for. Comments stay, broken
statements are left as they are, and a text that is formatted already gets no edits.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lsprotocol import types

from reqon_language.edits import TextEdit
from reqon_language.features.formatting import format_edits
from reqon_language.syntax.ast import Span
from reqon_server.routes import request

if TYPE_CHECKING:
    from reqon_server.snapshot import Snapshot, View


@request(types.TEXT_DOCUMENT_FORMATTING)
def formatting(snapshot: Snapshot, params: types.DocumentFormattingParams) -> list[types.TextEdit]:
    """Return the edits that format a whole file."""
    file = snapshot.file(params.text_document.uri)
    return _translated(file, format_edits(file.text, tree=file.tree))


@request(
    types.TEXT_DOCUMENT_RANGE_FORMATTING, types.DocumentRangeFormattingOptions(ranges_support=True)
)
def range_formatting(
    snapshot: Snapshot, params: types.DocumentRangeFormattingParams
) -> list[types.TextEdit]:
    """Return the edits that format the statements a selection touches."""
    file = snapshot.file(params.text_document.uri)
    return _translated(file, format_edits(file.text, _span(file, params.range), file.tree))


@request(types.TEXT_DOCUMENT_RANGES_FORMATTING)
def ranges_formatting(
    snapshot: Snapshot, params: types.DocumentRangesFormattingParams
) -> list[types.TextEdit]:
    """Return the edits that format the statements of several selections, each edit once."""
    file = snapshot.file(params.text_document.uri)
    found: dict[tuple[int, int], TextEdit] = {}
    for place in params.ranges:
        snapshot.token.check()
        for edit in format_edits(file.text, _span(file, place), file.tree):
            found[edit.span.start, edit.span.end] = edit
    return _translated(file, (found[key] for key in sorted(found)))


def _span(file: View, place: types.Range) -> Span:
    return Span(file.offset(place.start), file.offset(place.end))


def _translated(file: View, edits: Iterable[TextEdit]) -> list[types.TextEdit]:
    return [types.TextEdit(file.range(edit.span), edit.text) for edit in edits]
