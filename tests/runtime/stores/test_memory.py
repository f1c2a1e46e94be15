"""What is special about memory stores."""

from __future__ import annotations

from pathlib import Path

import pytest

from reqon.errors import StoreError
from reqon.stores import Marker, WriteMode
from reqon.stores.memory import open_memory_store

REPLACE = WriteMode.REPLACE


def test_without_a_shadow_nothing_is_kept(tmp_path, monkeypatch):
    """Nor is any file written."""
    monkeypatch.chdir(tmp_path)
    store = open_memory_store("s", "t")
    store.write([("a", {})], REPLACE, Marker("e", "1.0", "1", 1))
    assert not store.blocking
    assert store.committed("e", "1.0").added == 1
    store.flush()
    store.close()
    assert open_memory_store("s", "t").count() == 0
    assert not any(tmp_path.iterdir())


def test_a_shadow_keeps_targets_apart(tmp_path):
    """`a/b` and `b` are two stores, and neither makes a directory."""
    for target in ("a/b", "b"):
        store = open_memory_store("s", target, tmp_path)
        store.write([(target, {})], REPLACE)
        store.close()
    assert open_memory_store("s", "a/b", tmp_path).keys() == ["a/b"]
    assert all(path.is_file() for path in tmp_path.iterdir())


def test_a_torn_shadow_is_noted(tmp_path: Path):
    """As for file stores, the unfinished line is dropped with its marker."""
    store = open_memory_store("s", "t", tmp_path)
    store.write([("a", {})], REPLACE)
    store.write([("b", {})], REPLACE)
    store.close()
    log = tmp_path / "t.log"
    log.write_bytes(log.read_bytes()[:-5])
    reopened = open_memory_store("s", "t", tmp_path)
    assert reopened.keys() == ["a"]
    assert "an unfinished write" in reopened.notes[0]
    reopened.close()


def test_a_damaged_shadow_is_refused(tmp_path: Path):
    """A resume must not go on with records missing."""
    store = open_memory_store("s", "t", tmp_path)
    store.write([("a", {})], REPLACE)
    store.close()
    log = tmp_path / "t.log"
    log.write_bytes(log.read_bytes().replace(b'"a"', b'"z"'))
    with pytest.raises(StoreError, match=r"t\.log:2: the line at byte"):
        open_memory_store("s", "t", tmp_path)
