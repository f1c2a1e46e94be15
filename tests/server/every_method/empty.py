"""What each method has to answer about an empty document."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from server.every_method.asking import Asking
from server.every_method.formatting import OPTIONS
from server.every_method.outside import dry_run, graph

START: Final = types.Position(0, 0)
NOTHING: Final = types.Range(START, START)
EMPTY: Final[dict[str, Callable[[Asking], Awaitable[None]]]] = {}


def _falsy(found: Any) -> bool:
    return not found


def _no_items(found: Any) -> bool:
    return not found.items


def _no_data(found: Any) -> bool:
    return not (found.data if hasattr(found, "data") else found.edits)


def _itself(found: Any) -> bool:
    return [(one.range, one.parent) for one in found] == [(NOTHING, None)]


def _begins(found: Any) -> bool:
    return bool(found.items[0].label == "mission")


def _silent(found: Any) -> bool:
    return not any(one.items for one in found.items if getattr(one, "items", None))


def _note(
    method: str, ask: Callable[[Asking, dict[str, Any]], Any], holds: Callable[[Any], bool] = _falsy
) -> None:
    async def check(asking: Asking) -> None:
        for file in asking.texts.files:
            found = await asking.ask(method, ask(asking, asking.document(file)))
            assert holds(found), found

    EMPTY[method] = check


def _at_start(params: Callable[..., Any], **more: Any) -> Callable[[Asking, dict[str, Any]], Any]:
    return lambda _asking, document: params(**document, position=START, **more)


def _of_file(params: Callable[..., Any], **more: Any) -> Callable[[Asking, dict[str, Any]], Any]:
    return lambda _asking, document: params(**document, **more)


def _notes(methods: Iterable[tuple[str, Callable[..., Any]]]) -> None:
    for method, params in methods:
        _note(method, _at_start(params))


_notes(
    [
        (types.TEXT_DOCUMENT_HOVER, types.HoverParams),
        (types.TEXT_DOCUMENT_SIGNATURE_HELP, types.SignatureHelpParams),
        (types.TEXT_DOCUMENT_DEFINITION, types.DefinitionParams),
        (types.TEXT_DOCUMENT_DECLARATION, types.DeclarationParams),
        (types.TEXT_DOCUMENT_TYPE_DEFINITION, types.TypeDefinitionParams),
        (types.TEXT_DOCUMENT_IMPLEMENTATION, types.ImplementationParams),
        (types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, types.DocumentHighlightParams),
        (types.TEXT_DOCUMENT_PREPARE_RENAME, types.PrepareRenameParams),
        (types.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY, types.CallHierarchyPrepareParams),
    ]
)
_note(types.TEXT_DOCUMENT_COMPLETION, _at_start(types.CompletionParams), _begins)
_note(
    types.TEXT_DOCUMENT_INLINE_COMPLETION,
    _at_start(
        types.InlineCompletionParams,
        context=types.InlineCompletionContext(types.InlineCompletionTriggerKind.Invoked),
    ),
    _no_items,
)
_note(
    types.TEXT_DOCUMENT_REFERENCES,
    _at_start(types.ReferenceParams, context=types.ReferenceContext(include_declaration=True)),
)
_note(types.TEXT_DOCUMENT_RENAME, _at_start(types.RenameParams, new_name="x"))
_note(
    types.TEXT_DOCUMENT_ON_TYPE_FORMATTING,
    _at_start(types.DocumentOnTypeFormattingParams, ch="\n", options=OPTIONS),
)
for _method, _params in (
    (types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, types.DocumentSymbolParams),
    (types.TEXT_DOCUMENT_FOLDING_RANGE, types.FoldingRangeParams),
    (types.TEXT_DOCUMENT_CODE_LENS, types.CodeLensParams),
    (types.TEXT_DOCUMENT_DOCUMENT_LINK, types.DocumentLinkParams),
):
    _note(_method, _of_file(_params))
_note(types.TEXT_DOCUMENT_FORMATTING, _of_file(types.DocumentFormattingParams, options=OPTIONS))
_note(
    types.TEXT_DOCUMENT_RANGE_FORMATTING,
    _of_file(types.DocumentRangeFormattingParams, range=NOTHING, options=OPTIONS),
)
_note(
    types.TEXT_DOCUMENT_RANGES_FORMATTING,
    _of_file(types.DocumentRangesFormattingParams, ranges=[NOTHING], options=OPTIONS),
)
_note(types.TEXT_DOCUMENT_INLAY_HINT, _of_file(types.InlayHintParams, range=NOTHING))
_note(
    types.TEXT_DOCUMENT_CODE_ACTION,
    _of_file(types.CodeActionParams, range=NOTHING, context=types.CodeActionContext([])),
)
_note(
    types.TEXT_DOCUMENT_SELECTION_RANGE,
    _of_file(types.SelectionRangeParams, positions=[START]),
    _itself,
)
_note(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, _of_file(types.SemanticTokensParams), _no_data)
_note(
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE,
    _of_file(types.SemanticTokensRangeParams, range=NOTHING),
    _no_data,
)
_note(
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA,
    _of_file(types.SemanticTokensDeltaParams, previous_result_id="none such"),
    _no_data,
)
_note(types.TEXT_DOCUMENT_DIAGNOSTIC, _of_file(types.DocumentDiagnosticParams), _no_items)
_note(types.WORKSPACE_SYMBOL, lambda *_: types.WorkspaceSymbolParams("fetch"))
_note(types.WORKSPACE_DIAGNOSTIC, lambda *_: types.WorkspaceDiagnosticParams([]), _silent)
_note(
    types.WORKSPACE_WILL_RENAME_FILES,
    lambda asking, _: types.RenameFilesParams(
        [types.FileRename(asking.uri("crm.yaml"), asking.uri("api/crm.yaml"))]
    ),
)


async def _nothing_published(asking: Asking) -> None:
    for file in asking.texts.files if not asking.pulls else ():
        await asking.shows(file, [])


async def _nothing_drawn(asking: Asking) -> None:
    for file in asking.texts.files:
        assert (await graph(asking, file)).strip() == "flowchart LR"


async def _nothing_run(asking: Asking) -> None:
    for file in asking.texts.files:
        with pytest.raises(JsonRpcException, match=r"save .* first"):
            await dry_run(asking, file)


EMPTY[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS] = _nothing_published
EMPTY[types.WORKSPACE_TEXT_DOCUMENT_CONTENT] = _nothing_drawn
EMPTY[types.WORKSPACE_EXECUTE_COMMAND] = _nothing_run
