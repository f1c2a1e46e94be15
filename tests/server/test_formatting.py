"""Formatting through the protocol: whole files, selections, and lines being typed."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from lsprotocol import types

from server.editor import Editor, start_editor

pytestmark = pytest.mark.asyncio(loop_scope="module")

UGLY = """\
mission Orders {
      source Shop { auth: none, base: "https://𝄞.example" }

  action Fetch {
get "/orders"
  }

     run Fetch
}
"""
PRETTY = """\
mission Orders {
  source Shop { auth: none, base: "https://𝄞.example" }

  action Fetch {
    get "/orders"
  }

  run Fetch
}
"""
OPTIONS = types.FormattingOptions(tab_size=8, insert_spaces=False)


@pytest_asyncio.fixture(loop_scope="module", scope="module", params=["vscode", "neovim@v0.11.0"])
async def editor(request: pytest.FixtureRequest) -> AsyncIterator[Editor]:
    async with start_editor(request.param) as editor:
        yield editor


def applied(text: str, edits: list[types.TextEdit]) -> str:
    """Make edits as an editor does; all of them lie before the wide character of a line."""
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]

    def offset(place: types.Position) -> int:
        return starts[place.line] + place.character

    for edit in sorted(edits, key=lambda edit: -offset(edit.range.start)):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text


def lines(first: int, last: int) -> types.Range:
    return types.Range(types.Position(first, 0), types.Position(last, 0))


async def test_a_file_gets_the_one_style_whatever_the_options_say(editor: Editor) -> None:
    """And no edits when it has it."""
    for text, count in ((UGLY, None), (PRETTY, 0)):
        document = types.TextDocumentIdentifier(editor.open(text))
        params = types.DocumentFormattingParams(document, OPTIONS)
        edits = list(await editor.client.text_document_formatting_async(params) or [])
        assert applied(text, edits) == PRETTY
        assert count is None or len(edits) == count


async def test_only_the_statements_of_a_selection_are_formatted(editor: Editor) -> None:
    """The rest stays as ugly as it was."""
    document = types.TextDocumentIdentifier(editor.open(UGLY))
    params = types.DocumentRangeFormattingParams(document, lines(4, 5), OPTIONS)
    edits = await editor.client.text_document_range_formatting_async(params)
    assert applied(UGLY, edits) == UGLY.replace("\nget", "\n    get")
    several = types.DocumentRangesFormattingParams(document, [lines(4, 5), lines(4, 5)], OPTIONS)
    again = await editor.client.text_document_ranges_formatting_async(several)
    assert list(again) == list(edits)


async def test_a_new_line_is_indented_while_it_is_typed(editor: Editor) -> None:
    """In text that is not whole."""
    text = "mission A {\n  action B {\n"
    document = types.TextDocumentIdentifier(editor.open(text))
    place = types.Position(2, 0)
    params = types.DocumentOnTypeFormattingParams(document, place, "\n", OPTIONS)
    edits = await editor.client.text_document_on_type_formatting_async(params)
    assert applied(text, edits) == text + "    "
