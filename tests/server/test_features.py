"""The answers of `reqon_language.features` as editors get them, each through a real client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from lsprotocol import types

from reqon_language.features.semantic_tokens import TOKEN_MODIFIERS, TOKEN_TYPES
from server.editor import Editor, start_editor

pytestmark = pytest.mark.asyncio(loop_scope="module")
LIMIT = 20
EDITORS = ["vscode", "neovim@v0.11.0", "emacs"]
TEXT = """\
// Copies orders.
// 🛒 from the shop.
mission OrderSync {
  source Shop from "./shop.yaml" { auth: none, base: "https://shop.example/v1" }
  store orders: file("orders")
  schema Order { id: string }

  action Fetch {
    get "/orders" { timeout: 5000 }
    match response {
      [Order] -> store response -> orders { key: .id },
      _ -> abort concat("no ", "orders")
    }
  }
  action Use {
    for order in orders { skip }
  }

  run Fetch then Use
}
"""


@pytest_asyncio.fixture(loop_scope="module", scope="module", params=EDITORS)
async def editor(request: pytest.FixtureRequest) -> AsyncIterator[Editor]:
    async with start_editor(request.param) as editor:
        yield editor


class File:
    """A text that is open in an editor."""

    def __init__(self, editor: Editor, text: str = TEXT, path: Path | None = None) -> None:
        self.client, self.text = editor.client, text
        self.uri = editor.open(text, path)
        self.document = types.TextDocumentIdentifier(self.uri)

    def place(self, word: str, inside: int = 0) -> types.Position:
        """Return where the last `word` begins, or a character `inside` it; its line is ASCII."""
        before = self.text[: self.text.rindex(word) + inside]
        return types.Position(before.count("\n"), len(before) - before.rfind("\n") - 1)

    def at(self, found: types.Range) -> str:
        """Return the text of a range whose ends stand on lines of ASCII."""
        lines = self.text.splitlines(keepends=True)
        starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]
        start = starts[found.start.line] + found.start.character
        return self.text[start : starts[found.end.line] + found.end.character]

    async def ask(self, name: str, params: Any) -> Any:
        async with asyncio.timeout(LIMIT):
            return await getattr(self.client, f"{name}_async")(params)


def prose(shown: Any) -> str:
    return str(getattr(shown, "value", shown))


async def test_hover_says_what_a_word_means_in_the_form_the_client_shows(editor: Editor) -> None:
    """Markdown with code, or plain text."""
    file = File(editor)
    params = types.HoverParams(file.document, file.place("orders {", 2))
    found = await file.ask("text_document_hover", params)
    assert 'store orders: file("orders")' in prose(found.contents)
    assert file.at(found.range) == "orders"
    takes = editor.client.capabilities.text_document.hover
    markdown = types.MarkupKind.Markdown in (takes.content_format or ())
    assert ("```vague" in prose(found.contents)) is markdown
    nothing = types.HoverParams(file.document, types.Position(6, 0))
    assert await file.ask("text_document_hover", nothing) is None


async def test_signature_help_marks_the_argument_being_written(editor: Editor) -> None:
    """Behind the comma it is the next one."""
    file = File(editor)
    params = types.SignatureHelpParams(file.document, file.place('"orders")', 0))
    found = await file.ask("text_document_signature_help", params)
    [signature] = found.signatures
    assert signature.label.startswith("concat(")
    assert found.active_parameter == 0
    [parameter] = signature.parameters
    label = parameter.label
    shown = label if isinstance(label, str) else signature.label[label[0] : label[1]]
    assert shown.startswith("...")
    outside = types.SignatureHelpParams(file.document, file.place("skip"))
    assert await file.ask("text_document_signature_help", outside) is None


async def test_the_outline_is_nested_for_clients_that_nest(editor: Editor) -> None:
    """And a list for the others."""
    file = File(editor)
    params = types.DocumentSymbolParams(file.document)
    found = await file.ask("text_document_document_symbol", params)
    known = editor.client.capabilities.text_document.document_symbol
    names = [one.name for one in found]
    if known.hierarchical_document_symbol_support:
        assert names == ["OrderSync"]
        members = [one.name for one in found[0].children]
        assert members == ["Shop", "orders", "Order", "Fetch", "Use", "run Fetch then Use"]
        assert file.at(found[0].selection_range) == "OrderSync"
    else:
        assert names[:3] == ["OrderSync", "Shop", "orders"]


async def test_symbols_are_found_in_every_open_file(editor: Editor) -> None:
    """By letters of their names, the best first."""
    files = [File(editor, f"schema Unusual{name} {{ id: string }}") for name in ("One", "Two")]
    found = await files[0].ask("workspace_symbol", types.WorkspaceSymbolParams("unut"))
    assert [(one.name, one.location.uri) for one in found] == [("UnusualTwo", files[1].uri)]


async def test_blocks_and_comments_can_be_folded(editor: Editor) -> None:
    """By lines where the client folds whole lines."""
    file = File(editor)
    params = types.FoldingRangeParams(file.document)
    found = await file.ask("text_document_folding_range", params)
    places = [(one.start_line, one.end_line, one.kind) for one in found]
    assert (0, 1, types.FoldingRangeKind.Comment) in places
    known = editor.client.capabilities.text_document.folding_range
    last = 18 if known is not None and known.line_folding_only else 19
    assert (2, last, None) in places


async def test_selections_grow_around_every_cursor(editor: Editor) -> None:
    """Word, field, option, and in the end the file."""
    file = File(editor)
    places = [file.place(".id", 1), file.place("skip")]
    params = types.SelectionRangeParams(file.document, places)
    first, second = await file.ask("text_document_selection_range", params)
    assert [file.at(first.range), file.at(first.parent.range)] == ["id", ".id"]
    assert file.at(second.range) == "skip"
    while second.parent is not None:
        second = second.parent
    assert second.range.start == types.Position(0, 0)


async def test_places_of_a_name_are_highlighted(editor: Editor) -> None:
    """Declared, written and read."""
    file = File(editor)
    params = types.DocumentHighlightParams(file.document, file.place("orders {", 2))
    found = await file.ask("text_document_document_highlight", params)
    assert [file.at(one.range) for one in found] == ["orders"] * 3
    kinds = types.DocumentHighlightKind
    assert [one.kind for one in found] == [kinds.Write, kinds.Write, kinds.Read]


async def test_links_lead_to_files_beside_the_file_and_to_urls(
    editor: Editor, tmp_path: Path
) -> None:
    """A path is relative to the file that names it."""
    file = File(editor, TEXT, tmp_path / "sync.vague")
    found = await file.ask("text_document_document_link", types.DocumentLinkParams(file.document))
    assert [one.target for one in found] == [
        (tmp_path / "shop.yaml").as_uri(),
        "https://shop.example/v1",
    ]


def decoded(text: str, data: list[int]) -> list[tuple[str, str, int]]:
    lines, line, column, found = text.splitlines(), 0, 0, []
    for at in range(0, len(data), 5):
        down, right, length, kind, modifiers = data[at : at + 5]
        line, column = line + down, right if down else column + right
        found.append((lines[line][column : column + length], TOKEN_TYPES[kind], modifiers))
    return found


async def test_tokens_are_sent_whole_in_part_and_as_changes(editor: Editor) -> None:
    """What changes make of an earlier answer is the answer to the changed text."""
    text = TEXT.replace("🛒 ", "")
    file = File(editor, text)
    whole = await file.ask(
        "text_document_semantic_tokens_full", types.SemanticTokensParams(file.document)
    )
    shown = decoded(text, whole.data)
    declaration = 1 << TOKEN_MODIFIERS.index("declaration")
    assert ("OrderSync", "namespace", declaration) in shown
    assert ("orders", "class", declaration) in shown
    lines = types.Range(types.Position(15, 0), types.Position(16, 0))
    part = await file.ask(
        "text_document_semantic_tokens_range",
        types.SemanticTokensRangeParams(file.document, lines),
    )
    assert decoded(text, part.data)[:3] == [
        ("for", "keyword", 0), ("order", "variable", declaration), ("in", "keyword", 0),
    ]  # fmt: skip
    editor.edit(file.uri, 2, (15, 26, 15, 30, "abort order.id"))
    changed = await file.ask(
        "text_document_semantic_tokens_full_delta",
        types.SemanticTokensDeltaParams(file.document, whole.result_id),
    )
    data = list(whole.data)
    for edit in changed.edits:
        data[edit.start : edit.start + edit.delete_count] = edit.data or []
    again = await file.ask(
        "text_document_semantic_tokens_full", types.SemanticTokensParams(file.document)
    )
    assert data == list(again.data)
    lost = types.SemanticTokensDeltaParams(file.document, "no such result")
    answer = await file.ask("text_document_semantic_tokens_full_delta", lost)
    assert list(answer.data) == data


async def test_hints_are_given_for_the_lines_on_the_screen(editor: Editor) -> None:
    """The type of a loop's variable, the unit of a plain number."""
    file = File(editor)
    screen = types.Range(types.Position(7, 0), types.Position(17, 0))
    params = types.InlayHintParams(file.document, screen)
    found = await file.ask("text_document_inlay_hint", params)
    assert [one.label for one in found] == ["ms", ": Order"]
    above = types.InlayHintParams(
        file.document, types.Range(types.Position(0, 0), types.Position(3, 0))
    )
    assert list(await file.ask("text_document_inlay_hint", above)) == []


async def test_half_typed_text_is_answered_like_any_other(editor: Editor) -> None:
    """Every request, on a file that is cut short in the middle of a step."""
    file = File(editor, TEXT[: TEXT.index(" orders { key")])
    document, place = file.document, file.place("store", 1)
    whole = types.Range(types.Position(0, 0), types.Position(99, 0))
    asked = {
        "text_document_hover": types.HoverParams(document, place),
        "text_document_document_symbol": types.DocumentSymbolParams(document),
        "text_document_folding_range": types.FoldingRangeParams(document),
        "text_document_selection_range": types.SelectionRangeParams(document, [place]),
        "text_document_semantic_tokens_full": types.SemanticTokensParams(document),
        "text_document_inlay_hint": types.InlayHintParams(document, whole),
    }
    for name, params in asked.items():
        assert await file.ask(name, params) is not None, name
