"""The exit status says how bad it is, and whatever is wrong is one message (specification 5.3)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from runtime.check.conftest import CLEAN, WARNED, WRONG, Check

SCHEMAS = "schema Order { id: string }"


@pytest.mark.parametrize(
    ("files", "arguments", "status"),
    [
        ({"a.vague": CLEAN}, ["a.vague"], 0),
        ({"a.vague": WARNED}, ["a.vague"], 0),
        ({"a.vague": WRONG}, ["a.vague"], 2),
        ({"a.vague": CLEAN, "b.vague": WRONG}, ["a.vague", "b.vague"], 2),
        ({"a.vague": CLEAN, "sub/b.reqon": WRONG}, ["."], 2),
        ({"a.vague": CLEAN, "sub/b.reqon": WRONG}, [], 2),
        ({"a.vague": CLEAN, ".git/b.vague": WRONG}, ["."], 0),
        ({"a.vague": SCHEMAS}, ["a.vague"], 0),
        ({"a.vague": ""}, ["a.vague"], 0),
        ({"a.vague": CLEAN}, ["--format", "yaml", "a.vague"], 2),
    ],
)
def test_status_follows_the_worst_diagnostic(
    run: Check, files: dict[str, str | bytes], arguments: list[str], status: int
) -> None:
    """Warnings alone are no failure; hidden folders are not looked at."""
    assert run(*arguments, files=files).exit_code == status


@pytest.mark.parametrize(
    ("files", "arguments", "message"),
    [
        ({}, ["no.vague"], "error: no.vague: no such file or folder"),
        ({"sub/readme.md": "x"}, ["sub"], "error: sub: no .vague files below it"),
        ({"sub/a.vague": SCHEMAS}, ["sub"], "error: sub: none of its files declares a mission"),
        (
            {"a.vague": b"mission \xff\xfe"},
            ["a.vague"],
            "error: a.vague: not UTF-8 text (byte 8 is 0xff)",
        ),
        (
            {"a.vague": "mission M {\0}"},
            ["a.vague"],
            "error: a.vague: not a text file (it has zero bytes)",
        ),
        (
            {"a.vague": CLEAN, "b.vague": b"\x80"},
            ["."],
            "error: b.vague: not UTF-8 text (byte 0 is 0x80)",
        ),
        ({}, ["a\x1b[2J.vague"], "error: a\\x1b[2J.vague: no such file or folder"),
    ],
)
def test_what_cannot_be_checked_is_one_message(
    run: Check, files: dict[str, str | bytes], arguments: list[str], message: str
) -> None:
    """Status 3, the path, the reason and a way out on the error stream; never a traceback."""
    result = run(*arguments, files=files)
    assert result.exit_code == 3
    first, way_out = result.stderr.splitlines()
    assert first == message
    assert way_out.startswith("  help: ")


def test_an_unreadable_file_does_not_hide_the_others(run: Check) -> None:
    """What can be checked is, even when the status already says 3."""
    result = run("no.vague", "a.vague", files={"a.vague": WRONG})
    assert result.exit_code == 3
    assert "error[RQ3003]" in result.stdout


def test_a_file_named_twice_is_checked_once(run: Check) -> None:
    """By its name, by its folder, and by another spelling."""
    result = run("a.vague", "./a.vague", ".", files={"a.vague": WRONG})
    assert result.stdout.count("error[RQ3003]") == 1


def test_the_installed_command_checks(folder: Path) -> None:
    """The real `reqon check`, as a process of its own."""
    Path(folder, "a.vague").write_text(WRONG)
    command = [sys.executable, "-m", "reqon", "check", "a.vague"]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode == 2
    assert "a.vague:6:23" in result.stdout
    assert result.stderr == ""
