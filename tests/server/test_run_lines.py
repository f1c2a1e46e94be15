"""A run is followed to its end, whatever it writes."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from pathlib import Path
from typing import Any

import pytest

from reqon_server.runs.lines import LONGEST
from reqon_server.runs.process import Run
from server.editor import start_editor
from server.letters import LIMIT, do

TOO_LONG = LONGEST + 1
WRITES = """
import json, sys

def write(kind, **payload):
    print(json.dumps({"type": kind, "executionId": "exec_1", "payload": payload}), flush=True)

write("mission.start")
print("no event")
print("[" * 100_000)
print("x" * %(long)d)
write("warning", message="x" * %(long)d)
write("action.start", action="Load")
write(%(last)r, status=%(status)r, errors=["x" * %(last_long)d])
sys.stdout.write('{"type": "cut off')
""".replace("%(long)d", str(TOO_LONG))


async def followed(last: str, status: str, length: int) -> tuple[Run, list[Any]]:
    """Return a process that writes events, and what was heard of it."""
    pipe = asyncio.subprocess.PIPE
    script = WRITES % {"last": last, "status": status, "last_long": length}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, stdout=pipe, stderr=pipe, limit=LONGEST
    )
    run = Run("Letters", process, Path())
    heard: list[Any] = []
    async with asyncio.timeout(LIMIT):
        await run.follow(heard.append)
    return run, heard


@pytest.mark.parametrize(
    ("last", "status"),
    [
        ("mission.complete", "completed"),
        ("mission.failed", "failed"),
        ("mission.interrupted", "interrupted"),
    ],
)
async def test_what_is_too_long_loses_its_payload_and_nothing_else(
    caplog: pytest.LogCaptureFixture, last: str, status: str
) -> None:
    """The events around it are heard, and the log says what is missing."""
    with caplog.at_level(logging.WARNING):
        run, heard = await followed(last, status, TOO_LONG)
    assert [event["type"] for event in heard] == ["mission.start", "warning", "action.start", last]
    assert [event["payload"] for event in heard] == [{}, {}, {"action": "Load"}, {}]
    assert run.execution == "exec_1"
    assert run.status == status
    said = [record.getMessage() for record in caplog.records]
    assert [line.startswith("no event: ") for line in said].count(True) == 3
    assert ["bytes is too long" in line for line in said].count(True) == 3


async def test_an_event_that_just_fits_is_whole() -> None:
    """Long events are as good as short ones up to the limit."""
    head = {"type": "mission.failed", "executionId": "exec_1", "payload": {}}
    longest = LONGEST - len(json.dumps(head)) - len('"status": "failed", "errors": [""]') - 1
    run, heard = await followed("mission.failed", "failed", longest)
    assert run.errors == ["x" * longest]
    assert len(heard) == 4


async def test_a_run_that_fails_with_a_long_message_is_answered(tmp_path: Path) -> None:
    """Its message is in the record; the answer says how it ended."""
    path = tmp_path / "letters.vague"
    action = f'action Fail {{ abort "{"x" * TOO_LONG}" }}'
    path.write_text(f"mission Letters {{ {action} run Fail }}\n")
    async with start_editor("vscode", tmp_path, messages=1) as editor:
        done = await do(editor, "reqon.run", path)
        assert (done["status"], done["exitCode"], done["errors"]) == ("failed", 1, [])
        assert [one.message for one in editor.messages] == ["Letters failed"]
