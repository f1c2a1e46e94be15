"""What version 3.18 of the protocol adds, for a client that announces it and one that does not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from server.editor import Editor, start_editor

pytestmark = pytest.mark.asyncio(loop_scope="module")
LIMIT = 20
MISSION = """\
mission Sync {
  source Shop { auth: none, base: "https://shop.example" }
  store orders: file("orders")

  action Fetch {
    get Shop "/orders"
    store response -> orders { key: lowercase(.id, .no) }
  }

  run Fetch
}
"""


@pytest_asyncio.fixture(loop_scope="module", scope="module", params=["recent", "vscode"])
async def editor(request: pytest.FixtureRequest) -> AsyncIterator[Editor]:
    async with start_editor(request.param) as editor:
        editor.recent = request.param == "recent"
        yield editor


async def ask(editor: Editor, name: str, params: Any) -> Any:
    async with asyncio.timeout(LIMIT):
        return await getattr(editor.client, f"{name}_async")(params)


def place(text: str, word: str) -> types.Position:
    """Return where a word of a text of ASCII first stands."""
    before = text[: text.index(word)]
    return types.Position(before.count("\n"), len(before) - before.rfind("\n") - 1)


async def test_an_argument_too_many_is_none_of_the_parameters(editor: Editor) -> None:
    """Said by null where that is understood, else by a number that no parameter has."""
    document = types.TextDocumentIdentifier(editor.open(MISSION))
    for word, expected in ((".id,", 0), (".no)", None if editor.recent else 1)):
        params = types.SignatureHelpParams(document, place(MISSION, word))
        found = await ask(editor, "text_document_signature_help", params)
        [signature] = found.signatures
        assert (found.active_parameter, signature.active_parameter) == (expected, expected)


async def test_a_lens_says_what_a_click_does(editor: Editor) -> None:
    """To every client: one that knows no tooltips passes them over."""
    document = types.TextDocumentIdentifier(editor.open(MISSION))
    lenses = await ask(editor, "text_document_code_lens", types.CodeLensParams(document))
    assert lenses[0].command.tooltip == "Run Sync from its beginning"


async def actions(
    editor: Editor, uri: str, where: types.Range, only: str
) -> list[types.CodeAction]:
    await editor.diagnostics(uri)
    params = types.CodeActionParams(
        types.TextDocumentIdentifier(uri), where, types.CodeActionContext([], only=[only])
    )
    return list(await ask(editor, "text_document_code_action", params) or [])


def edits_of(action: types.CodeAction) -> list[Any]:
    assert action.edit is not None
    [change] = action.edit.document_changes or ()
    assert isinstance(change, types.TextDocumentEdit)
    return list(change.edits)


async def test_a_fix_that_declares_something_leads_through_what_it_made_up(editor: Editor) -> None:
    text = MISSION.replace("get Shop", "get Shoop")
    uri = editor.open(text)
    at = place(text, "Shoop")
    found = await actions(editor, uri, types.Range(at, at), "quickfix")
    [action] = [one for one in found if one.title == "Declare a source `Shoop`"]
    [edit] = edits_of(action)
    if editor.recent:
        assert isinstance(edit, types.SnippetTextEdit)
        assert edit.range.start.character == 0
        new = 'source Shoop { auth: ${1:none}, base: "${2:https://api.example.com}" \\}'
        assert edit.snippet.value.splitlines()[-1] == f"  {new}"
    else:
        assert isinstance(edit, types.TextEdit)
        assert edit.new_text == '\n  source Shoop { auth: none, base: "https://api.example.com" }'


async def test_what_is_extracted_gets_its_name_from_the_author(editor: Editor) -> None:
    """Written once, it stands at all places."""
    sent = 'post Shop "/orders" { body: { total: 1 + 2 } }'
    text = MISSION.replace('get Shop "/orders"', sent)
    uri = editor.open(text)
    at = place(text, "1 + 2")
    where = types.Range(at, types.Position(at.line, at.character + 5))
    [action] = [
        one
        for one in await actions(editor, uri, where, "refactor.extract")
        if one.title == "Extract into variable `value`"
    ]
    action = await ask(editor, "code_action_resolve", action)
    written = [
        edit.snippet.value if isinstance(edit, types.SnippetTextEdit) else edit.new_text
        for edit in edits_of(action)
    ]
    name = "${1:value}" if editor.recent else "value"
    assert "".join(written).count(name) == 2


async def test_fixing_all_leads_nowhere(editor: Editor) -> None:
    """It goes on by itself where somebody else says so, on saving for one."""
    text = MISSION.replace(".id, .no", ".id").replace('"/orders"', "'/orders'")
    uri = editor.open(text)
    at = types.Position(0, 0)
    [action] = await actions(editor, uri, types.Range(at, at), "source.fixAll")
    action = await ask(editor, "code_action_resolve", action)
    assert all(isinstance(edit, types.TextEdit) for edit in edits_of(action))


async def content(editor: Editor, uri: str) -> str:
    params = types.TextDocumentContentParams(uri)
    found = await ask(editor, "workspace_text_document_content", params)
    return str(found.text)


async def do(editor: Editor, command: str, **argument: str) -> Any:
    params = types.ExecuteCommandParams(command, [argument])
    return await ask(editor, "workspace_execute_command", params)


async def test_only_what_the_client_announces_is_said(editor: Editor) -> None:
    said = editor.result.capabilities
    contents = said.workspace.text_document_content
    assert (contents and list(contents.schemes)) == (
        ["reqon-docs", "reqon-graph"] if editor.recent else None
    )
    about = said.code_action_provider.documentation
    assert [one.command.command for one in about or ()] == (
        ["reqon.showDocumentation"] if editor.recent else []
    )
    assert (said.inline_completion_provider is not None) == editor.recent
    several = types.DocumentRangeFormattingOptions(ranges_support=True)
    assert said.document_range_formatting_provider == (several if editor.recent else True)


async def test_the_page_of_a_finding_is_a_document_of_the_server(editor: Editor) -> None:
    """For a client that shows those; the others get that of a file."""
    uri = editor.open(MISSION.replace(".id, .no", "1 +"))
    page = (await editor.diagnostics(uri))[0].code_description.href
    assert page.startswith("reqon-docs:/diagnostics/RQ" if editor.recent else "file:///")
    if editor.recent:
        assert "## What to do" in await content(editor, page)


async def test_pages_are_those_of_the_documentation_and_no_others(editor: Editor) -> None:
    assert (await content(editor, "reqon-docs:/editors/refactorings.md")).startswith("# ")
    for uri in (
        "reqon-docs:/none.md",
        "reqon-docs:/../CONTRIBUTING.md",
        "reqon-docs:/%2e%2e/CONTRIBUTING.md",
        "reqon-docs:/editors",
        "reqon-graph:/nowhere/a.vague.mmd",
        "reqon-graph:untitled.mmd",
        "other:/editors/refactorings.md",
        "",
    ):
        with pytest.raises(JsonRpcException, match="there is no document"):
            await content(editor, uri)


async def test_the_graph_of_a_file_follows_its_text(editor: Editor) -> None:
    """The client is told once that it changed, and again only when it has asked again."""
    uri = editor.open(MISSION.replace(".id, .no", ".id"))
    graph = uri.replace("file:", "reqon-graph:") + ".mmd"
    before = await content(editor, graph)
    assert before.startswith("flowchart LR")
    assert "Pull" not in before
    editor.edit(uri, 2, (4, 9, 4, 14, "Pull"))
    await editor.until(lambda: [one.uri for one in editor.outdated] == [graph])
    assert "Pull" in await content(editor, graph)
    editor.edit(uri, 3, (4, 9, 4, 13, "Push"))
    await editor.until(lambda: [one.uri for one in editor.outdated] == [graph, graph])
    editor.outdated.clear()


async def test_a_graph_is_shown_where_it_can_be(editor: Editor) -> None:
    uri = editor.open(MISSION)
    if editor.recent:
        shown = (await do(editor, "reqon.showGraph", uri=uri))["uri"]
        assert shown == uri.replace("file:", "reqon-graph:") + ".mmd"
        assert editor.client.shown_documents[-1].uri == shown
    else:
        with pytest.raises(JsonRpcException, match="`reqon graph` prints the graph"):
            await do(editor, "reqon.showGraph", uri=uri)
    with pytest.raises(JsonRpcException, match=r"there is no file /nowhere\.vague: give"):
        await do(editor, "reqon.showGraph", uri="file:///nowhere.vague")


async def test_a_page_is_shown_as_document_or_file(editor: Editor) -> None:
    shown = (await do(editor, "reqon.showDocumentation", page="formatting.md"))["uri"]
    assert shown.startswith("reqon-docs:/" if editor.recent else "file:///")
    assert editor.client.shown_documents[-1].uri == shown
    with pytest.raises(JsonRpcException, match="there is no page"):
        await do(editor, "reqon.showDocumentation", page="../README.md")


async def test_what_comes_next_is_proposed_in_grey(editor: Editor) -> None:
    """It is inserted where the cursor is, and goes on from what is chosen in the list."""
    if not editor.recent:
        return
    text = MISSION.replace("store response -> orders { key: lowercase(.id, .no) }", "")
    text = text.replace("  action", "  schema Order { id: string }\n\n  action")
    text = text.replace("    \n", "    map response -> Order { id: .id }\n    \n")
    document = types.TextDocumentIdentifier(editor.open(text))
    at = types.Position(place(text, "map").line + 1, 4)
    automatic = types.InlineCompletionTriggerKind.Automatic
    for chosen, count in ((None, 1), ("store", 1), ("skip", 0)):
        selected = types.SelectedCompletionInfo(types.Range(at, at), chosen) if chosen else None
        context = types.InlineCompletionContext(automatic, selected)
        params = types.InlineCompletionParams(context, document, at)
        found = await ask(editor, "text_document_inline_completion", params)
        proposed = [(one.insert_text, one.range) for one in found.items]
        expected = ("store response -> orders { key: .id }", types.Range(at, at))
        assert proposed == [expected] * count
