"""What open documents show of other files is asked for again when those change."""

from __future__ import annotations

import asyncio
from pathlib import Path

from lsprotocol import types

from server.editor import start_editor

LIMIT = 30


async def test_what_a_document_shows_of_another_is_asked_for_anew_when_that_changes(
    tmp_path: Path,
) -> None:
    """The type in a hint comes from a schema of the other file."""
    schema = "schema Order {\n  id: int,\n  total: decimal\n}\n"
    main = (
        'import { Order } from "./schemas.vague"\n'
        'mission M {\n  source A { auth: none, base: "https://x.example" }\n  action P {\n'
        '    get "/o"\n    map response -> Order { id: .id, total: .total }\n'
        "    let sum = response.total\n  }\n  run P\n}\n"
    )
    (tmp_path / "schemas.vague").write_text(schema, encoding="utf-8")
    async with start_editor("vscode", tmp_path) as editor:
        uri = editor.open(main, tmp_path / "main.vague")
        other = editor.open(schema, tmp_path / "schemas.vague")
        everything = types.Range(types.Position(0, 0), types.Position(9, 0))
        document = types.TextDocumentIdentifier(uri)
        async with asyncio.timeout(LIMIT):
            await editor.client.text_document_inlay_hint_async(
                types.InlayHintParams(document, everything)
            )
        editor.edit(other, 2, (2, 9, 2, 16, "string"))
        await editor.until(lambda: editor.shown_anew == 1)
        editor.edit(other, 3, (2, 9, 2, 15, "int"))
        await editor.until(lambda: editor.shown_anew == 2)
