"""`reqon check --fix`: what is written, what is said, and what is left."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from runtime.check.conftest import CLEAN, Check

SHABBY = CLEAN.replace('"/orders"', "'/orders'").replace("mission", "# all orders\nmission", 1)
NEAT = CLEAN.replace("mission", "// all orders\nmission", 1)
PROPOSED = CLEAN.replace("-> orders", "-> ordres")
UNDECIDED = CLEAN.replace("get ", "let start = 1\n    get ")
"""A variable nobody reads can be removed or renamed."""


def test_safe_fixes_are_written_and_the_rest_is_reported(run: Check, folder: Path) -> None:
    """The file is mended; what was mended is no longer reported and does not count."""
    result = run("a.vague", "--fix", files={"a.vague": SHABBY})
    assert (folder / "a.vague").read_text() == NEAT
    assert result.stderr == "a.vague: fixed RQ1005, RQ1006\n"
    assert "No problems in 1 file." in result.stdout
    assert result.exit_code == 0


def test_what_is_clean_is_not_touched(run: Check, folder: Path) -> None:
    """A file without findings is not written, and nothing is said about it."""
    run(files={"a.vague": CLEAN})
    before = (folder / "a.vague").stat()
    result = run("--fix")
    assert (folder / "a.vague").stat() == before
    assert result.stderr == ""


def test_proposals_are_left_to_the_user(run: Check, folder: Path) -> None:
    """An unsafe fix is not made, and the exit status is that of what is left."""
    result = run("a.vague", "--fix", files={"a.vague": PROPOSED})
    assert (folder / "a.vague").read_text() == PROPOSED
    assert "RQ3003" in result.stdout
    assert result.exit_code == 2


def test_unsafe_fixes_are_made_where_there_is_but_one(run: Check, folder: Path) -> None:
    """Where several ways out are offered somebody has to choose."""
    missing = CLEAN.replace('  source Api { auth: none, base: "https://api.example.com" }\n', "")
    files = {"one.vague": missing, "several.vague": PROPOSED}
    result = run("--fix", "--unsafe-fixes", files=files)
    assert (folder / "one.vague").read_text() == CLEAN
    assert (folder / "several.vague").read_text() == PROPOSED
    assert result.stderr == "one.vague: fixed RQ3023\n"


def test_diff_shows_and_writes_nothing(run: Check, folder: Path) -> None:
    """The change is shown in the form `patch` takes."""
    result = run("a.vague", "--diff", files={"a.vague": SHABBY})
    assert (folder / "a.vague").read_text() == SHABBY
    assert "-# all orders\n+// all orders\n" in result.stdout
    assert result.exit_code == 0


def test_diff_still_says_what_cannot_be_read(run: Check) -> None:
    """A path that does not exist is not passed over."""
    result = run("missing.vague", "--diff")
    assert "missing.vague: no such file" in result.stderr
    assert result.exit_code == 3


@pytest.mark.parametrize("lead", [b"", b"\xef\xbb\xbf"])
def test_line_ends_byte_order_mark_and_mode_are_kept(run: Check, folder: Path, lead: bytes) -> None:
    """Only what is wrong changes in a file."""
    path = folder / "a.vague"
    windows = SHABBY.replace("\n", "\r\n").encode()
    run(files={"a.vague": lead + windows})
    path.chmod(0o640)
    assert run("--fix").exit_code == 0
    assert path.read_bytes() == lead + NEAT.replace("\n", "\r\n").encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_fixes_that_touch_are_made_one_after_the_other(run: Check, folder: Path) -> None:
    """Quotes and the escapes within them are two findings in one place."""
    text = CLEAN.replace('"/orders" {', "'/\\o\\r\\d\\ers' {")
    result = run("--fix", files={"a.vague": text})
    assert (folder / "a.vague").read_text() == CLEAN.replace("/orders", "/o\\rders")
    assert result.exit_code == 0


def test_the_files_of_a_folder_are_mended_together(run: Check, folder: Path) -> None:
    """Each part is checked against the others as they are mended."""
    declared = CLEAN.replace('  store orders: file("orders")\n', "")
    stores = "store orders: file('orders')\n"
    result = run("--fix", files={"m/mission.vague": declared, "m/stores.vague": stores})
    assert (folder / "m/stores.vague").read_text() == 'store orders: file("orders")\n'
    assert result.exit_code == 0


def test_what_is_ignored_is_not_mended(run: Check, folder: Path) -> None:
    """Somebody has said that it is meant so."""
    text = CLEAN.replace('get "/orders" {', "// reqon: ignore[RQ1006]\n    get '/orders' {")
    run("--fix", files={"a.vague": text})
    assert (folder / "a.vague").read_text() == text


def test_unsafe_fixes_alone_are_refused(run: Check) -> None:
    """A flag that would have no effect is said to have none."""
    result = run("--unsafe-fixes", files={"a.vague": CLEAN})
    assert "--fix or --diff" in str(getattr(result.exception, "help", ""))
