"""`reqon check --watch` is a process that checks again after every change, until it is stopped."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reqon.cli.checking import Checker
from runtime.check.conftest import CLEAN, WRONG

PATIENCE = 60.0
"""Seconds until a silent process is taken for stuck."""


class Watching:
    """A running `--watch` and what it printed so far."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        command = [sys.executable, "-m", "reqon", "check", "--watch", *arguments]
        self.process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        self.printed = ""

    def until(self, text: str) -> str:
        """Return what is printed up to `text`, which must come."""
        assert self.process.stdout is not None
        while text not in self.printed:
            ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
            data = os.read(self.process.stdout.fileno(), 65536) if ready else b""
            assert data, f"nothing more after {self.printed!r}"
            self.printed += data.decode()
        before, _, self.printed = self.printed.partition(text)
        return before + text

    def end(self) -> None:
        """Leave nothing behind."""
        self.process.kill()
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()

    def stop(self) -> int:
        """Do what Ctrl-C does and return the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@pytest.fixture
def watching(folder: Path) -> Iterator[Watching]:
    """Watch a folder with one mission that has an error."""
    (folder / "a.vague").write_text(WRONG, encoding="utf-8")
    running = Watching(folder, ".")
    yield running
    running.end()


def test_a_change_is_checked_and_ctrl_c_ends_it(watching: Watching, folder: Path) -> None:
    """The error goes when it is mended, comes back with a new file, and 130 says it was stopped."""
    assert "error[RQ3003]" in watching.until("Watching for changes")
    (folder / "a.vague").write_text(CLEAN, encoding="utf-8")
    watching.until("No problems in 1 file.")
    watching.until("Watching for changes")
    (folder / "b.vague").write_text(WRONG.replace("Clean", "Other"), encoding="utf-8")
    assert "error[RQ3003]" in watching.until("1 error in 2 files.")
    watching.until("Watching for changes")
    assert watching.stop() == 130
    assert "Traceback" not in watching.printed


def test_what_is_imported_from_elsewhere_is_watched(folder: Path) -> None:
    """A folder that nobody named matters as soon as a file in it is imported."""
    (folder / "jobs").mkdir()
    (folder / "shared").mkdir()
    importing = 'import { Order } from "../shared/types.vague"\n' + CLEAN.replace(
        "    store", "    map response -> Order { id: .id }\n    store"
    )
    (folder / "jobs" / "clean.vague").write_text(importing, encoding="utf-8")
    running = Watching(folder, "jobs")
    try:
        assert "error[RQ8007]" in running.until("Watching for changes")
        assert "error[RQ8007]" in running.until("Watching for changes")
        (folder / "shared" / "types.vague").write_text("schema Order { id: string }")
        running.until("No problems in 1 file.")
        assert running.stop() == 130
    finally:
        running.end()


def test_only_what_changed_is_analyzed_again(folder: Path) -> None:
    """The other files keep their trees and their models."""
    for name in ("a", "b"):
        (folder / f"{name}.vague").write_text(CLEAN.replace("Clean", name), encoding="utf-8")
    checker = Checker()
    first, _ = checker.check([folder])
    (folder / "b.vague").write_text(WRONG.replace("Clean", "b"), encoding="utf-8")
    checker.look_again([folder / "b.vague"])
    second, _ = checker.check([folder])
    assert second[0].tree is first[0].tree
    assert second[0].report.model is first[0].report.model
    assert [d.code for d in second[1].diagnostics if d.severity == "error"] == ["RQ3003"]


def test_files_documents_and_roots_come_and_go(folder: Path) -> None:
    """Whatever happens on disk, the next check answers as a first one would."""
    source = 'source Crm from "./crm.json" { auth: none, base: "https://a.example" }'
    texts = {
        "a.vague": CLEAN.replace("store", f"{source}\n  store", 1),
        "crm.json": '{ "openapi": "3.0.0" }',
        "mission.vague": "mission Root { run Fetch }",
        "part.vague": "action Fetch { clear orders }",
    }
    steps = [
        ("crm.json", True), ("crm.json", False), ("part.vague", True), ("mission.vague", True),
        ("part.vague", False), ("mission.vague", False), ("a.vague", False), ("a.vague", True),
    ]  # fmt: skip
    (folder / "a.vague").write_text(texts["a.vague"], encoding="utf-8")
    checker = Checker()
    checker.check([folder])
    for name, there in steps:
        path = folder / name
        if there:
            path.write_text(texts[name], encoding="utf-8")
        else:
            path.unlink()
        checker.look_again([path])
        found, _ = checker.check([folder])
        fresh, _ = Checker().check([folder])
        assert [file.diagnostics for file in found] == [file.diagnostics for file in fresh]
