"""What the clients that tests play say they can do."""

from __future__ import annotations

from typing import Any

from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import client_capabilities

# What Visual Studio Code's language client says beyond the recorded version of 2022.
MODERN = {
    "general": {
        "positionEncodings": ["utf-16"],
        "staleRequestSupport": {
            "cancel": True,
            "retryOnContentModified": [
                "textDocument/semanticTokens/full",
                "textDocument/semanticTokens/range",
                "textDocument/semanticTokens/full/delta",
            ],
        },
    },
    "workspace": {
        "diagnostics": {"refreshSupport": True},
        "inlayHint": {"refreshSupport": True},
        "didChangeWatchedFiles": {"dynamicRegistration": True, "relativePatternSupport": True},
    },
    "textDocument": {
        "diagnostic": {"dynamicRegistration": True, "relatedDocumentSupport": False},
        "inlayHint": {"dynamicRegistration": True},
    },
}

# What it says when it speaks version 3.18 of the protocol as well.
RECENT = {
    "workspace": {
        "workspaceEdit": {"snippetEditSupport": True, "metadataSupport": True},
        "foldingRange": {"refreshSupport": True},
        "textDocumentContent": {"dynamicRegistration": True},
    },
    "textDocument": {
        "codeAction": {"documentationSupport": True},
        "codeLens": {"resolveSupport": {"properties": ["command"]}},
        "completion": {"completionList": {"applyKindSupport": True}},
        "inlineCompletion": {"dynamicRegistration": True},
        "rangeFormatting": {"rangesSupport": True},
        "signatureHelp": {"signatureInformation": {"noActiveParameterSupport": True}},
    },
}


def _merged(base: Any, more: Any) -> Any:
    if not isinstance(base, dict) or not isinstance(more, dict):
        return more
    return {**base, **{key: _merged(base.get(key), value) for key, value in more.items()}}


def capabilities_of(
    name: str, *, encoding: str | None = None, pulls: bool = True
) -> types.ClientCapabilities:
    """Return what a client can do; "vscode" is the recorded one brought up to date.

    "recent" is the same with all that version 3.18 of the protocol adds. With an `encoding` it
    offers no other for positions; unless it `pulls`, diagnostics have to be published.
    """
    capabilities = _recorded(name) if name in ("vscode", "recent") else client_capabilities(name)
    if encoding:
        general = capabilities.general or types.GeneralClientCapabilities()
        general.position_encodings = [types.PositionEncodingKind(encoding)]
        capabilities.general = general
    if not pulls and capabilities.text_document:
        capabilities.text_document.diagnostic = None
    return capabilities


def _recorded(name: str) -> types.ClientCapabilities:
    converter = default_converter()
    said = _merged(converter.unstructure(client_capabilities("visual-studio-code")), MODERN)
    said = _merged(said, RECENT) if name == "recent" else said
    return converter.structure(said, types.ClientCapabilities)
