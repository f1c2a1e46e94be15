"""What version 3.18 of the protocol adds, for a client that announces it and one that does not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio
from lsprotocol import types

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
async def editor(
    request: pytest.FixtureRequest,
    start_editor: Callable[..., Any],
    capabilities_of: Callable[[str], types.ClientCapabilities],
) -> AsyncIterator[Any]:
    async with start_editor(capabilities_of(request.param)) as editor:
        editor.recent = request.param == "recent"
        yield editor


async def ask(editor: Any, name: str, params: Any) -> Any:
    async with asyncio.timeout(LIMIT):
        return await getattr(editor.client, f"{name}_async")(params)


def place(text: str, word: str) -> types.Position:
    """Return where a word of a text of ASCII first stands."""
    before = text[: text.index(word)]
    return types.Position(before.count("\n"), len(before) - before.rfind("\n") - 1)


async def test_an_argument_too_many_is_none_of_the_parameters(editor: Any) -> None:
    """Said by null where that is understood, else by a number that no parameter has."""
    document = types.TextDocumentIdentifier(editor.open(MISSION))
    for word, expected in ((".id,", 0), (".no)", None if editor.recent else 1)):
        params = types.SignatureHelpParams(document, place(MISSION, word))
        found = await ask(editor, "text_document_signature_help", params)
        [signature] = found.signatures
        assert (found.active_parameter, signature.active_parameter) == (expected, expected)


async def test_a_lens_says_what_a_click_does(editor: Any) -> None:
    """To every client: one that knows no tooltips passes them over."""
    document = types.TextDocumentIdentifier(editor.open(MISSION))
    lenses = await ask(editor, "text_document_code_lens", types.CodeLensParams(document))
    assert lenses[0].command.tooltip == "Run Sync from its beginning"
