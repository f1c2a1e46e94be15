"""Watermarks: one file for all missions, merged under a lock and never lost silently."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from reqon.errors import JournalError
from reqon.journal import sync

KEY = "API-/customers"


@pytest.fixture
def file(state_dir: Path) -> Path:
    return state_dir / "sync-checkpoints.json"


@pytest.fixture
def content(file):
    return lambda: orjson.loads(file.read_bytes())


def entry(day: int, items: int = 1) -> dict[str, object]:
    return {"lastSync": f"2024-01-{day:02}T09:00:00Z", "itemsSynced": items}


def test_the_file_has_the_documented_shape(start, content):
    """Key, `lastSync` and `itemsSynced`, and who wrote it."""
    journal = start()
    assert content() == {}
    journal.sync(KEY, entry(20, 1523))
    [(key, kept)] = content().items()
    assert key == KEY
    assert kept.pop("updatedAt").endswith("Z")
    assert kept == {
        "lastSync": "2024-01-20T09:00:00Z",
        "itemsSynced": 1523,
        "mission": "CustomerSync",
        "executionId": journal.execution_id,
    }


@pytest.mark.parametrize(("second", "kept"), [(21, 21), (20, 20), (19, 20)])
def test_a_watermark_never_moves_backwards(start, content, second, kept):
    journal = start()
    journal.sync(KEY, {**entry(20), "cursor": "c20"})
    journal.sync(KEY, {**entry(second, 7), "cursor": f"c{second}"})
    assert content()[KEY]["lastSync"] == f"2024-01-{kept}T09:00:00Z"
    assert content()[KEY]["cursor"] == f"c{kept}"
    assert content()[KEY]["itemsSynced"] == 7


def test_another_missions_key_is_left_alone_and_reported(start, content, state_dir):
    """Ruling D03: the second mission gets a key of its own, and finds only that."""
    start().sync(KEY, entry(20))
    [notice] = start(mission="Billing").sync(KEY, entry(10))
    assert "CustomerSync and Billing both sync 'API-/customers'" in notice
    assert {key: kept["lastSync"][8:10] for key, kept in content().items()} == {
        KEY: "20",
        f"Billing/{KEY}": "10",
    }
    entries = sync.read(state_dir).entries
    assert sync.lookup(entries, KEY, "CustomerSync")["lastSync"][8:10] == "20"
    assert sync.lookup(entries, KEY, "Billing")["lastSync"][8:10] == "10"
    assert sync.lookup(entries, KEY, "Third") is None


@pytest.mark.parametrize(
    "stored",
    [
        {KEY: {"lastSync": "2024-01-20T09:00:00Z", "itemsSynced": 3}},
        {"API:/customers": {"lastSync": "2024-01-20T09:00:00Z", "itemsSynced": 3}},
        {"API:/customers": {"key": "x", "syncedAt": "2024-01-20T09:00:00Z", "recordCount": 3}},
    ],
)
def test_files_of_other_programs_are_understood(start, state_dir, file, stored):
    """Ruling D02: the seed's plain entry, the older key, the older member names."""
    start()
    file.write_bytes(orjson.dumps(stored))
    found = sync.lookup(sync.read(state_dir).entries, KEY, "CustomerSync")
    assert (found["lastSync"], found["itemsSynced"]) == ("2024-01-20T09:00:00Z", 3)


def test_members_somebody_else_added_survive(start, file, content):
    start()
    file.write_bytes(orjson.dumps({"Other-/x": {"note": "mine"}, KEY: {"note": "keep"}}))
    start().sync(KEY, entry(20))
    assert content()["Other-/x"] == {"note": "mine"}
    assert content()[KEY]["note"] == "keep"


DAMAGED = [b"", b"{", b"[]", b'{"API-/customers": 5}', b"\x00" * 40]


@pytest.mark.parametrize("data", DAMAGED)
def test_a_damaged_file_is_rebuilt_from_the_journals(start, state_dir, file, content, data):
    """With a notice and a copy of what was there; never as if nothing had been synced."""
    journal = start()
    journal.sync(KEY, entry(20))
    journal.sync("API-/orders", entry(19))
    journal.close()
    (state_dir / "sync-checkpoints.json.bak").unlink()
    file.write_bytes(data)
    read = sync.read(state_dir)
    assert {key: kept["lastSync"][8:10] for key, kept in read.entries.items()} == {
        KEY: "20",
        "API-/orders": "19",
    }
    assert "was damaged" in read.notes[0]
    assert (state_dir / "sync-checkpoints.json.damaged").read_bytes() == data
    assert content() == read.entries
    assert sync.read(state_dir).notes == ()


def test_a_lost_file_is_rebuilt_with_a_notice(start, state_dir, file):
    start().sync(KEY, entry(20))
    file.unlink()
    read = sync.read(state_dir)
    assert read.entries[KEY]["lastSync"][8:10] == "20"
    assert "was missing" in read.notes[0]


@pytest.mark.parametrize("data", DAMAGED)
def test_a_damaged_file_nothing_can_replace_is_refused(start, state_dir, file, data):
    """Taking it for empty would fetch full histories again."""
    journal = start()
    file.write_bytes(data)
    with pytest.raises(JournalError, match="damaged") as refused:
        sync.read(state_dir)
    assert str(file) in refused.value.message
    with pytest.raises(JournalError):
        journal.sync(KEY, entry(20))
    assert file.read_bytes() == data


def test_a_watermark_whose_file_was_not_written_is_repeated_on_resume(start, resume, file, content):
    """The process died between the record in the journal and the merge."""
    journal = start()
    journal.sync(KEY, entry(20))
    file.write_bytes(b"{}")
    resume(journal)
    assert content()[KEY]["lastSync"][8:10] == "20"


def test_processes_that_commit_at_once_lose_nothing(start, state_dir, content):
    """Each merges into what the others wrote."""
    start()
    script = """
import sys
from pathlib import Path
from reqon.journal import sync
for number in range(20):
    sync.commit(
        Path(sys.argv[1]), f"{sys.argv[2]}-{number}", {"lastSync": "2024-01-20"},
        mission="M", execution_id="e", updated_at="now", durable=False,
    )
"""
    processes = [
        subprocess.Popen([sys.executable, "-c", script, str(state_dir), str(name)])
        for name in range(3)
    ]
    assert [process.wait() for process in processes] == [0, 0, 0]
    assert len(content()) == 60


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        ({}, set()),
        ({"mission": "Billing"}, {KEY, "API-/orders"}),
        ({"key": KEY}, {"API-/orders"}),
        ({"mission": "CustomerSync", "key": KEY}, {f"Billing/{KEY}", "API-/orders"}),
    ],
)
def test_watermarks_can_be_forgotten_on_purpose(start, state_dir, content, chosen, left):
    journal = start()
    journal.sync(KEY, entry(20))
    journal.sync("API-/orders", entry(20))
    start(mission="Billing").sync(KEY, entry(20))
    before = set(content())
    assert set(sync.reset(state_dir, **chosen)) == before - left
    assert set(content()) == left


def test_a_directory_nothing_ever_ran_in_has_no_watermarks(state_dir):
    assert sync.read(state_dir).entries == {}
    assert not state_dir.exists()
