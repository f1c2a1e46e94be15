"""The commands about runs: their arguments, their progress, and where they run what."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from pygls.exceptions import JsonRpcException

from server.editor import start_editor
from server.letters import (
    LIMIT,
    Api,
    about,
    begun,
    do,
    record,
    serving,
    stored,
    write_project,
)
from server.wire import connect

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


async def test_wrong_arguments_are_refused_with_a_way_out(
    tmp_path: Path, mission: Path, api: Api
) -> None:
    """Nothing is run, and nothing is written."""
    assert mission.name == FILE
    (tmp_path / "wrong.vague").write_text("mission Wrong { run Nothing }\n")
    async with start_editor("neovim", tmp_path) as editor:
        for command, given, expected in WRONG:
            argument = given
            if isinstance(given, dict) and ":" not in str(given.get("uri", ":")):
                argument = {**given, "uri": (tmp_path / given["uri"]).as_uri()}
            with pytest.raises(JsonRpcException, match=expected):
                await editor.execute(command, *([] if argument is None else [argument]))
    assert api.letters == []
    assert not (tmp_path / ".vague-data").exists()


async def test_progress_counts_and_its_button_stops_the_run(
    tmp_path: Path, mission: Path, api: Api
) -> None:
    """It begins, counts the items, and ends; the run can be resumed."""
    api.held = 4

    async with start_editor("neovim", tmp_path) as editor:

        def said(token: str) -> list[dict[str, Any]]:
            return [one.value for one in editor.progressed if one.token == token]

        running = await begun(editor, mission, api, token="first")
        await editor.until(lambda: "Letters: Write, 3 of 10" in str(said("first")))
        await editor.cancel_progress("first", mission.as_uri())
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
        done = await do(editor, "reqon.resume", mission, token="second")
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
    tmp_path: Path, mission: Path, api: Api
) -> None:
    """As after a click on the wrong lens: no traceback, and no letter."""
    api.held = 1
    async with start_editor("vscode", tmp_path) as editor:
        running = asyncio.ensure_future(do(editor, "reqon.run", mission))
        stopped = None
        async with asyncio.timeout(LIMIT):
            while stopped is None:
                with suppress(JsonRpcException):  # until there is one to stop
                    stopped = await do(editor, "reqon.cancel", mission)
        done = await running
        assert (done["status"], done["errors"]) == ("interrupted", [])
        api.held = 0
        assert (await do(editor, "reqon.run", mission))["status"] == "completed"
    assert api.letters == list(range(1, 11))


async def test_a_run_that_waits_for_another_to_stop_is_given_up(
    tmp_path: Path, mission: Path, api: Api
) -> None:
    """Its button leaves the other alone, and nothing is begun."""
    api.held = 4
    async with start_editor("vscode", tmp_path) as editor:
        first = await begun(editor, mission, api)
        await do(editor, "reqon.cancel", mission)
        second = asyncio.ensure_future(do(editor, "reqon.run", mission, token="second"))
        await editor.until(lambda: any(one.token == "second" for one in editor.progressed))
        await editor.cancel_progress("second", mission.as_uri())
        api.released.set()
        assert (await first)["status"] == "interrupted"
        with pytest.raises(JsonRpcException, match="cancelled"):
            await second
    assert record(tmp_path)["status"] == "interrupted"
    assert api.letters == [1, 2, 3, 4]


async def test_each_folder_of_the_workspace_has_its_own_runs(tmp_path: Path) -> None:
    """Missions of one name run beside each other; the `uri` says which is meant."""
    folders = [tmp_path / "uno due", tmp_path / "三 四"]
    async with serving(Api(held=4)) as one, serving(Api(held=4)) as other:
        apis = (one, other)
        first, second = (
            write_project("a folder", folder, api.url)
            for folder, api in zip(folders, apis, strict=True)
        )
        async with start_editor("vscode", *folders) as editor:
            runs = [
                asyncio.ensure_future(do(editor, "reqon.run", path)) for path in (first, second)
            ]
            async with asyncio.timeout(LIMIT):
                await asyncio.gather(*(api.reached.wait() for api in apis))
            stopped = await do(editor, "reqon.cancel", second)
            assert stopped == {"cancelled": [record(folders[1])["executionId"]]}
            for api in apis:
                api.released.set()
            ended = [done["status"] for done in await asyncio.gather(*runs)]
            assert ended == ["completed", "interrupted"]
            assert (await do(editor, "reqon.resume", second))["status"] == "completed"
    for folder in folders:
        assert stored(folder, "letters") == list(range(1, 11))


async def test_a_file_outside_of_all_folders_runs_where_it_lies(tmp_path: Path, api: Api) -> None:
    """Its state is beside it, as if it had been run there."""
    (tmp_path / "workspace").mkdir()
    path = tmp_path / "else where" / FILE
    write_project("a file", path.parent, api.url)
    async with start_editor("vscode", tmp_path / "workspace") as editor:
        assert (await do(editor, "reqon.run", path))["status"] == "completed"
        opened = await do(editor, "reqon.openRecord", path)
    (place,) = (path.parent / ".vague-data" / "execution").glob("*.json")
    assert opened == {"record": place.as_uri()}
    assert stored(path.parent, "letters") == list(range(1, 11))
    assert [*(tmp_path / "workspace").iterdir()] == []


async def test_a_run_knows_the_folders_of_the_workspace_from_the_beginning(tmp_path: Path) -> None:
    """Also before the client has said what its settings are."""
    path = tmp_path / "missions" / FILE
    path.parent.mkdir()
    path.write_text("mission Letters { action Write { skip } run Write }\n", encoding="utf-8")
    async with connect() as wire:
        await wire.initialize(
            capabilities={"workspace": {"configuration": True}},
            workspaceFolders=[{"uri": tmp_path.as_uri(), "name": "all"}],
        )
        params = {"command": "reqon.run", "arguments": [about(path)]}
        await wire.send("workspace/executeCommand", params, id=1)
        assert (await wire.answer(1))["result"]["status"] == "completed"
        assert await wire.end() is not None
    assert (tmp_path / ".vague-data").is_dir()
    assert not (path.parent / ".vague-data").exists()
