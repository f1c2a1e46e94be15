"""Completion of paths and of other files' names, over folders on disk and unsaved documents."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

from lsprotocol import types

from reqon_language.features.completion import FolderEntry
from reqon_server.workspace import folders as rooms
from reqon_server.workspace.folders import Folders
from server.editor import start_editor

ORDER = "schema Order { id: string }\n"


def labels(found: types.CompletionList) -> list[str]:
    return [item.label for item in found.items]


async def test_paths_are_those_on_disk_and_those_of_open_documents(tmp_path: Path) -> None:
    """Relative to the file, whatever the folder of the workspace is; slash and quote ask."""
    (tmp_path / "missions").mkdir()
    (tmp_path / "specs").mkdir()
    for name in ("missions/order.vague", "missions/crm.yaml", "specs/shop.json", "specs/notes.md"):
        (tmp_path / name).write_text("")
    async with start_editor("vscode", tmp_path) as editor:
        triggers = editor.result.capabilities.completion_provider.trigger_characters
        assert {'"', "/"} <= {*triggers}
        editor.open(ORDER, tmp_path / "missions" / "unsaved.vague")
        editor.open(ORDER, tmp_path / "missions" / "deep" / "unsaved.vague")
        own = tmp_path / "missions" / "a.vague"
        text = 'import { Order } from ""\nsource S from "../specs/"\nsource T from "./"\n'
        uri = editor.open(text, own)
        own.write_text(text)
        found = await editor.complete(uri, 0, len('import { Order } from "'))
        assert labels(found) == ["order.vague", "unsaved.vague", "deep/", "../"]
        assert labels(await editor.complete(uri, 1, len('source S from "../specs/'))) == [
            "shop.json"
        ]
        assert labels(await editor.complete(uri, 2, len('source T from "./'))) == [
            "crm.yaml",
            "deep/",
            "../",
        ]


async def test_names_of_other_files_are_offered_as_they_are_now(tmp_path: Path) -> None:
    """Unsaved text counts; without `from`, a name of any file of the workspace brings it along."""
    order, own = tmp_path / "order.vague", tmp_path / "a.vague"
    order.write_text(ORDER)
    async with start_editor("vscode", tmp_path) as editor:
        uri = editor.open('import { } from "./order.vague"\nimport { }\n', own)
        assert labels(await editor.complete(uri, 0, 9)) == ["Order"]
        editor.open(ORDER + "schema Line { sku: string }\n", order)
        assert labels(await editor.complete(uri, 0, 9)) == ["Order", "Line"]
        found = await editor.complete(uri, 1, 9)
        line = next(item for item in found.items if item.label == "Line")
        assert [edit.new_text for edit in line.additional_text_edits] == [' from "./order.vague"']


async def test_a_folder_that_does_not_answer_keeps_nobody_waiting(
    tmp_path: Path, monkeypatch: Any
) -> None:
    """It is read on and its content is there at a later question."""
    (tmp_path / "crm.yaml").write_text("")
    answers = threading.Event()
    scan = os.scandir

    def slow(folder: str) -> Any:
        answers.wait(20)
        return scan(folder)

    monkeypatch.setattr(rooms.os, "scandir", slow)
    known = Folders()
    assert known.entries(str(tmp_path)) is None
    answers.set()
    while (found := known.entries(str(tmp_path))) is None:
        pass
    assert found == [FolderEntry("crm.yaml")]
