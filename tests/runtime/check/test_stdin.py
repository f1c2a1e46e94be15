"""`reqon check -` reads the text of a file from standard input, as editors do before saving."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reqon.cli.check import check
from reqon.errors import ConfigurationError
from runtime.check.conftest import CLEAN, WRONG, Check


def piped(text: str | bytes, *arguments: str) -> Result:
    """Run a check with `text` on standard input."""
    return CliRunner().invoke(check, list(arguments), input=text)


def test_text_from_standard_input_is_checked(folder: Path) -> None:
    """Places name the file the text belongs to, or say where it came from."""
    result = piped(WRONG, "-")
    assert result.exit_code == 2
    assert "--> <stdin>:6:23" in result.stdout
    result = piped(WRONG, "-", "--stdin-filename", "jobs/wrong.vague")
    assert "--> jobs/wrong.vague:6:23" in result.stdout


def test_the_text_stands_for_the_file(run: Check) -> None:
    """It sees the other files of the project, and the file on disk is not looked at."""
    part = 'action Fetch { get "/orders" store response -> orders { key: .id } }'
    root = CLEAN.replace("mission Clean", "mission Sync")
    root = root[: root.index("  action")] + "  run Fetch\n}\n"
    run("sync", files={"sync/mission.vague": root, "sync/fetch.vague": "action {"})
    result = piped(part, "-", "--stdin-filename", "sync/fetch.vague", "--format", "json")
    assert [item for item in json.loads(result.stdout) if item["severity"] != "hint"] == []


def test_a_byte_order_mark_is_no_text(folder: Path) -> None:
    """Some editors send one."""
    assert piped(b"\xef\xbb\xbf" + CLEAN.encode(), "-").exit_code == 0


@pytest.mark.parametrize(
    ("text", "arguments", "message"),
    [
        (b"\xff", ["-"], "standard input is not UTF-8 text (byte 0)"),
        ("", ["--stdin-filename", "a.vague"], "and none is read"),
        ("", ["-", "--fix"], "--fix needs files, and `-` is none"),
        ("", ["-", "--watch"], "--watch needs files, and `-` is none"),
        ("", ["--watch", "--fix"], "--watch reports, and --fix changes files or shows how"),
        ("", ["--unsafe-fixes"], "but not to make any"),
    ],
)
def test_what_cannot_be_is_refused(
    folder: Path, text: str | bytes, arguments: list[str], message: str
) -> None:
    """Each with its way out."""
    error = piped(text, *arguments).exception
    assert isinstance(error, ConfigurationError)
    assert message in error.message
    assert error.help
