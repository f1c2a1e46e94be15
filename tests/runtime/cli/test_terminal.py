"""What a terminal shows, what a pipe gets, and what happens when nobody reads any more."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
from pathlib import Path
from typing import Self

import pytest

from runtime.cli.conftest import ITEMS, Reqon, command, ended
from runtime.cli.server import PATIENCE_S

ESCAPE = "\x1b"
HIDE_CURSOR, SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"


class Terminal:
    """A terminal with a process in it whose output is all on the screen."""

    def __init__(self, reqon: Reqon, *arguments: str | Path) -> None:
        self._own, theirs = pty.openpty()
        environ = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"}
        environ.pop("NO_COLOR", None)
        self.process = subprocess.Popen(
            command(*arguments),
            cwd=reqon.folder, stdin=theirs, stdout=theirs, stderr=theirs, env=environ,
        )  # fmt: skip
        os.close(theirs)
        self.screen = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._own)

    def read_until(self, text: str) -> None:
        """Read on until `text` has been on the screen; a process that ends first fails this."""
        while text not in self.screen:
            self.screen += os.read(self._own, 4096).decode()

    def read_to_end(self) -> int:
        try:
            while data := os.read(self._own, 4096):
                self.screen += data.decode()
        except OSError:
            pass  # on Linux, how a terminal says that nobody writes to it any more
        return self.process.wait(timeout=PATIENCE_S)


def test_a_terminal_shows_the_item_being_worked_on(reqon: Reqon) -> None:
    """A bar over the items of the loop, which is gone when the run ends; the outcome stays."""
    reqon.api.hold = 4
    with Terminal(reqon, reqon.mission(letters=True)) as terminal:
        terminal.read_until("2/5")
        assert "Fetch: for item in items" in _text(terminal.screen)
        reqon.api.release()
        assert terminal.read_to_end() == 0
    assert "✓ Sync completed in " in _text(terminal.screen)
    assert "Sync: Fetch done in " in _text(terminal.screen)
    assert terminal.screen.rindex(SHOW_CURSOR) > terminal.screen.rindex(HIDE_CURSOR)


def test_a_terminal_is_given_back_when_a_run_is_broken_off(reqon: Reqon) -> None:
    """Two signals end the process at once, but not with the cursor hidden."""
    reqon.api.hold = 4
    with Terminal(reqon, reqon.mission(letters=True)) as terminal:
        terminal.read_until("2/5")
        terminal.process.send_signal(signal.SIGINT)
        terminal.read_until("once more to stop at once")
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.read_to_end() == 130
    assert terminal.screen.rindex(SHOW_CURSOR) > terminal.screen.rindex(HIDE_CURSOR)


def test_a_quiet_run_shows_only_the_outcome(reqon: Reqon) -> None:
    """On a terminal as well as in a pipe."""
    with Terminal(reqon, reqon.mission(), "--quiet") as terminal:
        assert terminal.read_to_end() == 0
    assert ESCAPE not in terminal.screen
    assert terminal.screen.startswith("✓ Sync completed in ")


def test_a_pipe_gets_plain_lines(reqon: Reqon) -> None:
    """No escape codes and no bars: one line when something begins or ends."""
    outcome = reqon.process(reqon.mission(letters=True))
    assert outcome.code == 0
    assert ESCAPE not in outcome.out + outcome.err
    assert [re.sub(r"\d+\.\d", "N", line) for line in outcome.err.splitlines()] == [
        "Sync: started",
        "Sync: Fetch done in N s",
    ]


def test_a_pipe_is_told_of_retries(reqon: Reqon) -> None:
    """Somebody who looks at a slow run should see what it waits for."""
    mission = reqon.mission()
    mission.write_text(
        mission.read_text().replace("maxAttempts: 1", "maxAttempts: 2, initialDelay: 1")
    )
    reqon.api.serve("GET /items", {"error": "busy"}, 503)
    outcome = reqon.run(mission)
    assert outcome.code == 1
    assert re.search(
        r"Sync: GET http://\S+/items: status 503, trying again in \d\.\d s \(attempt 1 of 2\)",
        outcome.err,
    )


def test_a_resumed_run_says_where_it_goes_on(reqon: Reqon) -> None:
    mission = reqon.mission(path="/later")
    reqon.run(mission)
    reqon.api.serve("GET /later", ITEMS)
    lines = reqon.run(mission, "--resume").err.splitlines()
    assert lines[:2] == ["Sync: resuming", "Sync: going on in stage 1; done: nothing"]


def test_what_an_api_answers_cannot_steer_a_terminal(reqon: Reqon) -> None:
    """An error quotes the answer; its control characters are shown, not obeyed."""
    reqon.api.serve("GET /items", b'"\xc2\x9b2J\x1b]0;owned\x07\x1b[2J"', 500)
    mission = reqon.mission()
    with Terminal(reqon, mission, "--quiet") as terminal:
        assert terminal.read_to_end() == 1
    assert "owned" in terminal.screen
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", terminal.screen)
    shown = reqon.run("status", "Sync").out
    assert "owned" in shown
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", shown)


@pytest.mark.parametrize(
    ("options", "redirection"),
    [
        ("", "> /dev/full"),
        ("", ">&-"),
        ("", "2>/dev/full"),
        ("", "2>&-"),
        ("", "| true"),
        ("--events jsonl", "> /dev/full"),
        ("--events jsonl", ">&-"),
        ("--events jsonl", "| true"),
    ],
)
def test_a_run_is_not_undone_by_nobody_reading_of_it(
    reqon: Reqon, options: str, redirection: str
) -> None:
    """The disk is full, the stream closed, the reader gone: the mission completes all the same."""
    reqon.mission()
    script = f"set -o pipefail; {' '.join(command('sync.vague'))} {options} {redirection}"
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=reqon.folder, capture_output=True, text=True, timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert reqon.record()["status"] == "completed"
    if redirection == "> /dev/full":
        assert "No space left on device" in done.stderr


def test_a_report_nobody_can_read_is_no_success(reqon: Reqon) -> None:
    """For `status` the output is the work."""
    reqon.run(reqon.mission())
    with Path("/dev/full").open("w") as full, reqon.start("status", "Sync", stdout=full) as process:
        outcome = ended(process)
    assert outcome.code == 1
    assert outcome.err == "error: No space left on device\n"


def _text(screen: str) -> str:
    return re.sub("\x1b\\[[0-9;?]*[a-zA-Z]", "", screen)
