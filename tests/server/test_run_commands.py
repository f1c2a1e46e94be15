"""The commands about runs: their arguments, their progress, and where they run what."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from server.letters import (
    LIMIT,
    MISSION,
    Api,
    do,
    record,
    serving,
    stored,
    write_project,
)

FILE = "letters.vague"
WRONG: list[tuple[str, Any, str]] = [
    ("reqon.run", None, "give an object with `uri` and `mission`, such as {"),
    ("reqon.run", "Letters", "give an object with `uri` and `mission`, such as {"),
    ("reqon.run", {"mission": "Letters"}, "give an object with `uri` and `mission`, such as {"),
    ("reqon.run", {"uri": FILE}, "give an object with `uri` and `mission`, such as {"),
    ("reqon.run", {"uri": FILE, "mission": 3}, "`mission` is 3: give a text"),
    (
        "reqon.run",
        {"uri": FILE, "mission": "Leters"},
        "has no mission `Leters`(.|\n)*Did you mean Letters",
    ),
    ("reqon.run", {"uri": FILE, "mission": "--help"}, "has no mission `--help`"),
    ("reqon.run", {"uri": "no.vague", "mission": "Letters"}, "there is no file .*no.vague: give"),
    ("reqon.run", {"uri": ".", "mission": "Letters"}, "there is no file .*: give the `uri` of one"),
    ("reqon.run", {"uri": "untitled:A", "mission": "Letters"}, "save untitled:A first"),
    (
        "reqon.run",
        {"uri": "wrong.vague", "mission": "Wrong"},
        "`Nothing` is not defined\n --> wrong.vague:1:21",
    ),
    ("reqon.resume", {"uri": FILE, "mission": "Letters", "execution": 5}, "is 5: give a text"),
    (
        "reqon.resume",
        {"uri": FILE, "mission": "Letters", "execution": "exec_1"},
        "there is no execution exec_1 in .vague-data(.|\n)*reqon history MISSION",
    ),
    ("reqon.cancel", None, "give an object with `mission` or `execution`"),
    ("reqon.cancel", {"uri": FILE}, "give an object with `mission` or `execution`"),
    ("reqon.cancel", {"execution": "exec_1"}, "no run of exec_1 that this editor started goes on"),
    ("reqon.openRecord", {"uri": FILE, "mission": "Letters"}, "Letters never ran"),
    (
        "reqon.openRecord",
        {"uri": FILE, "mission": "Letters", "execution": "../x"},
        "there is no record of ../x; `reqon history` lists",
    ),
    ("reqon.cancel", "Letters", 'give an object, not "Letters"'),
    ("reqon.showGraph", None, "give an object with `uri`, such as {"),
    ("reqon.showGraph", "Letters", "give an object with `uri`, such as {"),
    ("reqon.showGraph", {"uri": ["a:b"]}, r'`uri` is \["a:b"\]: give a text'),
    ("reqon.showGraph", {"uri": "no.vague"}, "there is no file .*no.vague: give the `uri` of one"),
    ("reqon.showDocumentation", {"page": 5}, "`page` is 5: give a text"),
    ("reqon.showDocumentation", "language.md", 'give an object, not "language.md"'),
    ("reqon.walk", {"uri": FILE, "mission": "Letters"}, "there is no command `reqon.walk`"),
]


async def send(editor: Any, command: str, argument: Any, token: str | None = None) -> Any:
    arguments = None if argument is None else [argument]
    params = types.ExecuteCommandParams(command, arguments, work_done_token=token)
    async with asyncio.timeout(LIMIT):
        return await editor.client.workspace_execute_command_async(params)


def about(path: Path, **more: str) -> dict[str, str]:
    return {"uri": path.as_uri(), "mission": "Letters", **more}


async def test_wrong_arguments_are_refused_with_a_way_out(
    start_editor: Callable[..., Any],
    capabilities_of: Callable[[str], types.ClientCapabilities],
    tmp_path: Path,
    api: Api,
) -> None:
    """Nothing is run, and nothing is written."""
    write_project("a file", tmp_path, api.url)
    (tmp_path / "wrong.vague").write_text("mission Wrong { run Nothing }\n")
    async with start_editor(capabilities_of("neovim"), tmp_path) as editor:
        for command, given, expected in WRONG:
            argument = given
            if isinstance(given, dict) and ":" not in str(given.get("uri", ":")):
                argument = {**given, "uri": (tmp_path / given["uri"]).as_uri()}
            with pytest.raises(JsonRpcException, match=expected):
                await send(editor, command, argument)
    assert api.letters == []
    assert not (tmp_path / ".vague-data").exists()


async def test_progress_counts_and_its_button_stops_the_run(
    start_editor: Callable[..., Any],
    capabilities_of: Callable[[str], types.ClientCapabilities],
    tmp_path: Path,
    api: Api,
) -> None:
    """It begins, counts the items, and ends; the run can be resumed."""
    path = write_project("a file", tmp_path, api.url)
    api.held = 4

    async with start_editor(capabilities_of("neovim"), tmp_path) as editor:

        def said(token: str) -> list[dict[str, Any]]:
            return [one.value for one in editor.progressed if one.token == token]

        running = asyncio.ensure_future(send(editor, "reqon.run", about(path), "first"))
        await api.until_reached()
        await editor.until(lambda: "Letters: Write, 3 of 10" in str(said("first")))
        editor.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams("first"))
        document = types.TextDocumentIdentifier(path.as_uri())
        # The run was asked to stop before this is answered.
        await editor.client.text_document_code_lens_async(types.CodeLensParams(document))
        api.released.set()
        assert (await running)["status"] == "interrupted"
        begin, *reports, end = said("first")
        assert begin == {"kind": "begin", "title": "Running", "cancellable": True, "percentage": 0}
        assert [(one["percentage"], one["message"]) for one in reports] == [
            (0, "Letters: Load"),
            (25, "Letters: Load"),
            (50, "Letters: Load"),
            (50, "Letters: Write"),
            *((50 + 5 * done, f"Letters: Write, {done} of 10") for done in range(5)),
        ]
        assert end == {"kind": "end", "message": "cancelled"}
        done = await send(editor, "reqon.resume", about(path), "second")
        assert done["status"] == "completed"
        begin, *reports, end = said("second")
        assert begin["title"] == "Resuming"
        assert [(one["percentage"], one["message"]) for one in reports] == [
            (50, "Letters: Write"),
            *((50 + 5 * done, f"Letters: Write, {done} of 10") for done in range(4, 11)),
        ]
        assert end == {"kind": "end"}
    assert api.letters == list(range(1, 11))


async def test_a_run_is_stopped_before_it_has_begun(
    start_editor: Callable[..., Any],
    capabilities_of: Callable[[str], types.ClientCapabilities],
    tmp_path: Path,
    api: Api,
) -> None:
    """As after a click on the wrong lens: no traceback, and no letter."""
    path = write_project("a file", tmp_path, api.url)
    api.held = 1
    async with start_editor(capabilities_of("vscode"), tmp_path) as editor:
        running = asyncio.ensure_future(send(editor, "reqon.run", about(path)))
        stopped = None
        async with asyncio.timeout(LIMIT):
            while stopped is None:
                with suppress(JsonRpcException):  # until there is one to stop
                    stopped = await send(editor, "reqon.cancel", about(path))
        done = await running
        assert (done["status"], done["errors"]) == ("interrupted", [])
        api.held = 0
        assert (await send(editor, "reqon.run", about(path)))["status"] == "completed"
    assert api.letters == list(range(1, 11))


async def test_a_run_that_waits_for_another_to_stop_is_given_up(
    start_editor: Callable[..., Any],
    capabilities_of: Callable[[str], types.ClientCapabilities],
    tmp_path: Path,
    api: Api,
) -> None:
    """Its button leaves the other alone, and nothing is begun."""
    path = write_project("a file", tmp_path, api.url)
    api.held = 4
    async with start_editor(capabilities_of("vscode"), tmp_path) as editor:
        first = asyncio.ensure_future(send(editor, "reqon.run", about(path)))
        await api.until_reached()
        await send(editor, "reqon.cancel", about(path))
        second = asyncio.ensure_future(send(editor, "reqon.run", about(path), "second"))
        await editor.until(lambda: any(one.token == "second" for one in editor.progressed))
        editor.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams("second"))
        document = types.TextDocumentIdentifier(path.as_uri())
        # The button has been heard before this is answered.
        await editor.client.text_document_code_lens_async(types.CodeLensParams(document))
        api.released.set()
        assert (await first)["status"] == "interrupted"
        with pytest.raises(JsonRpcException, match="cancelled"):
            await second
    assert record(tmp_path)["status"] == "interrupted"
    assert api.letters == [1, 2, 3, 4]


async def test_each_folder_of_the_workspace_has_its_own_runs(
    start_editor: Callable[..., Any],
    capabilities_of: Callable[[str], types.ClientCapabilities],
    tmp_path: Path,
) -> None:
    """Missions of one name run beside each other; the `uri` says which is meant."""
    folders = [tmp_path / "uno due", tmp_path / "三 四"]
    async with serving(Api(held=4)) as one, serving(Api(held=4)) as other:
        apis = (one, other)
        first, second = (
            write_project("a folder", folder, api.url)
            for folder, api in zip(folders, apis, strict=True)
        )
        async with start_editor(capabilities_of("vscode"), *folders) as editor:
            runs = [
                asyncio.ensure_future(do(editor, "reqon.run", path)) for path in (first, second)
            ]
            async with asyncio.timeout(LIMIT):
                await asyncio.gather(*(api.reached.wait() for api in apis))
            stopped = await send(editor, "reqon.cancel", about(second))
            assert stopped == {"cancelled": [record(folders[1])["executionId"]]}
            for api in apis:
                api.released.set()
            ended = [done["status"] for done in await asyncio.gather(*runs)]
            assert ended == ["completed", "interrupted"]
            assert (await do(editor, "reqon.resume", second))["status"] == "completed"
    for folder in folders:
        assert stored(folder, "letters") == list(range(1, 11))


async def test_a_file_outside_of_all_folders_runs_where_it_lies(
    start_editor: Callable[..., Any],
    capabilities_of: Callable[[str], types.ClientCapabilities],
    tmp_path: Path,
    api: Api,
) -> None:
    """Its state is beside it, as if it had been run there."""
    (tmp_path / "workspace").mkdir()
    path = tmp_path / "else where" / FILE
    path.parent.mkdir()
    path.write_text(MISSION.replace("URL", api.url), encoding="utf-8")
    async with start_editor(capabilities_of("vscode"), tmp_path / "workspace") as editor:
        assert (await do(editor, "reqon.run", path))["status"] == "completed"
        opened = await send(editor, "reqon.openRecord", about(path))
    (place,) = (path.parent / ".vague-data" / "execution").glob("*.json")
    assert opened == {"record": place.as_uri()}
    assert stored(path.parent, "letters") == list(range(1, 11))
    assert [*(tmp_path / "workspace").iterdir()] == []


async def test_a_run_knows_the_folders_of_the_workspace_from_the_beginning(
    connect: Callable[[], Any], tmp_path: Path
) -> None:
    """Also before the client has said what its settings are."""
    path = tmp_path / "missions" / FILE
    path.parent.mkdir()
    path.write_text("mission Letters { action Write { skip } run Write }\n", encoding="utf-8")
    argument = {"uri": path.as_uri(), "mission": "Letters"}
    async with connect() as wire:
        await wire.initialize(
            capabilities={"workspace": {"configuration": True}},
            workspaceFolders=[{"uri": tmp_path.as_uri(), "name": "all"}],
        )
        params = {"command": "reqon.run", "arguments": [argument]}
        await wire.send("workspace/executeCommand", params, id=1)
        assert (await wire.answer(1))["result"]["status"] == "completed"
        assert await wire.end() is not None
    assert (tmp_path / ".vague-data").is_dir()
    assert not (path.parent / ".vague-data").exists()
