"""File and memory stores compared with a plain dictionary, reopened at random moments."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from reqon.stores import Committed, Marker, WriteMode
from reqon.stores import file as file_module
from reqon.stores import memory as memory_module

KEYS = st.sampled_from([*"abcde", "", "ü\n", '"'])
RECORDS = st.dictionaries(
    st.sampled_from("xyz"), st.none() | st.integers(-3, 3) | st.just("é\u2028"), max_size=3
)
BATCHES = st.lists(st.tuples(KEYS, RECORDS), max_size=4)
WRITERS = st.none() | st.sampled_from(["1.0", "1.1"])


class Machine(RuleBasedStateMachine):
    """The model: records in a dict, progress in another; `abandon` ends a store unflushed."""

    def __init__(self) -> None:
        super().__init__()
        self.directory = tempfile.TemporaryDirectory()
        self.records: dict[str, dict] = {}
        self.progress: dict[str, Committed] = {}
        self.position = 0
        self.store = self.open()

    def open(self):
        raise NotImplementedError

    def teardown(self) -> None:
        self.store.close()
        self.directory.cleanup()

    def marker(self, writer: str | None, added: int = 0, updated: int = 0) -> Marker | None:
        if writer is None:
            return None
        self.position += 1
        before = self.progress.get(writer, Committed("", 0, 0))
        position = f"{self.position}"
        self.progress[writer] = Committed(position, before.added + added, before.updated + updated)
        return Marker("exec_1", writer, position, 1)

    @rule(rows=BATCHES, mode=st.sampled_from(WriteMode), writer=WRITERS)
    def write(self, rows, mode, writer) -> None:
        added = updated = 0
        for key, record in rows:
            before = self.records.get(key)
            after = {**before, **record} if before and mode is WriteMode.MERGE else record
            added += before is None
            updated += before is not None and list(before.items()) != list(after.items())
            self.records[key] = dict(after)
        result = self.store.write(rows, mode, self.marker(writer, added, updated))
        assert (result.added, result.updated) == (added, updated)

    @rule(keys=st.lists(KEYS, max_size=3), writer=WRITERS)
    def delete(self, keys, writer) -> None:
        present = [self.records.pop(key, None) is not None for key in keys]
        assert self.store.delete(keys, self.marker(writer)) == sum(present)

    @rule(writer=WRITERS)
    def clear(self, writer) -> None:
        assert self.store.clear(self.marker(writer)) == len(self.records)
        self.records.clear()

    @rule()
    def forget(self) -> None:
        self.store.forget("exec_1")
        self.progress.clear()

    @rule()
    def flush(self) -> None:
        self.store.flush()

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = self.open()

    @rule()
    def abandon(self) -> None:
        self.store._backing._log.close()
        self.store = self.open()

    @invariant()
    def agrees(self) -> None:
        assert list(self.store.scan()) == list(self.records.items())
        for writer in ("1.0", "1.1"):
            assert self.store.committed("exec_1", writer) == self.progress.get(writer)


class FileMachine(Machine):
    def open(self):
        return file_module.open_file_store("s", "t", Path(self.directory.name))


class MemoryMachine(Machine):
    def open(self):
        return memory_module.open_memory_store("s", "t", Path(self.directory.name))


@pytest.fixture
def small_logs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compact after a few writes, not after megabytes."""
    monkeypatch.setattr(file_module, "SMALLEST_COMPACTION", 400)
    monkeypatch.setattr(memory_module, "SMALLEST_REWRITE", 400)


@pytest.mark.parametrize("machine", [FileMachine, MemoryMachine])
@pytest.mark.usefixtures("small_logs")
def test_a_store_is_a_dictionary_that_survives(machine):
    """Records, their order, results and progress agree after every step."""
    run = machine.TestCase
    run.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
    run().runTest()
