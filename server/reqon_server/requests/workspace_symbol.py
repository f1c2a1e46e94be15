"""`workspace/symbol`: declarations of all files, by a few letters of their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol import types

from reqon_language.features.workspace_symbols import workspace_symbols
from reqon_server.routes import request

if TYPE_CHECKING:
    from reqon_language.model.summary import DeclarationKind
    from reqon_server.snapshot import Snapshot

_KINDS: Final[dict[DeclarationKind, types.SymbolKind]] = {
    "mission": types.SymbolKind.Module,
    "source": types.SymbolKind.Interface,
    "store": types.SymbolKind.Class,
    "schema": types.SymbolKind.Struct,
    "transform": types.SymbolKind.Function,
    "action": types.SymbolKind.Method,
    "variable": types.SymbolKind.Variable,
    "dataset": types.SymbolKind.Array,
    "context": types.SymbolKind.Namespace,
    "contract": types.SymbolKind.Interface,
    "distribution": types.SymbolKind.Enum,
}


@request(types.WORKSPACE_SYMBOL)
def workspace_symbol(
    snapshot: Snapshot, params: types.WorkspaceSymbolParams
) -> list[types.WorkspaceSymbol]:
    """Return what fits, best first."""
    files = {file.path: file for file in snapshot.files()}
    models = {path: file.project.model(path) for path, file in files.items()}
    found = []
    for symbol in workspace_symbols(models, params.query):
        file, declaration = files[symbol.path], symbol.declaration
        location = types.Location(file.uri, file.range(declaration.span))
        kind = _KINDS[declaration.kind]
        container = symbol.container or None
        found.append(
            types.WorkspaceSymbol(location, declaration.name, kind, container_name=container)
        )
    return found
