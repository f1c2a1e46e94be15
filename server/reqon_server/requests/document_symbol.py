"""`textDocument/documentSymbol`: the outline of a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from lsprotocol import types
from msgspec import Struct

from reqon_language.features.document_symbols import (
    Symbol,
    SymbolKind,
    mission_symbol,
    symbols_of,
)
from reqon_language.text import LineIndex, Position
from reqon_server.plain import Plain
from reqon_server.positions import plain_range
from reqon_server.routes import request

if TYPE_CHECKING:
    from reqon_language.features.pieces import Piece
    from reqon_language.text import Encoding
    from reqon_server.snapshot import Snapshot, View

_Made: TypeAlias = dict[str, Any]
_KINDS: Final[dict[SymbolKind, int]] = {
    "mission": types.SymbolKind.Module.value,
    "source": types.SymbolKind.Interface.value,
    "store": types.SymbolKind.Class.value,
    "schema": types.SymbolKind.Struct.value,
    "field": types.SymbolKind.Field.value,
    "transform": types.SymbolKind.Function.value,
    "action": types.SymbolKind.Method.value,
    "pipeline": types.SymbolKind.Event.value,
    "schedule": types.SymbolKind.Event.value,
    "option": types.SymbolKind.Property.value,
    "variable": types.SymbolKind.Variable.value,
    "request": types.SymbolKind.Function.value,
    "loop": types.SymbolKind.Array.value,
    "step": types.SymbolKind.Operator.value,
    "import": types.SymbolKind.Package.value,
    "dataset": types.SymbolKind.Array.value,
    "context": types.SymbolKind.Namespace.value,
    "contract": types.SymbolKind.Interface.value,
    "distribution": types.SymbolKind.Enum.value,
}


class _Row(Struct, frozen=True):
    """A line of the outline with its places, which count from the piece of the file it is in."""

    symbol: Symbol
    extent: tuple[Position, Position]
    name: tuple[Position, Position]
    children: tuple[_Row, ...] = ()


@request(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
def document_symbol(snapshot: Snapshot, params: types.DocumentSymbolParams) -> Plain:
    """Return the outline, as a list for clients that know no hierarchy."""
    file = snapshot.file(params.text_document.uri)
    return Plain(_tree(file) if snapshot.client.nested_symbols else _list(file))


def _tree(file: View) -> list[_Made]:
    found: list[_Made] = []
    members = found
    for mission, row, begin in _rows(file):
        made = _nested(row, begin)
        (found if mission is None else members).append(made)
        if row.symbol.kind == "mission":
            members = made["children"] = []
    return found


def _list(file: View) -> list[_Made]:
    found: list[_Made] = []
    name = ""
    for mission, row, begin in _rows(file):
        found += _flat(row, begin, file.uri, "" if mission is None else name)
        if row.symbol.kind == "mission":
            name = row.symbol.name
    return found


def _rows(file: View) -> Iterator[tuple[int | None, _Row, Position]]:
    """Yield missions, members and items in order: the number of the mission around, the line of
    the outline, and where the piece begins from which its places count.
    """
    encoding, pieces = file.snapshot.encoding, file.pieces

    def inside(piece: Piece) -> tuple[_Row, ...]:
        symbols = symbols_of(piece)
        lines = LineIndex(piece.text if symbols else "")
        return tuple(_row(symbol, lines, encoding) for symbol in symbols)

    missions, model = 0, file.file.model
    rows = pieces.given(document_symbol, encoding, inside)
    for piece, own in zip(pieces.items, rows, strict=True):
        if piece.mission == missions:
            mission = model.missions[missions]
            symbol = mission_symbol(mission.node, mission.offset)
            yield None, _row(symbol, file.lines, encoding), Position(0, 0)
            missions += 1
        if own:
            begin = file.lines.position(piece.offset, encoding)
            yield from ((piece.mission, row, begin) for row in own)


def _row(symbol: Symbol, lines: LineIndex, encoding: Encoding) -> _Row:
    extent, name = (
        (lines.position(span.start, encoding), lines.position(span.end, encoding))
        for span in (symbol.extent, symbol.name_span)
    )
    inner = tuple(_row(child, lines, encoding) for child in symbol.children)
    return _Row(symbol, extent, name, inner)


def _nested(row: _Row, begin: Position) -> _Made:
    symbol = row.symbol
    made: _Made = {
        "name": symbol.name,
        "kind": _KINDS[symbol.kind],
        "range": plain_range(begin, row.extent),
        "selectionRange": plain_range(begin, row.name),
    }
    if symbol.detail:
        made["detail"] = symbol.detail
    if row.children:
        made["children"] = [_nested(child, begin) for child in row.children]
    return made


def _flat(row: _Row, begin: Position, uri: str, around: str) -> Iterator[_Made]:
    symbol = row.symbol
    location = {"uri": uri, "range": plain_range(begin, row.extent)}
    made: _Made = {"name": symbol.name, "kind": _KINDS[symbol.kind], "location": location}
    if around:
        made["containerName"] = around
    yield made
    for child in row.children:
        yield from _flat(child, begin, uri, symbol.name)
