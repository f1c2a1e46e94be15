"""What others do to files while an editor shows them: `git checkout`, a shell, another editor.

Of a folder that goes or comes many editors tell nothing but its name.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from reqon_server.workspace.specs import Loaded, SpecStore, load
from server.clients import capabilities_of
from server.editor import Editor, start_editor

SCHEMA = 'schema Order { id: int, bad: strin }\nsource Lib { auth: none, base: "https://lib" }\n'
READING = """\
action Fetch {
  get "/orders"
  match response {
    Order -> skip,
    _ -> skip,
  }
}
"""
IMPORTER = 'import { Order } from "./lib/order.vague"\n' + READING
SPEC = """\
openapi: 3.0.3
servers: [{url: "https://shop.example"}]
paths:
  /orders:
    get:
      operationId: orders
      responses:
        "200":
          content:
            application/json:
              schema: {type: array, items: {type: object, properties: {id: {type: string}}}}
"""
CALLING = """\
mission Shop {
  source Shop from "./api/shop.yaml" { auth: none }
  store orders: file("orders")
  action Get {
    call Shop.orders
    store response -> orders { key: .idd }
  }
  run Get
}
"""
FILES = {
    "single.vague": IMPORTER,
    "post/mission.vague": 'mission post {\n  source A { auth: none, base: "https://a" }\n}\n',
    "post/fetch.vague": IMPORTER.replace("./lib", "../lib"),
    "lib/order.vague": SCHEMA,
    "calling.vague": CALLING,
    "api/shop.yaml": SPEC,
}
IMPORTERS = ("single.vague", "post/fetch.vague")


class Folder:
    """Files on disk, and an editor that shows what is wrong with them."""

    def __init__(self, editor: Editor, path: Path) -> None:
        self.editor = editor
        self.path = path

    def codes(self, name: str) -> list[str]:
        return [one.code for one in self.editor.shown((self.path / name).as_uri())]

    def told(self, name: str) -> None:
        self.editor.changed(self.path / name)

    async def until(self, name: str, code: str, there: bool = True) -> None:
        await self.editor.until(lambda: (code in self.codes(name)) == there)


@pytest.fixture
async def folder(tmp_path: Path) -> AsyncIterator[Folder]:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    async with start_editor(capabilities_of("vscode", pulls=False), tmp_path) as editor:
        found = Folder(editor, tmp_path)
        await found.until("lib/order.vague", "RQ4008")
        await found.until("calling.vague", "RQ4001")
        await editor.until(lambda: editor.watches("reqon-folders"))
        yield found


@pytest.mark.parametrize("told", ["lib", "lib/order.vague"])
async def test_what_is_imported_from_a_file_that_went_is_reported(
    folder: Folder, told: str
) -> None:
    """In single files and in mission folders alike, until the file is back."""
    shutil.move(folder.path / "lib", folder.path / ".lib")
    folder.told(told)
    await folder.until("lib/order.vague", "RQ4008", False)
    for name in IMPORTERS:
        await folder.until(name, "RQ8007")
    shutil.move(folder.path / ".lib", folder.path / "lib")
    folder.told(told)
    await folder.until("lib/order.vague", "RQ4008")
    for name in IMPORTERS:
        await folder.until(name, "RQ8007", False)


async def test_the_document_of_a_source_goes_and_comes_with_its_folder(folder: Folder) -> None:
    shutil.move(folder.path / "api", folder.path / ".api")
    folder.told("api")
    await folder.until("calling.vague", "RQ6015")
    assert "RQ4001" not in folder.codes("calling.vague")
    shutil.move(folder.path / ".api", folder.path / "api")
    folder.told("api")
    await folder.until("calling.vague", "RQ6015", False)
    assert "RQ4001" in folder.codes("calling.vague")


async def test_folders_are_watched_for_their_end(folder: Folder) -> None:
    """Editors tell of a folder only where a pattern fits it."""

    def watched() -> set[str]:
        [*_, latest] = [one for one in folder.editor.registered if one.id == "reqon-folders"]
        assert {one["kind"] for one in latest.register_options["watchers"]} == {4}
        return {one["globPattern"]["pattern"] for one in latest.register_options["watchers"]}

    await folder.editor.until(lambda: watched() == {"lib", "post", "api"})


async def test_an_edit_of_an_imported_file_is_felt_in_a_mission_folder(folder: Folder) -> None:
    """Its importers are told, and names lead to where they are now, though nothing was saved."""
    editor = folder.editor
    imported = editor.open(SCHEMA, folder.path / "lib/order.vague")
    part = editor.open(FILES["post/fetch.vague"], folder.path / "post/fetch.vague")
    editor.edit(imported, 2, (0, 0, 0, 0, "\n\n"))
    [found] = await editor.define(part, 4, 5)
    assert (found.target_uri, found.target_selection_range.start.line) == (imported, 2)
    editor.edit(imported, 3, (2, 7, 2, 12, "Other"))
    for name in IMPORTERS:
        await folder.until(name, "RQ8007")


async def test_while_a_document_is_half_written_it_is_what_it_was(folder: Folder) -> None:
    """One finding says so; no other comes or goes, neither then nor when it is mended."""
    spec = folder.path / "api/shop.yaml"
    uri = (folder.path / "calling.vague").as_uri()
    before = len(folder.editor.published)
    for text, broken in ((SPEC + "  /people: [", True), (SPEC, False), ("", True), (SPEC, False)):
        spec.write_text(text)
        folder.told("api/shop.yaml")
        await folder.until("calling.vague", "RQ6015", broken)
    said = [one.diagnostics for one in folder.editor.published[before:] if one.uri == uri]
    others = [{one.code for one in found} - {"RQ6015"} for found in said]
    assert all(codes == others[0] for codes in others)
    assert "RQ4001" in others[0]
    [finding] = [one for one in said[0] if one.code == "RQ6015"]
    assert "until then this file is checked against what it said before" in finding.message


def test_a_document_that_changes_while_it_is_read_is_read_again(tmp_path: Path) -> None:
    """Otherwise the answer of the first reading would stay for good."""
    path = tmp_path / "shop.yaml"
    specs = SpecStore()
    assert specs.document(path) is None
    specs.begin(str(path))
    assert specs.document(path) is None
    assert specs.wanted == frozenset()
    path.write_text(SPEC)
    specs.look_again(frozenset({str(path)}))
    specs.put(str(path), Loaded({}, frozenset({str(path)})))
    assert specs.wanted == {str(path)}
    specs.begin(str(path))
    specs.put(str(path), load(str(path)))
    assert specs.wanted == frozenset()
    assert specs.loaded[str(path)].document["openapi"] == "3.0.3"
