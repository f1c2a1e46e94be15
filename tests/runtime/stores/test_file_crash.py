"""What a file store is after a crash, at any byte and at any step."""

from __future__ import annotations

import inspect
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reqon.errors import StoreError
from reqon.stores import Committed, Marker, WriteMode
from reqon.stores.file import open_file_store

REPLACE = WriteMode.REPLACE


def crash(store) -> None:
    """Leave the files as a killed process would."""
    store._backing._log.close()


def step(store, position: int) -> None:
    """Do one of three things in turn: remove a row, put it back, write two others."""
    marker = Marker("exec_1", "1.0", f"{position}", 1)
    if position % 3 == 0:
        store.delete(["moving"], marker)
    elif position % 3 == 1:
        store.write([("moving", {"n": position})], REPLACE, marker)
    else:
        rows = [(f"row-{position}", {"n": position}), ("last", {"n": position})]
        store.write(rows, REPLACE, marker)


def state(position: int) -> tuple[list, Committed]:
    """Return what a store holds after the steps up to `position`, in which order."""
    records: dict[str, dict] = {}
    added = updated = 0
    for at in range(position + 1):
        if at % 3 == 0:
            records.pop("moving", None)
            continue
        for key in ("moving",) if at % 3 == 1 else (f"row-{at}", "last"):
            added += key not in records
            updated += key in records
            records[key] = {"n": at}
    return list(records.items()), Committed(f"{position}", added, updated)


def read(directory: Path) -> tuple[list, Committed | None]:
    store = open_file_store("s", "t", directory)
    try:
        return list(store.scan()), store.committed("exec_1", "1.0")
    finally:
        store.close()


@pytest.fixture
def crashed(tmp_path: Path) -> Path:
    """A directory with six steps in the projection and three in the log."""
    directory = tmp_path / "crashed"
    store = open_file_store("s", "t", directory)
    for position in range(9):
        if position == 6:
            store.flush()
        step(store, position)
    crash(store)
    return directory


def test_a_log_torn_at_any_byte_loses_its_last_line_only(crashed, tmp_path):
    """Rows and marker of the torn line go together, the loss is noted, writing goes on."""
    log = (crashed / "t.log").read_bytes()
    last = log.rstrip(b"\n").rindex(b"\n") + 1
    for end in range(last, len(log)):
        directory = tmp_path / f"{end}"
        shutil.copytree(crashed, directory)
        (directory / "t.log").write_bytes(log[:end])
        store = open_file_store("s", "t", directory)
        assert (list(store.scan()), store.committed("exec_1", "1.0")) == state(7)
        assert [f"{end - last} bytes at byte {last}" in note for note in store.notes] == (
            [True] if end > last else []
        )
        step(store, 8)
        crash(store)
        assert read(directory) == state(8)
    assert read(crashed) == state(8)


def test_zeros_after_a_power_cut_are_a_torn_line(crashed):
    """A file system may have lengthened the file before the bytes came."""
    log = (crashed / "t.log").read_bytes()
    last = log.rstrip(b"\n").rindex(b"\n") + 1
    (crashed / "t.log").write_bytes(log[:last] + b"\0" * 20 + log[last + 20 :])
    assert read(crashed) == state(7)


def test_a_changed_byte_anywhere_else_is_refused(crashed):
    """The message names file, line and byte, and both files stay as they are."""
    path = crashed / "t.log"
    log = path.read_bytes()
    projection = (crashed / "t.json").read_bytes()
    for at in range(len(log) - 1):
        damaged = log[:at] + bytes([log[at] ^ 1]) + log[at + 1 :]
        path.write_bytes(damaged)
        line, start = log.count(b"\n", 0, at) + 1, log.rfind(b"\n", 0, at) + 1
        with pytest.raises(StoreError) as caught:
            open_file_store("s", "t", crashed)
        assert caught.value.message.startswith(
            f"{path}:{line}: the line at byte {start} is damaged"
        )
        assert f"truncate -s {start} {path}" in caught.value.help
        assert path.read_bytes() == damaged
    assert (crashed / "t.json").read_bytes() == projection


def test_the_way_out_of_a_damaged_log_works(crashed):
    """Cutting the log where the message says leaves a store that opens."""
    path = crashed / "t.log"
    log = path.read_bytes()
    second = log.index(b"\n") + 1
    path.write_bytes(log[:second] + b"x" + log[second + 1 :])
    os.truncate(path, second)
    assert read(crashed) == state(5)


def test_a_line_of_a_newer_version_is_refused(crashed):
    """Guessing what it means could lose records."""
    from reqon.stores.lines import line

    with (crashed / "t.log").open("ab") as log:
        log.write(line({"t": "novel"}))
    with pytest.raises(StoreError, match="unknown kind 'novel'"):
        open_file_store("s", "t", crashed)


KILLED_AT_EVERY_CALL = f"""
import itertools, os, shutil, signal, sys
from pathlib import Path
from reqon.stores import Marker, WriteMode
from reqon.stores.file import open_file_store
REPLACE = WriteMode.REPLACE
{inspect.getsource(step)}
def run(directory, kill_at):
    hits = itertools.count(1)
    def hook(event, arguments):
        if event.split(".")[0] in {{"open", "os", "fcntl", "tempfile"}}:
            if str(directory) in repr(arguments) or event.startswith("fcntl"):
                if next(hits) == kill_at:
                    os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)
    store = open_file_store("s", "t", directory)
    for position in range(9, 12):
        step(store, position)
    store.flush()
    for position in range(12, 15):
        step(store, position)
    store.close()

seed, out = Path(sys.argv[1]), Path(sys.argv[2])
for kill_at in itertools.count(1):
    directory = out / str(kill_at)
    shutil.copytree(seed, directory)
    child = os.fork()
    if child == 0:
        run(directory, kill_at)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        sys.exit(os.waitstatus_to_exitcode(status))
"""


def test_a_kill_at_any_step_of_compaction_loses_nothing(crashed, tmp_path):
    """A process is killed at every file operation of open, write, flush and close in turn.

    Whatever step it was, the store holds exactly the writes its marker tells of, in order.
    """
    out = tmp_path / "out"
    out.mkdir()
    command = [sys.executable, "-c", KILLED_AT_EVERY_CALL, str(crashed), str(out)]
    subprocess.run(command, check=True)
    runs = sorted(out.iterdir(), key=lambda path: int(path.name))
    found = [read(directory) for directory in runs]
    positions = [int(committed.position) for _, committed in found]
    assert found == [state(position) for position in positions]
    assert positions == sorted(positions)
    assert set(positions) >= {8, 11, 14}
    assert len(runs) > 15


@pytest.mark.parametrize("stage", ["announced", "renamed", "renamed and written on"])
def test_a_crash_within_compaction_is_told_by_digests(crashed, tmp_path, stage):
    """The three states on disk that differ, put together by hand from two whole runs."""
    done = tmp_path / "done"
    shutil.copytree(crashed, done)
    store = open_file_store("s", "t", done)
    store.flush()
    crash(store)
    from reqon.stores.lines import compact_line, read_lines

    base = read_lines(done / "t.log", (done / "t.log").read_bytes()).lines[0]
    with (crashed / "t.log").open("ab") as log:
        log.write(compact_line(base.value()["digest"]))
    if stage != "announced":
        shutil.copy(done / "t.json", crashed / "t.json")
    if stage == "renamed and written on":
        store = open_file_store("s", "t", crashed)
        step(store, 9)
        crash(store)
    assert read(crashed) == state(9 if stage == "renamed and written on" else 8)
