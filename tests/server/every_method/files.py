"""What each method has to answer about whole files of the projects of `marked`."""

from __future__ import annotations

from typing import Any

from lsprotocol import types

from reqon_language.features.semantic_tokens import TOKEN_TYPES
from server.every_method.asking import Asking
from server.every_method.rows import row

MEMBERS = ["action", "field", "import", "mission", "run", "schema", "source", "store"]


def whole(asking: Asking, name: str) -> types.Range:
    return types.Range(types.Position(0, 0), asking.place(name, len(asking.texts.files[name])))


@row(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
async def document_symbol(asking: Asking) -> None:
    for file in asking.texts.files:
        params = types.DocumentSymbolParams(**asking.document(file))
        found = await asking.ask(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, params)
        places: list[tuple[str, types.Range]] = []
        waiting = [*found]
        while waiting:
            symbol = waiting.pop()
            places.append((asking.uri(file), symbol.selection_range))
            waiting += symbol.children or []
        wanted = {"action", "field", "mission", "schema", "source", "store"}
        here = {name for name in wanted if asking.mark(name).file == file}
        assert here <= set(asking.named(places))


@row(types.WORKSPACE_SYMBOL)
async def workspace_symbol(asking: Asking) -> None:
    for query, name in {"fetch": "action", "clients": "store", "sync": "mission"}.items():
        params = types.WorkspaceSymbolParams(query)
        found = await asking.ask(types.WORKSPACE_SYMBOL, params)
        places = [(one.location.uri, one.location.range) for one in found]
        assert name in asking.named(places), query


@row(types.TEXT_DOCUMENT_FOLDING_RANGE)
async def folding_range(asking: Asking) -> None:
    mark = asking.mark("action")
    params = types.FoldingRangeParams(**asking.document(mark.file))
    found = await asking.ask(types.TEXT_DOCUMENT_FOLDING_RANGE, params)
    ends = {one.start_line: one.end_line for one in found}
    last = asking.range("expression").start.line + (not asking.folds_lines)
    assert ends[asking.range("action").start.line] == last


@row(types.TEXT_DOCUMENT_SELECTION_RANGE)
async def selection_range(asking: Asking) -> None:
    place = asking.range("stored").start
    file = asking.mark("stored").file
    params = types.SelectionRangeParams(positions=[place], **asking.document(file))
    (found,) = await asking.ask(types.TEXT_DOCUMENT_SELECTION_RANGE, params)
    assert found.range == asking.range("stored")
    while found.parent is not None:
        found = found.parent
    assert found.range == whole(asking, file)


def decoded(asking: Asking, file: str, data: list[int]) -> dict[str, str]:
    """Return the types of tokens by where they stand."""
    line = column = 0
    found = {}
    for at in range(0, len(data), 5):
        down, right, length, kind, _ = data[at : at + 5]
        line, column = line + down, right if down else column + right
        place = types.Range(types.Position(line, column), types.Position(line, column + length))
        found[str(place)] = TOKEN_TYPES[kind]
    return found


COLOURS = {
    "mission": "namespace", "source": "interface", "store": "class", "schema": "struct",
    "action": "method", "stored": "class", "target": "struct", "run": "method", "import": "struct",
}  # fmt: skip


@row(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL)
async def semantic_tokens_full(asking: Asking) -> None:
    for file in asking.texts.files:
        params = types.SemanticTokensParams(**asking.document(file))
        data = (await asking.ask(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, params)).data
        found = decoded(asking, file, list(data))
        for name, colour in COLOURS.items():
            if name in asking.texts.marks and asking.mark(name).file == file:
                assert found[str(asking.range(name))] == colour, name


@row(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE)
async def semantic_tokens_range(asking: Asking) -> None:
    file, place = asking.mark("stored").file, asking.range("stored")
    params = types.SemanticTokensRangeParams(range=place, **asking.document(file))
    data = (await asking.ask(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, params)).data
    assert decoded(asking, file, list(data))[str(place)] == "class"


@row(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA)
async def semantic_tokens_delta(asking: Asking) -> None:
    document = asking.document(asking.mark("stored").file)
    full = types.SemanticTokensParams(**document)
    before = await asking.ask(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, full)
    params = types.SemanticTokensDeltaParams(previous_result_id=before.result_id, **document)
    found = await asking.ask(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA, params)
    assert list(found.edits) == []


@row(types.TEXT_DOCUMENT_INLAY_HINT)
async def inlay_hint(asking: Asking) -> None:
    file = asking.mark("unit").file
    params = types.InlayHintParams(range=whole(asking, file), **asking.document(file))
    found = await asking.ask(types.TEXT_DOCUMENT_INLAY_HINT, params)
    shown = {str(one.position): one.label for one in found}
    assert shown[str(asking.range("unit").end)] == "ms"


@row(types.TEXT_DOCUMENT_CODE_LENS)
async def code_lens(asking: Asking) -> None:
    mark = asking.mark("mission")
    params = types.CodeLensParams(**asking.document(mark.file))
    found = await asking.ask(types.TEXT_DOCUMENT_CODE_LENS, params)
    line = asking.range("mission").start.line
    here = [one.command for one in found if one.range.start.line == line]
    assert [one.title for one in here] == ["▶ Run", "Dry run"]
    assert [*here[0].arguments] == [{"uri": asking.uri(mark.file), "mission": "Sync"}]


@row(types.TEXT_DOCUMENT_DOCUMENT_LINK)
async def document_link(asking: Asking) -> None:
    mark = asking.mark("spec")
    params = types.DocumentLinkParams(**asking.document(mark.file))
    found = await asking.ask(types.TEXT_DOCUMENT_DOCUMENT_LINK, params)
    target = (asking.path / mark.file).with_name("crm.yaml").as_uri()
    inside = asking.texts.files[mark.file][mark.start + 1 : mark.end - 1]
    places = [
        asking.texts.files[mark.file][
            asking.offset(mark.file, one.range.start) : asking.offset(mark.file, one.range.end)
        ]
        for one in found
        if one.target == target and one.range.start.line == asking.range("spec").start.line
    ]
    assert [place.strip('"') for place in places] == [inside]


@row(types.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY)
async def prepare_call_hierarchy(asking: Asking) -> None:
    params = types.CallHierarchyPrepareParams(**asking.at("run", 1))
    (found,) = await asking.ask(types.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY, params)
    assert found.name == "Fetch"
    assert asking.named([(found.uri, found.selection_range)]) == ["action"]


async def _calls(asking: Asking, method: str, params: Any) -> Any:
    ask = types.CallHierarchyPrepareParams(**asking.at("action", 1))
    (item,) = await asking.ask(types.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY, ask)
    (call,) = await asking.ask(method, params(item))
    return call


@row(types.CALL_HIERARCHY_INCOMING_CALLS)
async def incoming_calls(asking: Asking) -> None:
    params = types.CallHierarchyIncomingCallsParams
    call = await _calls(asking, types.CALL_HIERARCHY_INCOMING_CALLS, params)
    assert asking.named([(call.from_.uri, call.from_.selection_range)]) == ["mission"]
    assert asking.named((call.from_.uri, one) for one in call.from_ranges) == ["run"]


@row(types.CALL_HIERARCHY_OUTGOING_CALLS)
async def outgoing_calls(asking: Asking) -> None:
    params = types.CallHierarchyOutgoingCallsParams
    call = await _calls(asking, types.CALL_HIERARCHY_OUTGOING_CALLS, params)
    assert call.to.name == "Crm.listClients"
    (place,) = call.from_ranges
    assert place.end == asking.range("operation").end


def _codes(found: Any, place: types.Range) -> list[str]:
    return [one.code for one in found if one.range == place]


@row(types.TEXT_DOCUMENT_DIAGNOSTIC)
async def diagnostic(asking: Asking) -> None:
    params = types.DocumentDiagnosticParams(**asking.document(asking.mark("bare").file))
    found = await asking.ask(types.TEXT_DOCUMENT_DIAGNOSTIC, params)
    assert _codes(found.items, asking.range("bare")) == ["RQ3018"]
    broken = [one for one in found.items if one.code in ("RQ1002", "RQ2001", "RQ2002", "RQ2003")]
    assert len(broken) == asking.half_typed


@row(types.WORKSPACE_DIAGNOSTIC)
async def workspace_diagnostic(asking: Asking) -> None:
    found = await asking.ask(types.WORKSPACE_DIAGNOSTIC, types.WorkspaceDiagnosticParams([]))
    uri = asking.uri(asking.mark("bare").file)
    (report,) = [one for one in found.items if one.uri == uri]
    assert _codes(report.items, asking.range("bare")) == ["RQ3018"]
