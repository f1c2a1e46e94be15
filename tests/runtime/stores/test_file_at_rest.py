"""The JSON file people read: its form, what is accepted of their editing, what is refused."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from reqon.errors import ConfigurationError, StoreError
from reqon.stores import Marker, WriteMode
from reqon.stores.file import open_file_store

REPLACE = WriteMode.REPLACE


@pytest.fixture
def stores(tmp_path: Path) -> Path:
    return tmp_path / "stores"


def contents(stores: Path, target: str = "customers") -> list[tuple[str, dict]]:
    store = open_file_store("s", target, stores)
    try:
        return list(store.scan())
    finally:
        store.close()


def test_the_file_is_keyed_pretty_and_in_insertion_order(stores):
    """`jq length` counts the records, a diff shows one member per line, and only we may read it."""
    store = open_file_store("s", "exports/customers", stores)
    store.write([("c_2", {"id": 2, "tags": ["a\nb"]}), ("c_1", {"id": 1, "o": {}})], REPLACE)
    store.flush()
    path = stores / "exports" / "customers.json"
    assert path.read_text() == (
        '{\n  "c_2": {\n    "id": 2,\n    "tags": [\n      "a\\nb"\n    ]\n  },\n'
        '  "c_1": {\n    "id": 1,\n    "o": {}\n  }\n}\n'
    )
    assert path.read_text() == json.dumps(json.loads(path.read_text()), indent=2) + "\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    store.close()


def test_a_store_at_rest_is_the_json_file_alone(stores):
    """An empty store is `{}`; the log stays only while an execution has progress to keep."""
    store = open_file_store("s", "customers", stores)
    store.close()
    assert [path.name for path in stores.iterdir()] == ["customers.json"]
    assert (stores / "customers.json").read_text() == "{}\n"

    store = open_file_store("s", "customers", stores)
    store.write([("a", {})], REPLACE, Marker("exec_1", "1.0", "1.0.0", 1))
    store.close()
    assert sorted(path.name for path in stores.iterdir()) == ["customers.json", "customers.log"]

    store = open_file_store("s", "customers", stores)
    store.forget("exec_1")
    store.close()
    assert [path.name for path in stores.iterdir()] == ["customers.json"]
    assert contents(stores) == [("a", {})]


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ('{"b": {"v": 1}, "a": {}}', [("b", {"v": 1}), ("a", {})]),
        (
            '[{"id": "x"}, {"id": 7}, {"n": 1}]',
            [("x", {"id": "x"}), ("7", {"id": 7}), ("2", {"n": 1})],
        ),
        ("[]", []),
        (" {}\n", []),
    ],
)
def test_a_file_written_by_others_is_read(stores, text, records):
    """Objects and arrays are accepted; what is written back is keyed."""
    stores.mkdir()
    (stores / "customers.json").write_text(text)
    assert contents(stores) == records
    assert json.loads((stores / "customers.json").read_text()) == dict(records)


@pytest.mark.parametrize("progress", [False, True])
def test_editing_at_rest_is_accepted(stores, progress):
    """With nothing left in the log, the file counts; the progress of executions is kept."""
    marker = Marker("exec_1", "1.0", "1.0.0", 1) if progress else None
    store = open_file_store("s", "customers", stores)
    store.write([("a", {"v": 1})], REPLACE, marker)
    store.close()
    (stores / "customers.json").write_text('{"edited": {"v": 2}}')
    store = open_file_store("s", "customers", stores)
    assert list(store.scan()) == [("edited", {"v": 2})]
    assert (store.committed("exec_1", "1.0") is not None) == progress
    store.write([("after", {})], REPLACE)
    crash(store)
    assert contents(stores) == [("edited", {"v": 2}), ("after", {})]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", ":1:1: the store's file is not JSON"),
        ('{\n  "a": {},\n  "b": {', ":3:9: the store's file is not JSON"),
        ('{"a": {"v": NaN}}', ":1:13: the store's file is not JSON"),
        ('"text"', "holds neither an object nor an array"),
        ('{"a": 1}', "holds 'a', which is not an object"),
        ("[{}, 5]", "holds '1', which is not an object"),
        ('[{"id": 1}, {"id": "1"}]', "holds two records with the key '1'"),
        ("\x00" * 40, "is not JSON"),
    ],
)
def test_a_damaged_file_is_refused_and_kept(stores, text, problem):
    """It is never taken for an empty store; the message says where and what to do."""
    stores.mkdir()
    (stores / "customers.json").write_text(text)
    with pytest.raises(StoreError) as caught:
        open_file_store("s", "customers", stores)
    assert str(stores / "customers.json") in caught.value.message
    assert problem in caught.value.message
    assert "it was left as it is" in caught.value.message
    assert caught.value.help
    assert (stores / "customers.json").read_text() == text


def test_editing_while_writes_are_pending_is_refused(stores):
    """Neither the edit nor the writes are lost: both files stay, and the message offers a way."""
    store = open_file_store("s", "customers", stores)
    store.write([("a", {})], REPLACE)
    store.flush()
    store.write([("b", {})], REPLACE)
    crash(store)
    edited = '{"edited": {}}'
    (stores / "customers.json").write_text(edited)
    log = (stores / "customers.log").read_bytes()
    with pytest.raises(StoreError, match=r"changed from outside.*1 writes not merged") as caught:
        open_file_store("s", "customers", stores)
    assert f"delete {stores / 'customers.log'}" in caught.value.help
    assert (stores / "customers.json").read_text() == edited
    assert (stores / "customers.log").read_bytes() == log
    (stores / "customers.log").unlink()
    assert contents(stores) == [("edited", {})]


def test_a_missing_file_is_not_an_empty_store(stores):
    """While the log belongs to a file, the loss of that file is reported."""
    store = open_file_store("s", "customers", stores)
    store.write([("a", {})], REPLACE, Marker("exec_1", "1.0", "1.0.0", 1))
    store.close()
    (stores / "customers.json").unlink()
    with pytest.raises(StoreError, match="is missing"):
        open_file_store("s", "customers", stores)


def test_two_runs_cannot_write_one_store(stores):
    """The second is told so, and the first is not disturbed, even while its log is replaced."""
    first = open_file_store("s", "customers", stores)
    for n in range(2):
        first.write([(f"{n}", {})], REPLACE)
        with pytest.raises(ConfigurationError, match=r"customers\.log is in use by another run"):
            open_file_store("s", "customers", stores)
        first.flush()
    first.close()
    assert [key for key, _ in contents(stores)] == ["0", "1"]


OPENED_WHILE_CLOSING = """
import sys
from pathlib import Path
from reqon.stores.file import open_file_store
owner = [open_file_store("s", "t", Path(sys.argv[1]))]
def hook(event, arguments):
    if event == "fcntl.flock" and owner:
        owner.pop().close()
sys.addaudithook(hook)
heir = open_file_store("s", "t", Path(sys.argv[1]))
try:
    open_file_store("s", "t", Path(sys.argv[1]))
except Exception as error:
    print(error)
"""


def test_a_store_closed_while_it_is_being_opened_has_one_owner(stores):
    """The log opened just before its owner deleted it is not the log of the store any more."""
    command = [sys.executable, "-c", OPENED_WHILE_CLOSING, str(stores)]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "in use by another run" in run.stdout
    assert (stores / "t.log").exists()


def test_closing_twice_leaves_the_next_owner_alone(stores):
    """The second call does nothing."""
    first = open_file_store("s", "t", stores)
    first.close()
    second = open_file_store("s", "t", stores)
    first.close()
    assert (stores / "t.log").exists()
    second.close()


def test_leftovers_of_a_killed_writer_are_removed(stores):
    """Only temporary files of this store, never another's."""
    stores.mkdir()
    mine, others = stores / ".customers.json.abc.tmp", stores / ".orders.json.abc.tmp"
    mine.touch()
    others.touch()
    contents(stores)
    assert not mine.exists()
    assert others.exists()


def crash(store) -> None:
    """Leave the files as a killed process would."""
    store._backing._log.close()
