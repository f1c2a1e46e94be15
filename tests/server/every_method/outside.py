"""What is said of the projects of `marked` beside single places: pages, graphs, findings, runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from server.every_method.asking import Asking
from server.every_method.marked import read
from server.every_method.rows import row


async def content(asking: Asking, uri: str) -> str:
    params = types.TextDocumentContentParams(uri)
    found = await asking.ask(types.WORKSPACE_TEXT_DOCUMENT_CONTENT, params)
    return str(found.text)


async def graph(asking: Asking, file: str) -> str:
    uri = asking.uri(file).replace("file:", "reqon-graph:")
    return await content(asking, f"{uri}.mmd")


@row(types.WORKSPACE_TEXT_DOCUMENT_CONTENT, "the graph of a file")
async def graph_of_a_file(asking: Asking) -> None:
    """That of the mission is made of all files it belongs to."""
    drawn = await graph(asking, asking.mark("mission").file)
    assert drawn.startswith("flowchart LR")
    for part in ("Sync", "Fetch", "clients"):
        assert part in drawn


@row(types.WORKSPACE_TEXT_DOCUMENT_CONTENT, "a page of the documentation")
async def page(asking: Asking) -> None:
    assert "\n# The language\n" in await content(asking, "reqon-docs:/language.md")
    assert "RQ3018" in await content(asking, "reqon-docs:/diagnostics/RQ3018.md")


@row(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
async def publish_diagnostics(asking: Asking) -> None:
    """Clients that pull are not told besides."""
    file, place = asking.mark("bare").file, asking.range("bare")
    if asking.pulls:
        assert asking.editor.published == []
        return
    params = types.DocumentDiagnosticParams(**asking.document(file))
    wanted = (await asking.ask(types.TEXT_DOCUMENT_DIAGNOSTIC, params)).items
    assert [one.code for one in wanted if one.range == place] == ["RQ3018"]
    await asking.shows(file, wanted)


async def dry_run(asking: Asking, file: str) -> Any:
    params = types.ExecuteCommandParams(
        "reqon.dryRun", [{"uri": asking.uri(file), "mission": "Sync"}]
    )
    return await asking.ask(types.WORKSPACE_EXECUTE_COMMAND, params)


@row(types.WORKSPACE_EXECUTE_COMMAND, "a dry run")
async def refused_dry_run(asking: Asking) -> None:
    """A run sees the files on disk, and says itself what it cannot run."""
    file = asking.mark("mission").file
    saved, folder = read(asking.kind, "whole").files, Path(file).parent
    dirty = sorted(
        Path(name).name
        for name, text in asking.texts.files.items()
        if text != saved[name] and Path(name).is_relative_to(folder)
    )
    refusal = f"save {', '.join(dirty)} first" if dirty else "`Crm` is declared from an OpenAPI"
    with pytest.raises(JsonRpcException) as refused:
        await dry_run(asking, file)
    assert refusal in refused.value.message
    assert not [*asking.path.rglob(".vague-data")]
