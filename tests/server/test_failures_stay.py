"""What a step failed with stays on it until a run has passed it, and on it alone."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from server.editor import Editor, start_editor
from server.letters import Api, begun, do, failures, owner, write_project

LETTER = 'post "/letters"'


@dataclass
class Failed:
    """An editor with a file, a mission of which failed, and the execution that did."""

    editor: Editor
    path: Path
    text: str
    execution: str

    @property
    def at_the_letter(self) -> list[tuple[int, str]]:
        return [(line_of(self.text, LETTER), self.execution)]

    async def errors(self) -> list[tuple[int, str]]:
        """Return the lines of the file that carry an error of a run, with the execution."""
        return [
            (one.range.start.line, one.related_information[0].message.removeprefix("execution "))
            for one in await failures(self.editor, self.path)
        ]

    async def lenses(self) -> list[tuple[int, str]]:
        return titles(await self.editor.lenses(self.path.as_uri()))

    def edit(self, version: int, text: str, change: tuple[int, int, int, int, str]) -> None:
        """Change the file in the editor, and save it as `text`."""
        self.path.write_text(text, encoding="utf-8")
        self.editor.edit(self.path.as_uri(), version, change)


@asynccontextmanager
async def failing(path: Path, api: Api) -> AsyncIterator[Failed]:
    """Run a mission in an editor; the letter to the third is refused."""
    api.refused = 3
    async with start_editor("vscode", path.parent, messages=1) as editor:
        editor.open_file(path)
        ended = await do(editor, "reqon.run", path)
        yield Failed(editor, path, text_of(path), ended["execution"])


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def titles(lenses: list[types.CodeLens]) -> list[tuple[int, str]]:
    """Return what lenses say, by line."""
    return [(lens.range.start.line, lens.command.title) for lens in lenses]


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines()) if part in line)


@pytest.mark.parametrize("way", ["resumed and killed", "run again and cancelled"])
async def test_a_run_that_does_not_get_there_leaves_it(mission: Path, api: Api, way: str) -> None:
    """It moves with the text, stays while a run goes on and after it stopped, and then goes."""
    async with failing(mission, api) as failed:
        editor = failed.editor
        [(line, execution)] = failed.at_the_letter
        assert await failed.errors() == [(line, execution)]
        failed.edit(2, f"// mended\n{failed.text}", (0, 0, 0, 0, "// mended\n"))
        moved = [(line + 1, execution)]
        assert await failed.errors() == moved
        again = way.startswith("run")
        api.refused, api.held = 0, 2 if again else 3
        running = await begun(editor, mission, api, "reqon.run" if again else "reqon.resume")
        assert await failed.errors() == moved
        if again:
            await do(editor, "reqon.cancel", mission)
        else:
            os.kill(owner(mission.parent), signal.SIGKILL)
        api.released.set()
        assert (await running)["status"] == "interrupted"
        assert await failed.errors() == moved
        done = await do(editor, "reqon.resume", mission)
        assert (done["status"], done["execution"] == execution) == ("completed", not again)
        assert await failed.errors() == []


async def test_a_resume_that_an_edit_makes_impossible_changes_nothing(
    mission: Path, api: Api
) -> None:
    """It is refused with the step and a way out; undone, the edit is no obstacle any more."""
    async with failing(mission, api) as failed:
        before = await failed.errors(), await failed.lenses()
        assert before[0] == failed.at_the_letter
        line = line_of(failed.text, 'get "/people"')
        column = failed.text.splitlines()[line].index("people")
        letter = (line, column, line, column + 1)
        failed.edit(2, failed.text.replace('get "/people"', 'get "/People"'), (*letter, "P"))
        ran = f"step 1 of action `Load` ran in execution {failed.execution}"
        with pytest.raises(JsonRpcException, match=rf"{ran} and was edited(.|\n)*Undo"):
            await do(failed.editor, "reqon.resume", mission)
        assert (await failed.errors(), await failed.lenses()) == before
        failed.edit(3, failed.text, (*letter, "p"))
        api.refused = 0
        assert (await do(failed.editor, "reqon.resume", mission))["status"] == "completed"
        assert await failed.errors() == []


async def test_another_file_with_a_mission_of_that_name_shows_nothing(
    mission: Path, api: Api
) -> None:
    """Neither the error nor the resume nor the record, nor what an edit there would prevent."""
    copy = mission.with_name("copy.vague")
    copy.write_text(text_of(mission).replace("/people", "/friends"), encoding="utf-8")
    async with failing(mission, api) as failed:
        editor = failed.editor
        uri = editor.open_file(copy)
        assert await failed.errors() == failed.at_the_letter
        assert [
            one.message
            for one in await editor.diagnostics(uri)
            if failed.execution in one.message or one.source != "reqon"
        ] == []
        assert titles(await editor.lenses(uri)) == [(0, "▶ Run"), (0, "Dry run")]
        with pytest.raises(JsonRpcException, match="Letters never ran"):
            await do(editor, "reqon.openRecord", copy)


async def test_of_several_missions_in_a_file_the_one_that_failed_shows_it(
    tmp_path: Path, api: Api
) -> None:
    """The lenses above the other offer no resume."""
    path = write_project("a file of several missions", tmp_path, api.url)
    async with failing(path, api) as failed:
        assert await failed.errors() == failed.at_the_letter
        own, load, write = (
            line_of(failed.text, f"{word} ")
            for word in ("mission Letters", "action Load", "action Write")
        )
        lenses = await failed.lenses()
        assert [lens for lens in lenses if "completed" not in lens[1]] == [
            (0, "▶ Run"),
            (0, "Dry run"),
            (own, "▶ Run"),
            (own, "⏯ Resume (Write item 2 of 10)"),
            (own, "Dry run"),
            (own, "History (1)"),
            (write, "✗ failed"),
        ]
        assert [lens[0] for lens in lenses if "completed" in lens[1]] == [load]


async def test_the_record_of_a_failed_execution_is_opened(mission: Path, api: Api) -> None:
    """By the lens of its mission, until another has run, and by that of its action."""
    records = mission.parent / ".vague-data" / "execution"
    async with failing(mission, api) as failed:
        editor = failed.editor
        (record,) = records.glob("*.json")
        opened = {"record": record.as_uri()}
        shown = [
            lens.command
            for lens in await editor.lenses(mission.as_uri())
            if lens.command.title in ("History (1)", "✗ failed")
        ]
        assert len(shown) == 2
        for command in shown:
            assert await editor.execute(command.command, *command.arguments) == opened
            assert editor.client.shown_documents.pop().uri == record.as_uri()
        content = json.loads(record.read_text(encoding="utf-8"))
        assert (content["executionId"], content["status"]) == (failed.execution, "failed")
        assert "422" in content["errors"][0]["message"]
        api.refused = 0
        await do(editor, "reqon.run", mission)
        (later,) = {*records.glob("*.json")} - {record}
        assert await do(editor, "reqon.openRecord", mission) == {"record": later.as_uri()}
        # The lens of the action may still be shown, and names the execution it tells of.
        assert await editor.execute(command.command, *command.arguments) == opened
