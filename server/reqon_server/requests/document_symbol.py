"""`textDocument/documentSymbol`: the outline of a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from lsprotocol import types

from reqon_language.features.document_symbols import Symbol, SymbolKind, document_symbols
from reqon_server.routes import request

if TYPE_CHECKING:
    from reqon_server.snapshot import Snapshot, View

_KINDS: Final[dict[SymbolKind, types.SymbolKind]] = {
    "mission": types.SymbolKind.Module,
    "source": types.SymbolKind.Interface,
    "store": types.SymbolKind.Class,
    "schema": types.SymbolKind.Struct,
    "field": types.SymbolKind.Field,
    "transform": types.SymbolKind.Function,
    "action": types.SymbolKind.Method,
    "pipeline": types.SymbolKind.Event,
    "schedule": types.SymbolKind.Event,
    "option": types.SymbolKind.Property,
    "variable": types.SymbolKind.Variable,
    "request": types.SymbolKind.Function,
    "loop": types.SymbolKind.Array,
    "step": types.SymbolKind.Operator,
    "import": types.SymbolKind.Package,
    "dataset": types.SymbolKind.Array,
    "context": types.SymbolKind.Namespace,
    "contract": types.SymbolKind.Interface,
    "distribution": types.SymbolKind.Enum,
}


@request(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
def document_symbol(
    snapshot: Snapshot, params: types.DocumentSymbolParams
) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
    """Return the outline, as a list for clients that know no hierarchy."""
    file = snapshot.file(params.text_document.uri)
    found = document_symbols(file.model)
    if snapshot.client.nested_symbols:
        return [_nested(file, symbol) for symbol in found]
    return [flat for symbol in found for flat in _flat(file, symbol, None)]


def _nested(file: View, symbol: Symbol) -> types.DocumentSymbol:
    return types.DocumentSymbol(
        symbol.name,
        _KINDS[symbol.kind],
        file.range(symbol.extent),
        file.range(symbol.name_span),
        symbol.detail or None,
        children=[_nested(file, child) for child in symbol.children],
    )


def _flat(file: View, symbol: Symbol, around: str | None) -> Iterator[types.SymbolInformation]:
    location = types.Location(file.uri, file.range(symbol.extent))
    kind = _KINDS[symbol.kind]
    yield types.SymbolInformation(location, symbol.name, kind, container_name=around)
    for child in symbol.children:
        yield from _flat(file, child, symbol.name)
