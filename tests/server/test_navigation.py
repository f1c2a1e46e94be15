"""From names to what they mean and back, over a project on disk, in editors of two kinds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from server.clients import capabilities_of
from server.editor import Editor, start_editor

pytestmark = pytest.mark.asyncio(loop_scope="module")

FILES = {
    "mission.vague": """\
mission Sync {
  source Crm from "./crm.yaml" { auth: bearer, token: env("CRM_TOKEN") }
  run Fetch
}
""",
    "stores.vague": 'store clients: file("clients")\n',
    "schemas/client.vague": "schema Client { id: string, name: string }\n",
    "fetch.vague": """\
action Fetch {
  call Crm.listClients
  for client in response {
    map client -> Client { id: .id, name: "🛒" }
    let shown = "🛒🛒" + response.name
    store response -> clients { key: .id }
    let key = client.key
  }
}
""",
    "crm.yaml": """\
openapi: 3.1.0
paths:
  /clients:
    get:
      operationId: listClients
      responses:
        "200":
          content:
            application/json:
              schema:
                type: array
                items: {$ref: "./parts.yaml#/Client"}
""",
    "parts.yaml": """\
Client:
  type: object
  properties:
    id: {type: string}
    key: {type: string}
""",
    ".env": "OTHER=1\nCRM_TOKEN=secret\n",
}


@dataclass
class Folder:
    """An editor with the folder open, and the URIs of its files by name."""

    editor: Editor
    path: Path

    def uri(self, name: str) -> str:
        return (self.path / name).as_uri()

    def place(self, name: str, text: str, behind: int = 1) -> Any:
        """Return the parameters for the place in a file, some code points into a text there."""
        at = FILES[name].index(text) + behind
        return {
            "text_document": types.TextDocumentIdentifier(self.uri(name)),
            "position": self.position(name, at),
        }

    def position(self, name: str, offset: int) -> types.Position:
        before = FILES[name][:offset]
        line = before.rpartition("\n")[2]
        return types.Position(before.count("\n"), self.units(line))

    def units(self, text: str) -> int:
        encoding = self.editor.result.capabilities.position_encoding
        if encoding == "utf-32":
            return len(text)
        return len(text.encode()) if encoding == "utf-8" else len(text.encode("utf-16-le")) // 2

    def text(self, uri: str, span: types.Range) -> tuple[str, str]:
        """Return the name of a file and the text of a range on one line of it."""
        name = next(name for name in FILES if self.uri(name) == uri)
        line = FILES[name].split("\n")[span.start.line]
        starts = [self.units(line[:at]) for at in range(len(line) + 1)]
        return name, line[starts.index(span.start.character) : starts.index(span.end.character)]


EDITORS = [("vscode", "utf-16"), ("neovim@v0.11.0", "utf-8"), ("emacs", "utf-32")]


@pytest_asyncio.fixture(loop_scope="module", scope="module", params=EDITORS)
async def folder(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Folder]:
    path = tmp_path_factory.mktemp("folder")
    for name, text in FILES.items():
        (path / name).parent.mkdir(exist_ok=True)
        (path / name).write_text(text)
    client, encoding = request.param
    async with start_editor(capabilities_of(client, encoding=encoding), path) as editor:
        for name, text in FILES.items():
            if name.endswith(".vague"):
                editor.open(text, path / name)
        yield Folder(editor, path)


def targets(folder: Folder, found: Any) -> list[tuple[str, str]]:
    """Return what locations or links stand for, by file."""
    return [
        folder.text(one.target_uri, one.target_selection_range)
        if isinstance(one, types.LocationLink)
        else folder.text(one.uri, one.range)
        for one in found or []
    ]


@pytest.mark.parametrize(
    ("name", "at", "behind", "target"),
    [
        ("fetch.vague", "clients {", 1, ("stores.vague", "clients")),
        ("fetch.vague", "-> Client", 4, ("schemas/client.vague", "Client")),
        ("fetch.vague", "response.name", 10, ("schemas/client.vague", "name")),
        ("fetch.vague", "id: .id", 1, ("schemas/client.vague", "id")),
        ("fetch.vague", "client ->", 1, ("fetch.vague", "client")),
        ("mission.vague", "Fetch", 1, ("fetch.vague", "Fetch")),
        ("fetch.vague", "listClients", 1, ("crm.yaml", "listClients")),
        ("fetch.vague", "client.key", 8, ("parts.yaml", "key")),
        ("mission.vague", "CRM_TOKEN", 1, (".env", "CRM_TOKEN")),
    ],
)
async def test_a_name_leads_to_its_declaration_in_any_file(
    folder: Folder, name: str, at: str, behind: int, target: tuple[str, str]
) -> None:
    """Missions, documents and environment files; columns are counted as agreed."""
    client, place = folder.editor.client, folder.place(name, at, behind)
    params = types.DefinitionParams(**place)
    async with asyncio.timeout(20):
        # Documents are read in the background; until then nothing is known of their operations.
        while not (found := await client.text_document_definition_async(params)):
            assert target[0].endswith(".yaml")
    assert targets(folder, found) == [target]
    linked = folder.editor.client.capabilities.text_document.definition.link_support
    assert all(isinstance(one, types.LocationLink) == bool(linked) for one in found)
    same = await client.text_document_declaration_async(types.DeclarationParams(**place))
    assert targets(folder, same) == [target]


async def test_a_file_s_name_leads_to_the_file(folder: Folder) -> None:
    place = folder.place("mission.vague", "./crm.yaml")
    found = await folder.editor.client.text_document_definition_async(
        types.DefinitionParams(**place)
    )
    [one] = found
    uri = one.target_uri if isinstance(one, types.LocationLink) else one.uri
    assert uri == folder.uri("crm.yaml")


async def test_a_value_leads_to_its_schema(folder: Folder) -> None:
    place = folder.place("fetch.vague", "response.name")
    found = await folder.editor.client.text_document_type_definition_async(
        types.TypeDefinitionParams(**place)
    )
    assert targets(folder, found) == [("schemas/client.vague", "Client")]


async def test_a_schema_leads_to_the_steps_that_produce_it(folder: Folder) -> None:
    place = folder.place("schemas/client.vague", "Client")
    found = await folder.editor.client.text_document_implementation_async(
        types.ImplementationParams(**place)
    )
    assert targets(folder, found) == [("fetch.vague", "Client")]


@pytest.mark.parametrize("declared", [True, False])
async def test_references_are_found_in_all_files(folder: Folder, declared: bool) -> None:
    place = folder.place("schemas/client.vague", "name")
    params = types.ReferenceParams(types.ReferenceContext(declared), **place)
    found = await folder.editor.client.text_document_references_async(params)
    used = [("fetch.vague", "name"), ("fetch.vague", "name")]
    own = [("schemas/client.vague", "name")] if declared else []
    assert sorted(targets(folder, found)) == sorted([*used, *own])


async def test_what_is_no_name_leads_nowhere(folder: Folder) -> None:
    place = folder.place("fetch.vague", "for client", 0)
    client = folder.editor.client
    assert await client.text_document_definition_async(types.DefinitionParams(**place)) is None
    assert (
        await client.text_document_type_definition_async(types.TypeDefinitionParams(**place))
        is None
    )
    assert (
        await client.text_document_implementation_async(types.ImplementationParams(**place)) is None
    )
    context = types.ReferenceContext(include_declaration=True)
    params = types.ReferenceParams(context, **place)
    assert await client.text_document_references_async(params) is None


def changed(folder: Folder, edit: types.WorkspaceEdit) -> dict[str, list[tuple[str, str]]]:
    """Return a change by file: what was there, and what takes its place."""
    client = folder.editor.client.capabilities.workspace.workspace_edit
    versioned = bool(client and client.document_changes)
    assert (edit.document_changes is not None) == versioned
    by_uri = dict(edit.changes or {})
    for one in edit.document_changes or []:
        assert isinstance(one, types.TextDocumentEdit)
        assert one.text_document.version == 1
        by_uri[one.text_document.uri] = list(one.edits)
    return {
        folder.text(uri, edits[0].range)[0]: sorted(
            (folder.text(uri, edit.range)[1], edit.new_text) for edit in edits
        )
        for uri, edits in by_uri.items()
    }


async def test_a_name_is_changed_in_all_files(folder: Folder) -> None:
    """With the versions of the documents, where the client takes them."""
    client = folder.editor.client
    place = folder.place("fetch.vague", "-> Client", 4)
    ready = await client.text_document_prepare_rename_async(types.PrepareRenameParams(**place))
    assert isinstance(ready, types.PrepareRenamePlaceholder)
    assert ready.placeholder == "Client"
    assert folder.text(place["text_document"].uri, ready.range) == ("fetch.vague", "Client")
    edit = await client.text_document_rename_async(types.RenameParams(new_name="Person", **place))
    assert edit is not None
    assert changed(folder, edit) == {
        "schemas/client.vague": [("Client", "Person")],
        "fetch.vague": [("Client", "Person")],
    }


async def test_a_field_is_changed_where_it_is_mapped_and_read(folder: Folder) -> None:
    """Behind characters that are two, four or one unit wide."""
    place = folder.place("schemas/client.vague", "name")
    edit = await folder.editor.client.text_document_rename_async(
        types.RenameParams(new_name="label", **place)
    )
    assert edit is not None
    assert changed(folder, edit) == {
        "schemas/client.vague": [("name", "label")],
        "fetch.vague": [("name", "label"), ("name", "label")],
    }


async def test_a_rename_that_cannot_be_is_refused_with_a_sentence(folder: Folder) -> None:
    client = folder.editor.client
    place = folder.place("fetch.vague", "client in")
    with pytest.raises(JsonRpcException) as refused:
        await client.text_document_rename_async(types.RenameParams(new_name="clients", **place))
    assert refused.value.code == types.LSPErrorCodes.RequestFailed.value
    assert "There is a store `clients` (stores.vague:1:7)" in refused.value.message
    place = folder.place("fetch.vague", "response {")
    with pytest.raises(JsonRpcException, match="is a name of the language"):
        await client.text_document_prepare_rename_async(types.PrepareRenameParams(**place))
    place = folder.place("fetch.vague", "for client", 0)
    nothing = types.PrepareRenameParams(**place)
    assert await client.text_document_prepare_rename_async(nothing) is None


async def test_a_rename_with_consequences_elsewhere_is_confirmed(folder: Folder) -> None:
    """Where the client can ask; no edit reaches the credentials of a source."""
    place = folder.place("mission.vague", "Crm")
    edit = await folder.editor.client.text_document_rename_async(
        types.RenameParams(new_name="Shop", **place)
    )
    assert edit is not None
    client = folder.editor.client.capabilities.workspace.workspace_edit
    asked = client is not None and client.change_annotation_support is not None
    assert (edit.change_annotations is not None) == asked
    for note in (edit.change_annotations or {}).values():
        assert note.needs_confirmation
        assert note.description == "Credentials in files are kept under the name of their source."


async def test_what_names_a_file_follows_it(folder: Folder) -> None:
    """Documents of sources, from every file of the workspace."""
    moves = [types.FileRename(folder.uri("crm.yaml"), (folder.path / "api/crm.yaml").as_uri())]
    edit = await folder.editor.client.workspace_will_rename_files_async(
        types.RenameFilesParams(moves)
    )
    assert edit is not None
    assert changed(folder, edit) == {"mission.vague": [("./crm.yaml", "./api/crm.yaml")]}
    other = [types.FileRename(folder.uri("a.json"), folder.uri("b.json"))]
    nothing = await folder.editor.client.workspace_will_rename_files_async(
        types.RenameFilesParams(other)
    )
    assert nothing is None


async def test_calls_lead_from_missions_to_requests_and_back(folder: Folder) -> None:
    client = folder.editor.client
    place = folder.place("mission.vague", "Sync")
    found = await client.text_document_prepare_call_hierarchy_async(
        types.CallHierarchyPrepareParams(**place)
    )
    [mission] = found
    assert mission.name == "Sync"
    [stage] = await client.call_hierarchy_outgoing_calls_async(
        types.CallHierarchyOutgoingCallsParams(mission)
    )
    assert [folder.text(mission.uri, one) for one in stage.from_ranges] == [
        ("mission.vague", "Fetch")
    ]
    [made] = await client.call_hierarchy_outgoing_calls_async(
        types.CallHierarchyOutgoingCallsParams(stage.to)
    )
    assert (made.to.name, made.to.detail) == ("Crm.listClients", "Crm")
    [maker] = await client.call_hierarchy_incoming_calls_async(
        types.CallHierarchyIncomingCallsParams(made.to)
    )
    assert maker.from_.name == "Fetch"
    [runner] = await client.call_hierarchy_incoming_calls_async(
        types.CallHierarchyIncomingCallsParams(maker.from_)
    )
    assert runner.from_.name == "Sync"
