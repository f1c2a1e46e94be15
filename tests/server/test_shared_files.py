"""A file that several projects import is one file: its names are found and renamed in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from server.editor import Editor, identifier, start_editor

IMPORT = 'import { Order } from "../types.vague"\n'
LOAD = """\
action Load {
  get "/orders"
  for one in response {
    map one -> Order { id: .id, total: .total }
    store response -> orders { key: .id }
  }
}
"""
STORE = 'store orders: memory("orders")\n'
PARCEL = "schema Parcel { id: int }\n"
SOURCE = 'source Api { auth: none, base: "https://shop.example" }\n'
FILES = {
    "types.vague": "schema Order { id: int, total: int }\n",
    "east/mission.vague": f"mission East {{\n{SOURCE}run Load\n}}\n",
    "east/stores.vague": STORE,
    "east/load.vague": IMPORT + LOAD,
    "west/mission.vague": f"mission West {{\n{SOURCE}{STORE}run Load\n}}\n",
    "west/load.vague": IMPORT + LOAD,
    "jobs/alone.vague": f"{IMPORT}mission Alone {{\n{SOURCE}{STORE}{LOAD}run Load\n}}\n{PARCEL}",
}


@pytest.fixture
async def editor(tmp_path: Path) -> AsyncIterator[Editor]:
    """An editor that shows all the files."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    async with start_editor("vscode", tmp_path) as started:
        for name in FILES:
            uri = started.open_file(tmp_path / name)
            assert [one for one in await started.diagnostics(uri) if one.code == "RQ8007"] == []
        yield started


def place(folder: Path, name: str, text: str) -> dict[str, Any]:
    before = FILES[name][: FILES[name].index(text)]
    line = before.count("\n")
    column = len(before) - (before.rfind("\n") + 1)
    position = types.Position(line, column)
    return {"text_document": identifier((folder / name).as_uri()), "position": position}


async def renamed(editor: Editor, folder: Path, name: str, text: str, new: str) -> dict[str, int]:
    """Return how many edits a rename makes in each file."""
    params = types.RenameParams(new_name=new, **place(folder, name, text))
    edit = await editor.client.text_document_rename_async(params)
    assert edit is not None
    return {
        str(Path(one.text_document.uri.removeprefix("file://")).relative_to(folder)): len(one.edits)
        for one in edit.document_changes
    }


PLACES = ["types.vague", "east/load.vague", "west/load.vague", "jobs/alone.vague"]


@pytest.mark.parametrize("name", PLACES)
async def test_a_schema_is_renamed_wherever_it_is_imported(
    editor: Editor, tmp_path: Path, name: str
) -> None:
    """From its declaration, and from each of its importers."""
    assert await renamed(editor, tmp_path, name, "Order", "Purchase") == {
        "types.vague": 1,
        "east/load.vague": 2,
        "west/load.vague": 2,
        "jobs/alone.vague": 2,
    }


@pytest.mark.parametrize(
    ("name", "text", "files"),
    [
        ("east/load.vague", "total:", PLACES),
        ("east/stores.vague", "orders", ["east/stores.vague", "east/load.vague"]),
    ],
    ids=["a field that all map", "a store that one project sees"],
)
async def test_a_name_is_renamed_where_it_is_seen(
    editor: Editor, tmp_path: Path, name: str, text: str, files: list[str]
) -> None:
    """Once in each of these files, and in no other."""
    assert await renamed(editor, tmp_path, name, text, "other") == dict.fromkeys(files, 1)


async def test_a_name_that_is_taken_in_another_project_is_refused(
    editor: Editor, tmp_path: Path
) -> None:
    """Though nothing of that name is to be seen where the rename is asked for."""
    params = types.RenameParams(new_name="Parcel", **place(tmp_path, "east/load.vague", "Order"))
    with pytest.raises(JsonRpcException, match=r"Parcel.*(\n|.)*alone\.vague"):
        await editor.client.text_document_rename_async(params)


@pytest.mark.parametrize("name", PLACES)
async def test_references_and_implementations_are_found_in_all_projects(
    editor: Editor, tmp_path: Path, name: str
) -> None:
    """Each place once."""
    at = place(tmp_path, name, "Order")
    context = types.ReferenceContext(include_declaration=True)
    found = await editor.client.text_document_references_async(types.ReferenceParams(context, **at))
    assert found is not None
    number = Counter(one.uri for one in found)
    assert sorted(number.values()) == [1, 2, 2, 2]
    assert len({(one.uri, str(one.range)) for one in found}) == 7
    made = await editor.client.text_document_implementation_async(types.ImplementationParams(**at))
    assert isinstance(made, list)
    assert len({one.uri for one in made}) == len(made) == 3
