"""`reqon fmt` on files: what is written, what is said, and with which exit status."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from runtime.cli_fmt.conftest import Format

UGLY = b"action A{get '/x'}\n"
NEAT = b'action A { get "/x" }\n'
BROKEN = b"action A {\n  gett   1\n}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (UGLY, NEAT),
        (NEAT, NEAT),
        (b"", b""),
        (b"let x=1", b"let x = 1\n"),
        (b"let x=1\r\nlet y=2\r\n", b"let x = 1\r\nlet y = 2\r\n"),
        (b"\xef\xbb\xbflet x=1\n", b"\xef\xbb\xbflet x = 1\n"),
        (BROKEN, BROKEN),
    ],
    ids=["ugly", "neat", "empty", "no-line-end", "crlf", "byte-order-mark", "broken"],
)
def test_a_file_is_written_in_the_canonical_style(
    run: Format, folder: Path, before: bytes, after: bytes
) -> None:
    """Line ends and a byte order mark stay; what cannot be read stays as it is."""
    assert run("a.vague", files={"a.vague": before}).exit_code == 0
    assert (folder / "a.vague").read_bytes() == after


def test_a_formatted_file_is_not_touched(run: Format, folder: Path) -> None:
    """Only what changes is written and named."""
    run(files={"a.vague": NEAT})
    before = (folder / "a.vague").stat()
    result = run("a.vague")
    assert result.output == ""
    after = (folder / "a.vague").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_folders_are_walked(run: Format, folder: Path) -> None:
    """Every mission file below a folder is formatted, hidden folders left out."""
    files = {"a.vague": UGLY, "sub/b.reqon": UGLY, ".git/c.vague": UGLY, "d.txt": UGLY}
    result = run(files=files)
    assert result.output.splitlines() == ["a.vague: formatted", "sub/b.reqon: formatted"]
    assert (folder / ".git/c.vague").read_bytes() == UGLY
    assert (folder / "d.txt").read_bytes() == UGLY


def test_check_lists_the_files_and_writes_nothing(run: Format, folder: Path) -> None:
    """The exit status is 1 when there is one, 0 when there is none."""
    result = run("--check", files={"a.vague": UGLY, "b.vague": NEAT})
    assert (result.exit_code, result.output) == (1, "a.vague: not formatted\n")
    assert (folder / "a.vague").read_bytes() == UGLY
    assert run("--check", "b.vague").exit_code == 0


def test_diff_shows_what_would_change(run: Format, folder: Path) -> None:
    """A unified diff, and nothing is written."""
    result = run("--diff", "a.vague", files={"a.vague": b"let x=1"})
    assert result.exit_code == 1
    assert result.output == (
        "--- a.vague\n+++ a.vague\n@@ -1 +1 @@\n"
        "-let x=1\n\\ No newline at end of file\n+let x = 1\n"
    )
    assert (folder / "a.vague").read_bytes() == b"let x=1"


def test_standard_input_goes_to_standard_output(run: Format) -> None:
    """`-` is a filter for editors, with the same --check and --diff."""
    assert run("-", stdin=UGLY).output_bytes == NEAT
    assert run("-", stdin=NEAT).output_bytes == NEAT
    assert run("--check", "-", stdin=UGLY).output == "<stdin>: not formatted\n"


def test_permissions_and_links_are_kept(run: Format, folder: Path) -> None:
    """A link stays a link to the formatted file, and the file keeps its mode."""
    run(files={"real.vague": NEAT})
    (folder / "real.vague").write_bytes(UGLY)
    (folder / "real.vague").chmod(0o640)
    (folder / "link.vague").symlink_to("real.vague")
    run("link.vague")
    assert (folder / "link.vague").is_symlink()
    assert (folder / "real.vague").read_bytes() == NEAT
    assert (folder / "real.vague").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("files", "arguments", "message"),
    [
        ({}, ["none.vague"], "error: none.vague: no such file or folder"),
        ({"a.vague": b"\xff"}, ["a.vague"], "error: a.vague: not UTF-8 text"),
    ],
)
def test_what_cannot_be_read_is_an_error(
    run: Format, files: dict[str, bytes], arguments: list[str], message: str
) -> None:
    """One message, exit status 3; the other files are formatted all the same."""
    result = run("good.vague", *arguments, files={"good.vague": UGLY, **files})
    assert result.exit_code == 3
    assert message in result.output
    assert "good.vague: formatted" in result.output


def test_standard_input_must_be_text(run: Format) -> None:
    """What is no UTF-8 is refused before anything is written."""
    result = run("-", stdin=b"\xff")
    assert result.exit_code == 3
    assert "not UTF-8 text" in result.output


def test_the_command_is_reachable(folder: Path) -> None:
    """`reqon fmt` is one of the commands of the installed program."""
    (folder / "a.vague").write_bytes(UGLY)
    command = [sys.executable, "-m", "reqon", "fmt", "a.vague"]
    subprocess.run(command, check=True, cwd=folder, capture_output=True)
    assert (folder / "a.vague").read_bytes() == NEAT
