# ruff: noqa: ASYNC240  small files, and nothing else to do meanwhile
"""Missions are run, cancelled, killed and resumed through the protocol, as at the command line."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from server.clients import capabilities_of
from server.editor import start_editor
from server.letters import (
    LIMIT,
    PROJECTS,
    Api,
    at_the_command_line,
    begun,
    do,
    failures,
    owner,
    record,
    stored,
    write_project,
)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, ["10 items", "10 records", "10 items", "10 requests", "10 records"]),
        ({"inlayHints": {"lastRun": False}}, []),
    ],
    ids=["by default", "turned off"],
)
async def test_after_a_run_the_editor_knows_what_it_saw(
    mission: Path, settings: dict[str, Any], expected: list[str]
) -> None:
    """Fields no declaration names are proposed, and hints behind the steps count, if wanted."""
    text = mission.read_text()
    line = text.splitlines().index("      store response -> letters { key: .id }")
    options = {"settings": settings}
    async with start_editor("vscode", mission.parent, **options) as editor:
        uri = editor.open(text, mission)
        await do(editor, "reqon.run", mission)
        whole = types.Range(types.Position(0, 0), types.Position(len(text), 0))
        document = types.TextDocumentIdentifier(uri)
        async with asyncio.timeout(LIMIT):
            hints = await editor.client.text_document_inlay_hint_async(
                types.InlayHintParams(document, whole)
            )
        assert [hint.label for hint in hints if hint.tooltip == "In the last run."] == expected
        editor.edit(uri, 2, (line, 0, line, 0, "      let x = response.\n"))
        found = await editor.complete(uri, line, len("      let x = response."))
        assert found.items[0].label == "id"


async def test_a_failed_step_carries_its_error_until_a_run_passes_it(mission: Path) -> None:
    """The error stands on the step, names the execution, and goes when a resume gets past."""
    sound = mission.read_text()
    broken = sound.replace(
        "      store response -> letters",
        '      if person.id == 3 { abort "no ink" }\n      store response -> letters',
    )
    mission.write_text(broken)
    async with start_editor("vscode", mission.parent, messages=1) as editor:
        uri = editor.open(broken, mission)
        done = await do(editor, "reqon.run", mission)
        assert (done["status"], done["exitCode"]) == ("failed", 1)
        (error,) = await failures(editor, mission)
        line = broken.splitlines().index('      if person.id == 3 { abort "no ink" }')
        assert (error.message, error.range.start.line) == ("no ink", line)
        assert done["execution"] in error.related_information[0].message
        mended = broken.replace("person.id == 3", "person.id == 33")
        mission.write_text(mended)
        editor.edit(uri, 2, (line, 22, line, 23, "33"))
        assert await failures(editor, mission)
        done = await do(editor, "reqon.run", mission)
        assert done["status"] == "completed"
        assert not await failures(editor, mission)


@pytest.mark.parametrize("way", ["command", "request", "kill"])
async def test_a_stopped_run_is_resumed_where_it_was(mission: Path, api: Api, way: str) -> None:
    """Cancelled by a command or a request, or killed: no letter is lost or stored twice."""
    api.held = 4
    async with start_editor("vscode", mission.parent) as editor:
        uri = editor.open_file(mission)
        running = await begun(editor, mission, api, number="run")
        if way == "command":
            await do(editor, "reqon.cancel", mission)
            api.released.set()
            assert (await running)["status"] == "interrupted"
        elif way == "request":
            editor.client.cancel_request(types.CancelParams("run"))
            with pytest.raises(JsonRpcException, match="cancelled"):
                await running
            api.released.set()
        else:
            os.kill(owner(mission.parent), signal.SIGKILL)
            assert (await running)["status"] == "interrupted"
            api.released.set()
        async with asyncio.timeout(LIMIT):
            while "⏯ Resume (Write item" not in str(await editor.lenses(uri)):
                pass
        done = await do(editor, "reqon.resume", mission)
        assert done["status"] == "completed"
    assert stored(mission.parent, "letters") == list(range(1, 11))
    assert record(mission.parent)["resumeCount"] == 1
    assert set(api.letters) == set(range(1, 11))


async def test_nothing_is_run_that_should_not_be(mission: Path, api: Api) -> None:
    """Not in a workspace without trust, not an unsaved text, not what the checker refuses."""
    text = mission.read_text()
    async with start_editor(
        capabilities_of("vscode"), mission.parent, options={"trusted": False}
    ) as editor:
        editor.open_file(mission)
        assert await editor.lenses(mission.as_uri()) == []
        with pytest.raises(JsonRpcException, match="not trusted"):
            await do(editor, "reqon.run", mission)
    async with start_editor("vscode", mission.parent) as editor:
        uri = editor.open(text + "\n", mission)
        with pytest.raises(JsonRpcException, match=r"save letters\.vague first"):
            await do(editor, "reqon.run", mission)
        mission.write_text(text.replace("-> letters", "-> lettres"))
        editor.close(uri)
        with pytest.raises(JsonRpcException, match="lettres"):
            await do(editor, "reqon.run", mission)
        with pytest.raises(JsonRpcException, match="no run of Letters"):
            await do(editor, "reqon.cancel", mission)
    assert api.letters == []


async def test_only_what_a_run_reads_has_to_be_saved(mission: Path) -> None:
    """A file it imports counts, another one that is open beside it does not."""
    shared, other = mission.with_name("shared.vague"), mission.with_name("other.vague")
    shared.write_text("schema Letter { id: int }\n")
    other.write_text("")
    mission.write_text(f'import {{ Letter }} from "./shared.vague"\n{mission.read_text()}')
    async with start_editor("vscode", mission.parent) as editor:
        editor.open_file(mission)
        editor.open("// being written\n", other)
        assert (await do(editor, "reqon.run", mission))["status"] == "completed"
        editor.open("schema Letter { id: int? }\n", shared)
        with pytest.raises(JsonRpcException, match=r"save shared\.vague first"):
            await do(editor, "reqon.run", mission)


@pytest.mark.parametrize("kind", PROJECTS)
async def test_a_dry_run_sends_nothing(tmp_path: Path, api: Api, kind: str) -> None:
    """No request arrives and no store is written."""
    path = write_project(kind, tmp_path, api.url)
    async with start_editor("vscode", tmp_path) as editor:
        editor.open_file(path)
        done = await do(editor, "reqon.dryRun", path)
        assert done["status"] == "completed"
    assert api.letters == []
    assert not (tmp_path / ".vague-data" / "stores").exists()


async def test_a_run_at_the_command_line_shows_in_the_editor(mission: Path) -> None:
    """Its record is watched; what it failed with stands on the step."""
    broken = mission.read_text().replace("    get ", '    abort "closed"\n    get ')
    mission.write_text(broken)
    async with start_editor("vscode", mission.parent) as editor:
        editor.open(broken, mission)
        failed = await at_the_command_line(mission.parent, str(mission))
        assert await failed.wait() == 1
        (path,) = (mission.parent / ".vague-data" / "execution").glob("*.json")
        editor.changed(path)
        assert [one.message for one in await failures(editor, mission)] == ["closed"]
