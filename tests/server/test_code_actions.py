"""Quick fixes, refactorings and fixing a whole file, in editors that resolve and that do not."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from reqon_language.text import LineIndex, Position
from server.clients import capabilities_of
from server.editor import Editor, start_editor

pytestmark = pytest.mark.asyncio(loop_scope="module")

EDITORS = [("vscode", "utf-16"), ("neovim@v0.11.0", "utf-8"), ("emacs", "utf-32")]
MISSION = """\
mission Sync {
  source Shop { auth: none, base: "https://shop.example" }
  store orders: file("orders")

  action Fetch {
    get Shop "/orders"
    post "/🛒🛒" { body: { note: "🛒", total: response.total + 1 } }
    store response -> ordres { key: .id }
  }

  run Fetch
}
"""


@pytest_asyncio.fixture(loop_scope="module", scope="module", params=EDITORS)
async def editor(request: pytest.FixtureRequest) -> AsyncIterator[Editor]:
    client, encoding = request.param
    async with start_editor(capabilities_of(client, encoding=encoding)) as editor:
        yield editor


def place(editor: Editor, text: str, offset: int) -> types.Position:
    found = LineIndex(text).position(offset, editor.result.capabilities.position_encoding)
    return types.Position(found.line, found.column)


def span(editor: Editor, text: str, selected: str) -> types.Range:
    start = text.index(selected)
    end = start + len(selected)
    return types.Range(place(editor, text, start), place(editor, text, end))


async def actions(
    editor: Editor,
    uri: str,
    where: types.Range,
    only: list[str] | None = None,
    trigger: types.CodeActionTriggerKind | None = None,
) -> list[types.CodeAction]:
    shown = await editor.diagnostics(uri)
    context = types.CodeActionContext(shown, only=only, trigger_kind=trigger)
    document = types.TextDocumentIdentifier(uri)
    params = types.CodeActionParams(document, where, context)
    return list(await editor.client.text_document_code_action_async(params) or [])


async def done(editor: Editor, action: types.CodeAction, text: str) -> str:
    """Choose an action, as an editor does, and return the text it makes of `text`."""
    if action.edit is None:
        action = await editor.client.code_action_resolve_async(action)
    assert action.edit is not None
    if action.edit.document_changes is not None:
        [change] = action.edit.document_changes
        assert isinstance(change, types.TextDocumentEdit)
        assert change.text_document.version == 1
        edits = list(change.edits)
    else:
        [edits] = (action.edit.changes or {}).values()
    lines, encoding = LineIndex(text), editor.result.capabilities.position_encoding
    for edit in sorted(edits, key=lambda one: (one.range.start.line, one.range.start.character))[
        ::-1
    ]:
        start, end = (
            lines.offset(Position(at.line, at.character), encoding)
            for at in (edit.range.start, edit.range.end)
        )
        text = text[:start] + edit.new_text + text[end:]
    return text


def titled(found: list[types.CodeAction], title: str) -> types.CodeAction:
    [one] = [action for action in found if action.title == title]
    return one


async def test_a_finding_has_its_fixes_the_best_one_first(editor: Editor) -> None:
    """With the finding they mend, as the editor has it."""
    uri = editor.open(MISSION)
    found = await actions(editor, uri, span(editor, MISSION, "ordres"), ["quickfix"])
    best = found[0]
    assert [action.is_preferred for action in found if action.is_preferred] == [True]
    assert best.is_preferred
    assert best.kind == types.CodeActionKind.QuickFix
    [mended] = best.diagnostics or []
    assert mended in await editor.diagnostics(uri)
    assert await done(editor, best, MISSION) == MISSION.replace("ordres", "orders")


async def test_a_refactoring_is_made_when_it_is_chosen(editor: Editor) -> None:
    """Its edits come with the list only where the editor cannot ask for them later."""
    uri = editor.open(MISSION)
    where = span(editor, MISSION, "response.total + 1")
    found = await actions(editor, uri, where)
    action = titled(found, "Extract into variable `value`")
    assert action.kind == types.CodeActionKind.RefactorExtract
    support = editor.client.capabilities.text_document.code_action
    lazily = bool(support.data_support) and "edit" in support.resolve_support.properties
    assert (action.edit is None) == lazily
    assert await done(editor, action, MISSION) == MISSION.replace(
        "    post", "    let value = response.total + 1\n    post"
    ).replace("total: response.total + 1", "total: value")


async def test_only_what_is_asked_for_is_listed(editor: Editor) -> None:
    uri = editor.open(MISSION)
    where = span(editor, MISSION, 'get Shop "/orders"')
    kinds = {action.kind for action in await actions(editor, uri, where, ["refactor"])}
    assert types.CodeActionKind.RefactorRewrite in kinds
    assert all(str(getattr(kind, "value", kind)).startswith("refactor.") for kind in kinds)
    assert await actions(editor, uri, where, ["refactor.inline"]) == []
    assert await actions(editor, uri, where, ["source.organizeImports"]) == []
    cursor = types.Range(where.start, where.start)
    automatic = types.CodeActionTriggerKind.Automatic
    unasked = await actions(editor, uri, cursor, None, automatic)
    assert {action.kind for action in unasked} <= {types.CodeActionKind.QuickFix}


@pytest.mark.parametrize("only", ["source.fixAll", "source.fixAll.reqon", "source"])
async def test_a_whole_file_is_fixed_for_who_asks_for_it(editor: Editor, only: str) -> None:
    """As far as that is safe; nothing is offered where nothing can be fixed."""
    text = MISSION.replace("ordres", "orders").replace("auth: none", "auth: none, auth: none")
    uri = editor.open(text)
    where = types.Range(types.Position(0, 0), types.Position(0, 0))
    [action] = await actions(editor, uri, where, [only])
    fixed = await done(editor, action, text)
    assert fixed == MISSION.replace("ordres", "orders")
    uri = editor.open(fixed)
    assert await actions(editor, uri, where, [only]) == []


async def test_what_a_fix_leaves_to_fix_is_fixed_as_well(editor: Editor) -> None:
    """In one set of edits: the first fix shortens the comment, the second removes it."""
    comment = "  // reqon: ignore[RQ6005, RQ6004]\n"
    clean = MISSION.replace("ordres", "orders")
    text = clean.replace("  source", f"{comment}  source")
    uri = editor.open(text)
    where = types.Range(types.Position(0, 0), types.Position(0, 0))
    [action] = await actions(editor, uri, where, ["source.fixAll"])
    assert await done(editor, action, text) == clean


async def test_an_action_of_a_text_that_changed_is_refused(editor: Editor) -> None:
    """Its places are those of another text; the editor asks again."""
    uri = editor.open(MISSION)
    where = span(editor, MISSION, 'get Shop "/orders"')
    found = await actions(editor, uri, where, ["refactor.rewrite"])
    action = titled(found, "Name the source among the options")
    if action.edit is not None:
        return
    editor.edit(uri, 2, (0, 0, 0, 0, "// new\n"))
    with pytest.raises(JsonRpcException, match="changed meanwhile"):
        await editor.client.code_action_resolve_async(action)


async def test_an_action_of_somebody_else_comes_back_as_it_is(editor: Editor) -> None:
    uri = editor.open(MISSION)
    action = types.CodeAction("Theirs", data={"uri": uri, "version": 1, "name": "theirs"})
    answered = await editor.client.code_action_resolve_async(action)
    assert (answered.title, answered.edit) == ("Theirs", None)
