"""What a log does when the disk does not."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reqon.errors import StoreError
from reqon.files import Durability
from reqon.stores import Marker, WriteMode
from reqon.stores.file import open_file_store
from reqon.stores.log import AppendLog

REPLACE = WriteMode.REPLACE


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """No file of this process may grow beyond `size` bytes: a full disk, by other means."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_write_that_does_not_fit_leaves_no_trace(tmp_path):
    """Half a line is taken back; rows and marker are as before, and writing works again later."""
    store = open_file_store("s", "t", tmp_path)
    store.write([("a", {})], REPLACE, Marker("e", "1.0", "1", 1))
    before = (tmp_path / "t.log").read_bytes()
    with (
        file_size_limit(len(before) + 100),
        pytest.raises(StoreError, match=r"cannot write .*t\.log: File too large") as caught,
    ):
        store.write([("b", {"v": "x" * 500})], REPLACE, Marker("e", "1.0", "2", 1))
    assert caught.value.help
    assert (tmp_path / "t.log").read_bytes() == before
    assert store.keys() == ["a"]
    assert store.committed("e", "1.0").position == "1"
    store.write([("b", {})], REPLACE, Marker("e", "1.0", "2", 1))
    store.close()
    reopened = open_file_store("s", "t", tmp_path)
    assert reopened.keys() == ["a", "b"]
    reopened.close()


def test_a_projection_that_does_not_fit_keeps_the_old_one(tmp_path):
    """The records are safe in the log, no temporary file stays, and a later flush succeeds."""
    store = open_file_store("s", "t", tmp_path)
    store.write([("a", {"v": "x" * 50})], REPLACE)
    store.flush()
    old = (tmp_path / "t.json").read_bytes()
    store.write([("b", {"v": [0] * 300})], REPLACE)
    with (
        file_size_limit((tmp_path / "t.log").stat().st_size),
        pytest.raises(StoreError, match=r"cannot write .*t\.json: .*safe in t\.log"),
    ):
        store.flush()
    assert (tmp_path / "t.json").read_bytes() == old
    assert sorted(path.name for path in tmp_path.iterdir()) == ["t.json", "t.log"]
    store.flush()
    assert b'"b"' in (tmp_path / "t.json").read_bytes()
    store.close()


def test_a_failed_fsync_is_never_retried():
    """A second fsync could succeed though the bytes are lost, so the log takes no more.

    A pipe is a file that cannot be synced.
    """
    reading, writing = os.pipe()
    log = AppendLog(Path("t.log"), writing, Durability.POWER)
    log.append(b"line\n")
    for call in (log.sync, log.sync, log.force, lambda: log.append(b"more\n")):
        with pytest.raises(StoreError, match=r"cannot write t\.log"):
            call()
    assert os.read(reading, 100) == b"line\n"
    log.close()
    os.close(reading)


def test_a_failed_flush_on_close_keeps_the_log(tmp_path):
    """What the file could not take is there when the store is opened again."""
    store = open_file_store("s", "t", tmp_path)
    store.write([("a", {})], REPLACE)
    store.flush()
    store.write([("b", {"v": [0] * 300})], REPLACE)
    with (
        file_size_limit((tmp_path / "t.log").stat().st_size),
        pytest.raises(StoreError, match=r"t\.json: File too large"),
    ):
        store.close()
    reopened = open_file_store("s", "t", tmp_path)
    assert reopened.keys() == ["a", "b"]
    reopened.close()


def test_a_log_too_full_for_its_last_word_keeps_the_old_projection(tmp_path):
    """The temporary file of a compaction that could not be announced is removed."""
    store = open_file_store("s", "t", tmp_path)
    store.write([("a", {"v": "x" * 5000})], REPLACE)
    store.write([("a", {})], REPLACE)
    with (
        file_size_limit((tmp_path / "t.log").stat().st_size),
        pytest.raises(StoreError, match=r"t\.log: File too large"),
    ):
        store.flush()
    assert [path.name for path in tmp_path.iterdir()] == ["t.log"]
    store.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["t.json"]


@pytest.mark.parametrize("durability", Durability)
def test_durability_decides_when_a_log_is_synced(durability):
    """Never, at `sync`, or with every line; a pipe tells by failing."""
    reading, writing = os.pipe()
    log = AppendLog(Path("t.log"), writing, durability)
    failures = []
    for name, call in (("append", lambda: log.append(b"line\n")), ("sync", log.sync)):
        try:
            call()
        except StoreError:
            failures.append(name)
    expected = {"process": [], "power": ["sync"], "strict": ["append", "sync"]}
    assert failures == expected[durability.value]
    log.close()
    os.close(reading)


def test_a_closed_store_refuses_writes(tmp_path):
    """They could not be kept."""
    store = open_file_store("s", "t", tmp_path)
    store.close()
    with pytest.raises(StoreError, match="is closed"):
        store.write([("a", {})], REPLACE)
    assert store.count() == 0
