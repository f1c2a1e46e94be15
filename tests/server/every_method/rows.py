"""What each method has to answer about the projects of `marked`, row by row.

A row takes the project in any state but the empty one. `EMPTY` says what is asked there.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

from lsprotocol import types

from reqon_language.syntax import parse
from server.every_method.asking import Asking, changes_of

Row: TypeAlias = Callable[[Asking], Awaitable[None]]
ROWS: Final[dict[str, Row]] = {}


def row(method: str, case: str = "") -> Callable[[Row], Row]:
    """Note what a method has to answer, in a `case` where it has several rows."""

    def note(check: Row) -> Row:
        ROWS[f"{method}: {case}" if case else method] = check
        return check

    return note


def errors(text: str) -> int:
    return len(parse(text).errors)


def _leads(method: str, params: type, leading: dict[str, list[str]]) -> None:
    """Note a row for a method that leads from marks to others."""

    async def check(asking: Asking) -> None:
        for name, expected in leading.items():
            found = await asking.ask(method, params(**asking.at(name, 1)))
            known = [one for one in expected if one in asking.texts.marks]
            assert asking.targets(found) == known, name

    ROWS[method] = check


CLIENT: Final = ["from", "import", "into", "schema", "target"]
DEFINED: Final = {
    "target": ["schema"], "stored": ["store"], "run": ["action"], "set": ["field"],
    "argument": ["store"], "schema": ["schema"],
}  # fmt: skip
_leads(types.TEXT_DOCUMENT_DEFINITION, types.DefinitionParams, DEFINED)
_leads(types.TEXT_DOCUMENT_DECLARATION, types.DeclarationParams, DEFINED)
_leads(types.TEXT_DOCUMENT_TYPE_DEFINITION, types.TypeDefinitionParams, {"value": ["schema"]})


@row(types.TEXT_DOCUMENT_IMPLEMENTATION)
async def implementation(asking: Asking) -> None:
    params = types.ImplementationParams(**asking.at("schema", 1))
    found = await asking.ask(types.TEXT_DOCUMENT_IMPLEMENTATION, params)
    assert {"target", "into"} <= set(asking.targets(found))


@row(types.TEXT_DOCUMENT_REFERENCES)
async def references(asking: Asking) -> None:
    context = types.ReferenceContext(include_declaration=True)
    for name, expected in {
        "stored": ["argument", "store", "stored"],
        "run": ["action", "run"],
        "field": ["field", "set"],
        "target": CLIENT,
    }.items():
        params = types.ReferenceParams(context, **asking.at(name, 1))
        found = await asking.ask(types.TEXT_DOCUMENT_REFERENCES, params)
        assert asking.targets(found) == [one for one in expected if one in asking.texts.marks], name


@row(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
async def highlight(asking: Asking) -> None:
    params = types.DocumentHighlightParams(**asking.at("stored", 1))
    found = await asking.ask(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, params)
    uri = asking.uri(asking.mark("stored").file)
    here = [
        name
        for name in ("argument", "store", "stored")
        if asking.uri(asking.mark(name).file) == uri
    ]
    assert asking.named((uri, one.range) for one in found) == here


@row(types.TEXT_DOCUMENT_HOVER)
async def hover(asking: Asking) -> None:
    for name, said in {
        "target": "schema Client",
        "stored": 'store clients: file("clients")',
    }.items():
        found = await asking.ask(types.TEXT_DOCUMENT_HOVER, types.HoverParams(**asking.at(name, 1)))
        assert said in found.contents.value
        assert found.range == asking.range(name)


@row(types.TEXT_DOCUMENT_SIGNATURE_HELP)
async def signature_help(asking: Asking) -> None:
    params = types.SignatureHelpParams(**asking.at("argument"))
    found = await asking.ask(types.TEXT_DOCUMENT_SIGNATURE_HELP, params)
    assert found.signatures[0].label.startswith("length(")
    assert found.active_parameter == 0


@row(types.TEXT_DOCUMENT_COMPLETION)
async def completion(asking: Asking) -> None:
    for name, label in {
        "stored": "clients",
        "target": "Client",
        "operation": "listClients",
    }.items():
        params = types.CompletionParams(**asking.at(name, 2))
        found = await asking.ask(types.TEXT_DOCUMENT_COMPLETION, params)
        assert found.items[0].label == label, name
        edit = found.items[0].text_edit
        place = edit.range if edit is not None else found.item_defaults.edit_range
        assert place.start == asking.range(name).start


@row(types.COMPLETION_ITEM_RESOLVE)
async def completion_resolve(asking: Asking) -> None:
    params = types.CompletionParams(**asking.at("stored", 2))
    found = await asking.ask(types.TEXT_DOCUMENT_COMPLETION, params)
    item = found.items[0]
    if item.data is None:
        item.data = found.item_defaults.data
    resolved = await asking.ask(types.COMPLETION_ITEM_RESOLVE, item)
    assert resolved.label == "clients"
    assert 'store clients: file("clients")' in resolved.documentation.value


@row(types.TEXT_DOCUMENT_INLINE_COMPLETION)
async def inline_completion(asking: Asking) -> None:
    kind = types.InlineCompletionContext(types.InlineCompletionTriggerKind.Invoked)
    params = types.InlineCompletionParams(kind, **asking.at("grey"))
    found = await asking.ask(types.TEXT_DOCUMENT_INLINE_COMPLETION, params)
    assert "".join(found.items[0].insert_text.split()) == "id:.id,name:.name"


@row(types.TEXT_DOCUMENT_PREPARE_RENAME)
async def prepare_rename(asking: Asking) -> None:
    params = types.PrepareRenameParams(**asking.at("stored", 3))
    found = await asking.ask(types.TEXT_DOCUMENT_PREPARE_RENAME, params)
    assert (found.range, found.placeholder) == (asking.range("stored"), "clients")


@row(types.TEXT_DOCUMENT_RENAME)
async def rename(asking: Asking) -> None:
    for name, uses in {"target": CLIENT, "stored": ["argument", "store", "stored"]}.items():
        params = types.RenameParams(new_name="renamed", **asking.at(name, 1))
        edit = await asking.ask(types.TEXT_DOCUMENT_RENAME, params)
        changes = [
            (uri, change.range) for uri, edits in changes_of(edit).items() for change in edits
        ]
        assert asking.named(changes) == [one for one in uses if one in asking.texts.marks], name
        for file, text in asking.edited(edit).items():
            assert errors(text) == errors(asking.texts.files[file])
            assert "renamed" in text


@row(types.WORKSPACE_WILL_RENAME_FILES)
async def will_rename_files(asking: Asking) -> None:
    folder = (asking.path / asking.mark("spec").file).parent
    old, new = folder / "crm.yaml", folder / "api" / "crm.yaml"
    params = types.RenameFilesParams([types.FileRename(old.as_uri(), new.as_uri())])
    edit = await asking.ask(types.WORKSPACE_WILL_RENAME_FILES, params)
    changed = asking.edited(edit)
    assert '"./api/crm.yaml"' in changed[asking.mark("spec").file]


@row(types.TEXT_DOCUMENT_CODE_ACTION)
async def code_action(asking: Asking) -> None:
    context = types.CodeActionContext([], only=[types.CodeActionKind.QuickFix])
    file = asking.mark("bare").file
    document = types.TextDocumentIdentifier(asking.uri(file))
    params = types.CodeActionParams(document, asking.range("bare"), context)
    found = await asking.ask(types.TEXT_DOCUMENT_CODE_ACTION, params)
    (action,) = [one for one in found if one.title == "Write `.id`"]
    assert action.is_preferred
    text, mark = asking.texts.files[file], asking.mark("bare")
    assert asking.edited(action.edit) == {file: text[: mark.start] + "." + text[mark.start :]}
    assert action.diagnostics[0].range == asking.range("bare")


@row(types.CODE_ACTION_RESOLVE)
async def code_action_resolve(asking: Asking) -> None:
    context = types.CodeActionContext([], only=[types.CodeActionKind.RefactorExtract])
    mark = asking.mark("expression")
    end = asking.place(mark.file, mark.start + len("total > 0"))
    document = types.TextDocumentIdentifier(asking.uri(mark.file))
    place = types.Range(asking.range("expression").start, end)
    params = types.CodeActionParams(document, place, context)
    found = await asking.ask(types.TEXT_DOCUMENT_CODE_ACTION, params)
    if asking.half_typed:
        assert found is None, "what has syntax errors is left alone"
        return
    action = await asking.ask(types.CODE_ACTION_RESOLVE, found[0])
    ((file, text),) = asking.edited(action.edit).items()
    assert file == mark.file
    assert "= total > 0" in text
    assert errors(text) == errors(asking.texts.files[file])
