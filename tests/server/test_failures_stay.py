"""What a step failed with stays on it until a run has passed it, and on it alone."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from server.letters import LIMIT, Api, do, owner, serving, write_project

LETTER = 'post "/letters"'


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    """The letter to the third is refused."""
    async with serving(Api(refused=3)) as served:
        yield served


async def errors(editor: Any, path: Path) -> list[tuple[int, str]]:
    """Return the lines of a file that carry an error of a run, with the execution."""
    return [
        (one.range.start.line, one.related_information[0].message.removeprefix("execution "))
        for one in await editor.diagnostics(path.as_uri())
        if one.source == "reqon run"
    ]


async def lenses(editor: Any, path: Path) -> list[tuple[int, str]]:
    """Return what stands above the missions and actions of a file, by line."""
    params = types.CodeLensParams(types.TextDocumentIdentifier(path.as_uri()))
    async with asyncio.timeout(LIMIT):
        found = await editor.client.text_document_code_lens_async(params)
    return [(lens.range.start.line, lens.command.title) for lens in found]


def opened(editor: Any, path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    editor.open(text, path)
    return text


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines()) if part in line)


@pytest.mark.parametrize("way", ["resumed and killed", "run again and cancelled"])
async def test_a_run_that_does_not_get_there_leaves_it(
    start_editor: Callable[..., Any],
    capabilities_of: Callable[[str], types.ClientCapabilities],
    tmp_path: Path,
    api: Api,
    way: str,
) -> None:
    """It moves with the text, stays while a run goes on and after it stopped, and then goes."""
    path = write_project("a file", tmp_path, api.url)
    async with start_editor(capabilities_of("vscode"), tmp_path, messages=1) as editor:
        text = opened(editor, path)
        failed = (await do(editor, "reqon.run", path))["execution"]
        line = line_of(text, LETTER)
        assert await errors(editor, path) == [(line, failed)]
        path.write_text(f"// mended\n{text}", encoding="utf-8")
        editor.edit(path.as_uri(), 2, (0, 0, 0, 0, "// mended\n"))
        assert await errors(editor, path) == [(line + 1, failed)]
        again = way.startswith("run")
        api.refused, api.held = 0, 2 if again else 3
        command = "reqon.run" if again else "reqon.resume"
        running = asyncio.ensure_future(do(editor, command, path))
        await api.until_reached()
        assert await errors(editor, path) == [(line + 1, failed)]
        if again:
            await do(editor, "reqon.cancel", path)
        else:
            os.kill(owner(tmp_path), signal.SIGKILL)
        api.released.set()
        assert (await running)["status"] == "interrupted"
        assert await errors(editor, path) == [(line + 1, failed)]
        done = await do(editor, "reqon.resume", path)
        assert (done["status"], done["execution"] == failed) == ("completed", not again)
        assert await errors(editor, path) == []


async def test_a_resume_that_an_edit_makes_impossible_changes_nothing(
    start_editor: Callable[..., Any],
    capabilities_of: Callable[[str], types.ClientCapabilities],
    tmp_path: Path,
    api: Api,
) -> None:
    """It is refused with the step and a way out; undone, the edit is no obstacle any more."""
    path = write_project("a file", tmp_path, api.url)
    async with start_editor(capabilities_of("vscode"), tmp_path, messages=1) as editor:
        text = opened(editor, path)
        failed = (await do(editor, "reqon.run", path))["execution"]
        before = await errors(editor, path), await lenses(editor, path)
        assert before[0] == [(line_of(text, LETTER), failed)]
        line = line_of(text, 'get "/people"')
        column = text.splitlines()[line].index("people")
        path.write_text(text.replace('get "/people"', 'get "/People"'), encoding="utf-8")
        editor.edit(path.as_uri(), 2, (line, column, line, column + 1, "P"))
        refusal = rf"step 1 of action `Load` ran in execution {failed} and was edited(.|\n)*Undo"
        with pytest.raises(JsonRpcException, match=refusal):
            await do(editor, "reqon.resume", path)
        assert (await errors(editor, path), await lenses(editor, path)) == before
        path.write_text(text, encoding="utf-8")
        editor.edit(path.as_uri(), 3, (line, column, line, column + 1, "p"))
        api.refused = 0
        assert (await do(editor, "reqon.resume", path))["status"] == "completed"
        assert await errors(editor, path) == []


async def test_another_file_with_a_mission_of_that_name_shows_nothing(
    start_editor: Callable[..., Any],
    capabilities_of: Callable[[str], types.ClientCapabilities],
    tmp_path: Path,
    api: Api,
) -> None:
    """Neither the error nor the resume nor the record, nor what an edit there would prevent."""
    path = write_project("a file", tmp_path, api.url)
    copy = tmp_path / "copy.vague"
    copy.write_text(path.read_text(encoding="utf-8").replace("/people", "/friends"))
    async with start_editor(capabilities_of("vscode"), tmp_path, messages=1) as editor:
        text = opened(editor, path)
        opened(editor, copy)
        failed = (await do(editor, "reqon.run", path))["execution"]
        assert await errors(editor, path) == [(line_of(text, LETTER), failed)]
        found = await editor.diagnostics(copy.as_uri())
        assert [
            one.message for one in found if failed in one.message or one.source != "reqon"
        ] == []
        assert await lenses(editor, copy) == [(0, "▶ Run"), (0, "Dry run")]
        with pytest.raises(JsonRpcException, match="Letters never ran"):
            await do(editor, "reqon.openRecord", copy)


async def test_of_several_missions_in_a_file_the_one_that_failed_shows_it(
    start_editor: Callable[..., Any],
    capabilities_of: Callable[[str], types.ClientCapabilities],
    tmp_path: Path,
    api: Api,
) -> None:
    """The lenses above the other offer no resume."""
    path = write_project("a file of several missions", tmp_path, api.url)
    async with start_editor(capabilities_of("vscode"), tmp_path, messages=1) as editor:
        text = opened(editor, path)
        failed = (await do(editor, "reqon.run", path))["execution"]
        assert await errors(editor, path) == [(line_of(text, LETTER), failed)]
        own, load, write = (line_of(text, f"{word} ") for word in
                            ("mission Letters", "action Load", "action Write"))  # fmt: skip
        assert [lens for lens in await lenses(editor, path) if "completed" not in lens[1]] == [
            (0, "▶ Run"),
            (0, "Dry run"),
            (own, "▶ Run"),
            (own, "⏯ Resume (Write item 2 of 10)"),
            (own, "Dry run"),
            (own, "History (1)"),
            (write, "✗ failed"),
        ]
        assert [lens[0] for lens in await lenses(editor, path) if "completed" in lens[1]] == [load]


async def test_the_record_of_a_failed_execution_is_opened(
    start_editor: Callable[..., Any],
    capabilities_of: Callable[[str], types.ClientCapabilities],
    tmp_path: Path,
    api: Api,
) -> None:
    """By the lens of its mission, until another has run, and by that of its action."""
    path = write_project("a file", tmp_path, api.url)
    records = tmp_path / ".vague-data" / "execution"
    async with start_editor(capabilities_of("vscode"), tmp_path, messages=1) as editor:
        opened(editor, path)
        failed = (await do(editor, "reqon.run", path))["execution"]
        (record,) = records.glob("*.json")
        document = types.TextDocumentIdentifier(path.as_uri())
        lenses = await editor.client.text_document_code_lens_async(types.CodeLensParams(document))
        shown = [
            lens.command for lens in lenses if lens.command.title in ("History (1)", "✗ failed")
        ]
        assert len(shown) == 2
        for command in shown:
            params = types.ExecuteCommandParams(command.command, command.arguments)
            found = await editor.client.workspace_execute_command_async(params)
            assert found == {"record": record.as_uri()}
            assert editor.client.shown_documents.pop().uri == record.as_uri()
        content = json.loads(record.read_text(encoding="utf-8"))
        assert (content["executionId"], content["status"]) == (failed, "failed")
        assert "422" in content["errors"][0]["message"]
        api.refused = 0
        await do(editor, "reqon.run", path)
        (later,) = {*records.glob("*.json")} - {record}
        assert (await do(editor, "reqon.openRecord", path)) == {"record": later.as_uri()}
        # The lens of the action may still be shown, and names the execution it tells of.
        assert await editor.client.workspace_execute_command_async(params) == found
