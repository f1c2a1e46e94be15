"""Folders on disk: scanned, watched, and checked as projects, with push and with pull."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from server.clients import capabilities_of
from server.editor import start_editor

VSCODE, NEOVIM = "vscode", "neovim@v0.11.0"
PUSHED = capabilities_of(VSCODE, pulls=False)
MISSION = """\
mission Orders {
  source Shop { auth: none, base: "https://shop.example" }
  run Fetch
}
"""
FETCH = 'action Fetch {\n  get "/orders"\n  store response -> orders { key: .id }\n}\n'
STORES = 'store orders: file("orders")\n'
MISSPELT = FETCH.replace("-> orders", "-> ordres")


def codes(found: list[types.Diagnostic]) -> set[Any]:
    return {diagnostic.code for diagnostic in found}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {"mission": MISSION, "fetch": FETCH, "stores": STORES}.items():
        (tmp_path / f"{name}.vague").write_text(text)
    return tmp_path


async def test_files_that_are_not_open_are_checked_and_kept_up_to_date(folder: Path) -> None:
    """A mistake on disk is shown without opening its file, and gone when the file is mended."""
    fetch = folder / "fetch.vague"
    fetch.write_text(MISSPELT)
    async with start_editor(PUSHED, folder) as editor:
        await editor.until(lambda: "RQ3003" in codes(editor.shown(fetch.as_uri())))
        await editor.until(lambda: editor.watches("reqon-files"))
        fetch.write_text(FETCH)
        editor.changed(fetch)
        await editor.until(lambda: "RQ3003" not in codes(editor.shown(fetch.as_uri())))


async def test_an_edit_is_felt_in_the_rest_of_its_project(folder: Path) -> None:
    """And taking it back, too, though neither was ever saved."""
    async with start_editor(PUSHED, folder) as editor:
        stores, fetch = folder / "stores.vague", folder / "fetch.vague"
        uri = editor.open(STORES, stores)
        editor.edit(uri, 2, (0, 6, 0, 12, "ordres"))
        await editor.until(lambda: "RQ3003" in codes(editor.shown(fetch.as_uri())))
        editor.edit(uri, 3, (0, 6, 0, 12, "orders"))
        await editor.until(lambda: "RQ3003" not in codes(editor.shown(fetch.as_uri())))


async def test_a_closed_file_is_shown_as_it_is_on_disk(folder: Path) -> None:
    """Edits that were thrown away take their findings along; those of the file stay."""
    fetch = folder / "fetch.vague"
    fetch.write_text(MISSPELT)
    async with start_editor(PUSHED, folder) as editor:
        uri = editor.open(MISSPELT + "store", fetch)
        await editor.until(
            lambda: "RQ2001" in codes(editor.shown(uri)) or len(editor.shown(uri)) > 2
        )
        editor.close(uri)
        alone = {"RQ3003"}
        await editor.until(lambda: codes(editor.shown(uri)) & alone == alone)
        fetch.unlink()
        editor.changed(fetch)
        await editor.until(lambda: editor.shown(uri) == [])


async def test_reading_the_workspace_tells_how_much_is_read(folder: Path) -> None:
    """From the beginning: an editor shows no percentage that comes later."""
    async with start_editor(VSCODE, folder) as editor:
        await editor.until(lambda: "end" in [one.value["kind"] for one in editor.progressed])
    begin, *reports, _ = [one.value for one in editor.progressed]
    assert begin["title"] == "Reading missions"
    shares = [one["percentage"] for one in (begin, *reports)]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 100)


async def test_only_open_files_are_checked_where_that_is_wanted(folder: Path) -> None:
    """The setting is asked for at the start; the projects of open files still belong to it."""
    other = folder / "apart" / "mission.vague"
    other.parent.mkdir()
    other.write_text("store x")
    (folder / "fetch.vague").write_text(MISSPELT)
    settings = {"diagnostics": {"scope": "openFiles"}}
    async with start_editor(PUSHED, folder, settings=settings) as editor:
        editor.open(STORES, folder / "stores.vague")
        await editor.until(lambda: bool(editor.shown((folder / "fetch.vague").as_uri())))
        assert editor.shown(other.as_uri()) == []


@pytest.mark.parametrize("name", [VSCODE, NEOVIM])
async def test_a_client_that_pulls_is_not_pushed_to(folder: Path, name: str) -> None:
    """Or it would show everything twice."""
    async with start_editor(name, folder) as editor:
        uri = editor.open(MISSPELT, folder / "fetch.vague")
        assert "RQ3003" in codes(await editor.diagnostics(uri))
        assert editor.published == []


async def test_a_pull_says_whether_anything_changed(folder: Path) -> None:
    """The same text with the same findings is `unchanged`; an edit is not."""
    async with start_editor(NEOVIM, folder) as editor:
        uri = editor.open(MISSPELT, folder / "fetch.vague")

        async def pull(previous: str | None) -> Any:
            document = types.TextDocumentIdentifier(uri)
            params = types.DocumentDiagnosticParams(document, previous_result_id=previous)
            return await editor.client.text_document_diagnostic_async(params)

        first = await pull(None)
        assert (first.kind, codes(first.items) >= {"RQ3003"}) == ("full", True)
        assert (await pull(first.result_id)).kind == "unchanged"
        editor.edit(uri, 2, (0, 0, 0, 0, "// moved\n"))
        second = await pull(first.result_id)
        assert (second.kind, second.items[0].range.start.line) == (
            "full",
            first.items[0].range.start.line + 1,
        )


async def test_related_files_come_along_with_a_pull(folder: Path) -> None:
    """For clients that take them: an edit here breaks a file that is not open, once told."""
    capabilities = capabilities_of(NEOVIM)
    capabilities.text_document.diagnostic.related_document_support = True
    fetch = (folder / "fetch.vague").as_uri()
    async with start_editor(capabilities, folder) as editor:
        uri = editor.open("", folder / "stores.vague")
        params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
        first = await editor.client.text_document_diagnostic_async(params)
        assert "RQ3003" in codes(first.related_documents[fetch].items)
        again = await editor.client.text_document_diagnostic_async(params)
        assert fetch not in (again.related_documents or {})


async def test_the_workspace_is_pulled_piece_by_piece(folder: Path) -> None:
    """With partial results and progress; what the client knows already is left out."""
    (folder / "fetch.vague").write_text(MISSPELT)
    async with start_editor(VSCODE, folder) as editor:
        await editor.until(lambda: bool(editor.refreshed))
        params = types.WorkspaceDiagnosticParams([], partial_result_token="p", work_done_token="w")
        final = await editor.client.workspace_diagnostic_async(params)
        assert list(final.items) == []
        streamed = [one.value for one in editor.progressed if one.token == "p"]
        items = {item["uri"]: item for value in streamed for item in value["items"]}
        wrong = items[(folder / "fetch.vague").as_uri()]
        assert "RQ3003" in {found["code"] for found in wrong["items"]}
        kinds = [one.value["kind"] for one in editor.progressed if one.token == "w"]
        assert (kinds[0], kinds[-1]) == ("begin", "end")
        known = [types.PreviousResultId(uri, item["resultId"]) for uri, item in items.items()]
        params = types.WorkspaceDiagnosticParams(known)
        assert list((await editor.client.workspace_diagnostic_async(params)).items) == []


async def test_a_pull_of_the_workspace_waits_for_news(folder: Path) -> None:
    """A client that streams is answered when there is something it does not know."""
    (folder / "fetch.vague").write_text(MISSPELT)
    async with start_editor(VSCODE, folder) as editor:
        await editor.until(lambda: bool(editor.refreshed))
        first = await editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
        known = [types.PreviousResultId(item.uri, item.result_id) for item in first.items]
        params = types.WorkspaceDiagnosticParams(known, partial_result_token="long")
        waiting = editor.client.workspace_diagnostic_async(params)
        uri = editor.open(FETCH, folder / "fetch.vague")
        await waiting
        items = [i for one in editor.progressed if one.token == "long" for i in one.value["items"]]
        assert (uri, 1) in [(item["uri"], item["version"]) for item in items]


async def test_a_document_of_a_source_is_read_and_watched(tmp_path: Path) -> None:
    """An operation the document does not have is an error until the document has it."""
    spec = tmp_path / "shop.yaml"
    text = (
        'openapi: "3.0.3"\nservers: [{url: "https://shop.example"}]\n'
        "paths:\n  /orders:\n    get: {operationId: %s}\n"
    )
    spec.write_text(text % "other")
    mission = tmp_path / "main.vague"
    mission.write_text(
        'mission A {\n  source Shop from "./shop.yaml" { auth: none }\n'
        "  action Get { call Shop.orders }\n  run Get\n}\n"
    )
    async with start_editor(PUSHED, tmp_path) as editor:
        await editor.until(lambda: "RQ3008" in codes(editor.shown(mission.as_uri())))
        await editor.until(lambda: editor.watches("reqon-specs"))
        spec.write_text(text % "orders")
        editor.changed(spec)
        await editor.until(lambda: "RQ3008" not in codes(editor.shown(mission.as_uri())))


async def test_settings_of_a_project_are_followed(folder: Path) -> None:
    """They win over those of the editor, and a mistake in them is one message."""
    settings = folder / "reqon.toml"
    wanted = {"severity": {"RQ3003": "hint"}}
    async with start_editor(PUSHED, folder, settings=wanted, messages=1) as editor:
        uri = editor.open(MISSPELT, folder / "fetch.vague")

        def severity() -> set[Any]:
            return {one.severity for one in editor.shown(uri) if one.code == "RQ3003"}

        await editor.until(lambda: severity() == {types.DiagnosticSeverity.Hint})
        settings.write_text('[severity]\nRQ3003 = "warning"\n')
        editor.changed(settings)
        await editor.until(lambda: severity() == {types.DiagnosticSeverity.Warning})
        settings.write_text("severe = 1\n")
        editor.changed(settings)
        await editor.until(lambda: severity() == {types.DiagnosticSeverity.Hint})
        await editor.until(lambda: bool(editor.messages))
        [message] = editor.messages
        assert "unknown setting `severe`; did you mean `severity`?" in message.message
        assert str(settings) in message.message


async def test_a_folder_that_leaves_the_workspace_takes_its_findings_along(folder: Path) -> None:
    """And brings them back when it returns."""
    (folder / "fetch.vague").write_text(MISSPELT)
    uri = (folder / "fetch.vague").as_uri()
    here = [types.WorkspaceFolder(folder.as_uri(), "here")]
    async with start_editor(PUSHED, folder) as editor:
        await editor.until(lambda: bool(editor.shown(uri)))
        for event in (
            types.WorkspaceFoldersChangeEvent([], here),
            types.WorkspaceFoldersChangeEvent(here, []),
        ):
            before = bool(editor.shown(uri))
            editor.client.workspace_did_change_workspace_folders(
                types.DidChangeWorkspaceFoldersParams(event)
            )
            await editor.until(lambda before=before: bool(editor.shown(uri)) != before)


async def test_a_folder_that_was_moved_in_the_editor_is_found_where_it_is(tmp_path: Path) -> None:
    """A watcher tells nothing but the folder; the files in it are looked for."""
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    (before / "one.vague").write_text("store x")
    async with start_editor(PUSHED, tmp_path) as editor:
        await editor.until(lambda: bool(editor.shown((before / "one.vague").as_uri())))
        before.rename(after)
        moved = [types.FileRename(before.as_uri(), after.as_uri())]
        editor.client.workspace_did_rename_files(types.RenameFilesParams(moved))
        await editor.until(lambda: not editor.shown((before / "one.vague").as_uri()))
        await editor.until(lambda: bool(editor.shown((after / "one.vague").as_uri())))


async def test_the_files_of_a_folder_that_went_go_with_it(tmp_path: Path) -> None:
    """Also where the client tells of the folder alone, and a file is put in its place."""
    lost = tmp_path / "lib.vague" / "fetch.vague"
    lost.parent.mkdir()
    lost.write_text(MISSPELT)
    async with start_editor(PUSHED, tmp_path) as editor:
        await editor.until(lambda: codes(editor.shown(lost.as_uri())) != set())
        await editor.until(lambda: editor.watches("reqon-files"))
        lost.unlink()
        lost.parent.rmdir()
        lost.parent.write_text(FETCH)
        editor.changed(lost.parent)
        await editor.until(lambda: codes(editor.shown(lost.as_uri())) == set())
