"""Editing a mission with a real client over standard input and output."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from lsprotocol import types

from server.clients import capabilities_of
from server.editor import Editor, start_editor

pytestmark = pytest.mark.asyncio(loop_scope="module")

MISSION = """\
mission OrderSync {
  source Shop { auth: none, base: "https://shop.example" }
  store orders: file("orders")
  schema Order { id: string }

  action Fetch {
    get "/orders"
    match response {
      [Order] -> store response -> orders { key: .id },
      _ -> abort "no orders"
    }
  }

  run Fetch
}
"""
STORE_USE = (8, 35)
EDITORS = ["vscode", "visual-studio-code", "neovim@v0.11.0", "emacs"]


@pytest_asyncio.fixture(loop_scope="module", scope="module", params=EDITORS)
async def editor(request: pytest.FixtureRequest) -> AsyncIterator[Editor]:
    async with start_editor(request.param) as editor:
        yield editor


def span(place: types.Range) -> tuple[int, int, int, int]:
    return place.start.line, place.start.character, place.end.line, place.end.character


def labels(found: types.CompletionList) -> list[str]:
    return [item.label for item in found.items]


async def test_a_misspelt_store_is_found_where_it_stands_and_gone_when_mended(
    editor: Editor,
) -> None:
    """The whole way: clean file, a slip of the finger, a squiggle with a suggestion, the fix."""
    uri = editor.open(MISSION)
    assert await editor.diagnostics(uri) == []
    line, column = STORE_USE
    editor.edit(uri, 2, (line, column, line, column + 6, "ordres"))
    found = await editor.diagnostics(uri)
    [wrong] = [diagnostic for diagnostic in found if diagnostic.code == "RQ3003"]
    assert wrong.message == "store `ordres` is not defined; did you mean `orders`?"
    assert wrong.severity == types.DiagnosticSeverity.Error
    assert wrong.source == "reqon"
    assert span(wrong.range) == (line, column, line, column + 6)
    if editor.client.capabilities.text_document.publish_diagnostics.data_support:
        assert wrong.data == {"suggestion": "orders"}
    editor.edit(uri, 3, (line, column + 2, line, column + 6, "ders"))
    assert await editor.diagnostics(uri) == []


async def test_typing_key_by_key_ends_where_pasting_would(editor: Editor) -> None:
    """Every half-typed state is a text like any other; the last one counts."""
    uri = editor.open("")
    line, column, version = 0, 0, 1
    for character in MISSION:
        version += 1
        editor.edit(uri, version, (line, column, line, column, character))
        line, column = (line + 1, 0) if character == "\n" else (line, column + 1)
    assert await editor.diagnostics(uri) == []


async def test_definition_leads_from_a_use_to_the_declared_name(editor: Editor) -> None:
    """As a link where the client knows links, so that the whole name is underlined."""
    uri = editor.open(MISSION)
    line, column = STORE_USE
    [link] = await editor.define(uri, line, column + 3)
    assert link.target_uri == uri
    assert span(link.target_selection_range) == (2, 8, 2, 14)
    assert span(link.target_range) == (2, 2, 2, 30)
    assert span(link.origin_selection_range) == (line, column, line, column + 6)
    assert await editor.define(uri, 4, 0) is None


async def test_completion_proposes_the_stores_where_a_store_is_wanted(editor: Editor) -> None:
    """And replaces what was typed of the word, said once or per item as the client likes."""
    uri = editor.open(MISSION)
    line, column = STORE_USE
    found = await editor.complete(uri, line, column + 2)
    assert labels(found) == ["orders"]
    [item] = found.items
    place = item.text_edit.range if item.text_edit else found.item_defaults.edit_range
    assert span(place) == (line, column, line, column + 2)
    assert item.kind == types.CompletionItemKind.Class
    [schema] = (await editor.complete(uri, 8, 7)).items[:1]
    says_kinds = editor.client.capabilities.text_document.completion.completion_item_kind
    kinds = types.CompletionItemKind
    assert (schema.label, schema.kind) == ("Order", kinds.Struct if says_kinds else kinds.Class)


async def test_a_proposal_says_more_when_it_is_looked_at(editor: Editor) -> None:
    """What is declared comes with its declaration, once it is asked for."""
    uri = editor.open(MISSION)
    line, column = STORE_USE
    [item] = (await editor.complete(uri, line, column + 2)).items
    if item.data is None:
        item.data = {"uri": uri, "offset": 0}
    found = await editor.client.completion_item_resolve_async(item)
    assert "store orders" in getattr(found.documentation, "value", found.documentation)


async def test_a_new_store_is_declared_when_its_name_is_accepted(editor: Editor) -> None:
    """With an edit elsewhere in the text."""
    line, column = STORE_USE
    uri = editor.open(MISSION.replace("-> orders", "-> sales"))
    [item] = [one for one in (await editor.complete(uri, line, column + 5)).items
              if one.label == "sales"]  # fmt: skip
    [edit] = item.additional_text_edits
    assert edit.new_text.strip() == 'store sales: file("sales")'


async def test_steps_are_snippets_only_for_clients_that_know_them(editor: Editor) -> None:
    """Emacs without yasnippet would insert the placeholders as they stand."""
    uri = editor.open(MISSION)
    found = await editor.complete(uri, 6, 4)
    loop = found.items[labels(found).index("for")]
    text = loop.text_edit.new_text if loop.text_edit else loop.text_edit_text or loop.label
    known = editor.client.capabilities.text_document.completion.completion_item.snippet_support
    assert (loop.insert_text_format == types.InsertTextFormat.Snippet) is bool(known)
    assert ("${1:item}" in text) is bool(known)
    assert known or text == "for"
    assert [item.sort_text for item in found.items] == sorted(
        item.sort_text for item in found.items
    )


async def test_closing_a_document_clears_its_diagnostics(editor: Editor) -> None:
    """A closed file must not keep its squiggles in the list of problems."""
    uri = editor.open("store x")
    assert await editor.diagnostics(uri) != []
    document = types.TextDocumentIdentifier(uri)
    editor.client.text_document_did_close(types.DidCloseTextDocumentParams(document))
    assert await editor.diagnostics(uri) == []
    assert await editor.define(uri, 0, 7) is None


async def test_lines_end_where_the_protocol_says(editor: Editor) -> None:
    """Form feed, NEL and U+2028 are characters; CRLF is one line end and CR another."""
    text = MISSION.replace("no orders", "no\fo\x85r\u2028ders").replace("\n", "\r\n", 8)
    uri = editor.open(text.replace("  run Fetch\n", "  run Fetch\r"))
    assert await editor.diagnostics(uri) == []
    editor.edit(uri, 2, (13, 6, 13, 11, "Fetsh"))
    wrong = (await editor.diagnostics(uri))[-1]
    assert span(wrong.range) == (13, 6, 13, 11)
    assert "did you mean `Fetch`?" in wrong.message


async def test_unused_names_are_greyed_out(editor: Editor) -> None:
    """The tag is for the editor's theme; the message stays for everyone else."""
    uri = editor.open(MISSION.replace("  schema", '  store spare: file("spare")\n  schema'))
    [unused] = [found for found in await editor.diagnostics(uri) if "spare" in found.message]
    assert list(unused.tags) == [types.DiagnosticTag.Unnecessary]


async def test_a_name_declared_twice_points_to_the_first(editor: Editor) -> None:
    """For clients that show related places; the message alone must do for the others."""
    uri = editor.open(MISSION.replace("  schema", '  store orders: file("o")\n  schema'))
    [twice] = [one for one in await editor.diagnostics(uri) if one.code == "RQ3010"]
    if editor.client.capabilities.text_document.publish_diagnostics.related_information:
        [first] = twice.related_information
        assert (first.location.uri, span(first.location.range)) == (uri, (2, 8, 2, 14))
    else:
        assert twice.related_information is None


async def test_a_client_that_says_nothing_about_itself_gets_the_plain_protocol() -> None:
    """No links, no snippets, no tags, no data, and only the kinds of the first version."""
    async with start_editor(types.ClientCapabilities()) as editor:
        assert editor.result.capabilities.position_encoding == "utf-16"
        uri = editor.open(MISSION.replace("-> orders", "-> ordres"))
        for found in await editor.diagnostics(uri):
            assert (found.tags, found.data, found.related_information) == (None, None, None)
        [location] = await editor.define(uri, 13, 7)
        assert (location.uri, span(location.range)) == (uri, (5, 9, 5, 14))
        for line, column in ((6, 4), (3, 21), (1, 22)):
            proposals = await editor.complete(uri, line, column)
            assert proposals.items
            assert {item.insert_text_format for item in proposals.items} == {None}
            assert max(int(item.kind) for item in proposals.items) <= 18


WIDTHS = {"utf-8": 1 + 4 + 3, "utf-16": 1 + 2 + 1, "utf-32": 1 + 1 + 1}


@pytest.mark.parametrize("encoding", sorted(WIDTHS))
async def test_columns_are_counted_in_the_encoding_agreed_on(encoding: str) -> None:
    """With wide characters before the place, in both directions, for edits and answers."""
    capabilities = capabilities_of("neovim@v0.11.0", encoding=encoding)
    before = '    abort "a𝄞€" + '
    shift = WIDTHS[encoding] - 3
    text = MISSION.replace('    get "/orders"', f'    get "/orders"\n{before}ordres')
    start = len(before) + shift
    async with start_editor(capabilities) as editor:
        assert editor.result.capabilities.position_encoding == encoding
        uri = editor.open(text)
        found = await editor.diagnostics(uri)
        [wrong] = [one for one in found if "`ordres`" in one.message]
        assert span(wrong.range) == (7, start, 7, start + 6)
        editor.edit(uri, 2, (7, start + 3, 7, start + 5, ""), (7, start + 3, 7, start + 3, "er"))
        assert not [one for one in await editor.diagnostics(uri) if "ordres" in one.message]
        [link] = await editor.define(uri, 7, start + 1)
        assert span(link.origin_selection_range) == (7, start, 7, start + 6)
        assert span(link.target_selection_range) == (2, 8, 2, 14)
        found = await editor.complete(uri, 7, start + 3)
        assert labels(found)[0] == "orders"
        assert span(found.item_defaults.edit_range) == (7, start, 7, start + 3)
