"""`textDocument/prepareCallHierarchy` and `callHierarchy/*`: who runs and requests what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol import types

from reqon_language.features import call_hierarchy as calls
from reqon_server.positions import to_range
from reqon_server.routes import request
from reqon_server.workspace.paths import to_path

if TYPE_CHECKING:
    from reqon_language.syntax.ast import Span
    from reqon_server.snapshot import Snapshot, View

_KINDS: Final[dict[calls.Caller, types.SymbolKind]] = {
    "mission": types.SymbolKind.Module,
    "action": types.SymbolKind.Function,
    "request": types.SymbolKind.Event,
}


@request(types.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY)
def prepare_call_hierarchy(
    snapshot: Snapshot, params: types.CallHierarchyPrepareParams
) -> list[types.CallHierarchyItem] | None:
    """Return the mission, action or request at a place, None where there is none."""
    file = snapshot.file(params.text_document.uri)
    found = calls.call_item_at(file.project, file.path, file.offset(params.position))
    return [_item(file, found)] if found is not None else None


@request(types.CALL_HIERARCHY_INCOMING_CALLS)
def incoming_calls(
    snapshot: Snapshot, params: types.CallHierarchyIncomingCallsParams
) -> list[types.CallHierarchyIncomingCall] | None:
    """Return who calls an item."""
    file, item = _found(snapshot, params.item)
    if file is None or item is None:
        return None
    return [
        types.CallHierarchyIncomingCall(
            _item(file, call.item), _ranges(file, call.item.path, call.spans)
        )
        for call in calls.incoming(file.project, item)
    ]


@request(types.CALL_HIERARCHY_OUTGOING_CALLS)
def outgoing_calls(
    snapshot: Snapshot, params: types.CallHierarchyOutgoingCallsParams
) -> list[types.CallHierarchyOutgoingCall] | None:
    """Return what an item calls."""
    file, item = _found(snapshot, params.item)
    if file is None or item is None:
        return None
    return [
        types.CallHierarchyOutgoingCall(
            _item(file, call.item), _ranges(file, item.path, call.spans)
        )
        for call in calls.outgoing(file.project, item)
    ]


def _found(
    snapshot: Snapshot, item: types.CallHierarchyItem
) -> tuple[View | None, calls.CallItem | None]:
    """Return an item the client got earlier as it is now, if it still is there."""
    file = snapshot.at(to_path(item.uri))
    if file is None:
        return None, None
    offset = file.offset(item.selection_range.start)
    return file, calls.call_item_at(file.project, file.path, offset)


def _item(file: View, item: calls.CallItem) -> types.CallHierarchyItem:
    [extent] = _ranges(file, item.path, [item.extent])
    [selection] = _ranges(file, item.path, [item.span])
    return types.CallHierarchyItem(
        name=item.name,
        kind=_KINDS[item.kind],
        uri=file.snapshot.uri_of(item.path),
        range=extent,
        selection_range=selection,
        detail=item.detail or None,
    )


def _ranges(file: View, path: str, spans: list[Span] | tuple[Span, ...]) -> list[types.Range]:
    lines, encoding = file.lines_of(path), file.snapshot.encoding
    return [to_range(lines, span, encoding) for span in spans]
