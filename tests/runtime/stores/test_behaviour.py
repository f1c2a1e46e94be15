"""What every store does, whatever keeps its records."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from reqon.errors import StoreError
from reqon.stores import Committed, FencedError, Marker, Store, WriteMode, WriteResult

REPLACE, MERGE = WriteMode.REPLACE, WriteMode.MERGE


def marker(position: str = "1.0.2", *, fence: int = 1, writer: str = "1.0") -> Marker:
    return Marker("exec_1", writer, position, fence)


def test_records_come_back_as_they_were_written(place):
    """Every JSON value, and every printable or odd character in keys and texts, survives."""
    record = {
        "text": "naïve ☃ \U0001f600 \x00 \n '\"%s {x} \\",
        "numbers": [0, -1, 2**63, 1.5, 1e300, 0.1],
        "nested": {"a": [{}, [], None, True, False]},
        "": "empty name",
    }
    keys = ["plain", "", " spaced ", "quote'\"", "☃", "a/b", "%s", "x" * 3000, "new\nline", "7"]
    store = place.open()
    store.write([(key, {**record, "key": key}) for key in keys], REPLACE)
    reopened = place.open()
    assert list(reopened.scan()) == [(key, {**record, "key": key}) for key in keys]
    assert [reopened.get(key) for key in keys] == [{**record, "key": key} for key in keys]
    assert reopened.keys() == keys
    assert reopened.count() == len(keys)
    assert reopened.get("absent") is None


@pytest.mark.parametrize(
    ("mode", "after", "result"),
    [
        (REPLACE, {"b": 3}, WriteResult(added=1, updated=1)),
        (MERGE, {"a": {"x": 1}, "b": 3}, WriteResult(added=1, updated=1)),
    ],
)
def test_a_write_replaces_or_merges_shallowly(store, mode, after, result):
    """MERGE keeps members the new record lacks and inserts where there is none."""
    store.write([("k", {"a": {"x": 1}, "b": 2})], REPLACE)
    assert store.write([("k", {"b": 3}), ("new", {"c": 1})], mode) == result
    assert list(store.scan()) == [("k", after), ("new", {"c": 1})]


@pytest.mark.parametrize("mode", [REPLACE, MERGE])
def test_an_identical_record_counts_as_neither(store, mode):
    """Storing the same again is no update, alone or within a batch that changes others."""
    store.write([("a", {"v": 1}), ("b", {"v": 1})], REPLACE)
    assert store.write([("a", {"v": 1})], mode) == WriteResult(0, 0)
    rows = [("a", {"v": 1}), ("b", {"v": 2}), ("c", {"v": 1})]
    assert store.write(rows, mode) == WriteResult(added=1, updated=1)


def test_a_key_twice_in_one_batch_sees_its_first_write(store):
    """The batch acts like single writes in turn."""
    rows = [("a", {"x": 1}), ("b", {}), ("a", {"y": 2}), ("a", {"y": 2})]
    assert store.write(rows, MERGE) == WriteResult(added=2, updated=1)
    assert list(store.scan()) == [("a", {"x": 1, "y": 2}), ("b", {})]


def test_order_is_that_of_insertion(place):
    """An update does not move a record; deleting and adding it again does, also after reopening."""
    store = place.open()
    store.write([(key, {"v": 1}) for key in "cab"], REPLACE)
    store.write([("c", {"v": 2})], REPLACE)
    store.delete(["a"])
    store.write([("d", {}), ("a", {})], REPLACE)
    assert store.keys() == ["c", "b", "d", "a"]
    reopened = place.open()
    assert reopened.keys() == ["c", "b", "d", "a"]
    assert [key for key, _ in reopened.scan()] == ["c", "b", "d", "a"]


def test_delete_tells_how_many_were_there(store):
    """Absent and repeated keys are no error and do not count."""
    store.write([(key, {}) for key in "abc"], REPLACE)
    assert store.delete(["a", "a", "zz", "c"]) == 2
    assert store.delete(["a"]) == 0
    assert store.delete([]) == 0
    assert store.keys() == ["b"]


def test_a_key_no_store_can_hold_is_simply_absent(store):
    """Reading or deleting it is no error."""
    store.write([("a", {})], REPLACE)
    assert store.get("\ud800") is None
    assert store.delete(["nul\0", "\ud800", "a"]) == 1


def test_clear_empties_the_store_for_good(place):
    """The count is that of the records removed; the store is usable afterwards."""
    store = place.open()
    store.write([(key, {}) for key in "abc"], REPLACE)
    assert store.clear() == 3
    assert store.clear() == 0
    store.write([("d", {})], REPLACE)
    assert place.open().keys() == ["d"]


def test_an_empty_batch_changes_nothing(store):
    """Nor is it an error."""
    assert store.write([], REPLACE) == WriteResult(0, 0)
    assert store.count() == 0


def test_what_is_read_is_a_copy(store):
    """Changing a record in hand changes neither the store nor what others read."""
    record = {"list": [1]}
    store.write([("a", record)], REPLACE)
    record["list"].append(2)
    store.get("a")["list"].append(3)
    next(store.scan())[1]["list"].append(4)
    assert store.get("a") == {"list": [1]}


def test_a_scan_does_not_see_later_writes(store):
    """Its snapshot is taken at its first step."""
    store.write([(f"{n}", {"n": n}) for n in range(2500)], REPLACE)
    scan = store.scan()
    first = next(scan)
    store.write([("0", {"n": -1}), ("2499", {"n": -1}), ("late", {})], REPLACE)
    store.delete(["2000"])
    assert [first, *scan] == [(f"{n}", {"n": n}) for n in range(2500)]
    assert store.count() == 2500


@pytest.mark.parametrize(
    "bad",
    [("k", {"v": object()}), ("k", {"v": 2**70}), ("\ud800", {}), ("nul\0", {}), ("k", {1: 2})],
    ids=["object", "huge integer", "surrogate key", "NUL key", "number as name"],
)
def test_one_bad_record_refuses_the_whole_batch(store, bad):
    """Rows and marker of the batch stay out together, and the message names the store."""
    with pytest.raises(StoreError, match="store s: "):
        store.write([("good", {}), bad], REPLACE, marker())
    assert store.count() == 0
    assert store.committed("exec_1", "1.0") is None


def test_markers_are_kept_per_execution_and_writer(place):
    """Counters run on since the execution began; a delete moves the position only."""
    store = place.open()
    store.write([("a", {}), ("b", {})], REPLACE, marker("1.0.2@0"))
    store.write([("b", {"v": 1}), ("c", {})], REPLACE, marker("1.0.2@1"))
    store.write([("x", {})], REPLACE, marker("1.1.0", writer="1.1"))
    store.write([("y", {})], REPLACE, Marker("exec_2", "1.0", "1.0.9", 1))
    store.delete(["a"], marker("1.0.3"))
    reopened = place.open()
    assert reopened.committed("exec_1", "1.0") == Committed("1.0.3", added=3, updated=1)
    assert reopened.committed("exec_1", "1.1") == Committed("1.1.0", added=1, updated=0)
    assert reopened.committed("exec_2", "1.0") == Committed("1.0.9", added=1, updated=0)
    assert reopened.committed("exec_2", "1.1") is None
    reopened.clear(marker("1.0.4", fence=2))
    assert reopened.committed("exec_1", "1.0") == Committed("1.0.4", added=3, updated=1)


def test_a_write_that_changes_nothing_still_moves_its_marker(place):
    """Otherwise a resume would do it again."""
    store = place.open()
    store.write([("a", {})], REPLACE, marker("1.0.0"))
    store.write([("a", {})], REPLACE, marker("1.0.1"))
    store.write([], REPLACE, marker("1.0.2"))
    assert place.open().committed("exec_1", "1.0") == Committed("1.0.2", added=1, updated=0)


def test_a_lower_fence_is_refused(place):
    """Whoever lost the execution writes nothing more, by any call or writer, now or later."""
    store = place.open()
    store.write([("a", {})], REPLACE, marker("1.0.0", fence=2))
    for reopened in (False, True):
        store = place.open() if reopened else store
        stale = marker("1.1.5", fence=1, writer="1.1")
        attempts = (
            (store.write, [("b", {})], REPLACE, stale),
            (store.delete, ["a"], stale),
            (store.clear, stale),
            (store.claim, "exec_1", 1),
        )
        for call, *arguments in attempts:
            with pytest.raises(FencedError, match="taken over by another run"):
                call(*arguments)
    assert store.keys() == ["a"]
    assert store.committed("exec_1", "1.1") is None
    store.write([("b", {})], REPLACE, Marker("exec_2", "1.0", "0", 1))
    store.write([("c", {})], REPLACE, marker("1.0.1", fence=2))


def test_a_claim_alone_fences_the_former_owner(place):
    """The new owner need not have written yet; the former one is stopped while it still runs."""
    store = place.open()
    store.write([("a", {})], REPLACE, marker("1.0.0", fence=1))
    owner = place.second() if place.shared else store
    owner.claim("exec_1", 2)
    assert owner.committed("exec_1", "1.0") == Committed("1.0.0", added=1, updated=0)
    with pytest.raises(FencedError):
        store.write([("b", {})], REPLACE, marker("1.0.1", fence=1))
    assert owner.keys() == ["a"]
    owner.write([("b", {})], REPLACE, marker("1.0.1", fence=2))


def test_forget_drops_one_execution(place):
    """Its markers and its fence, not those of others."""
    store = place.open()
    store.write([("a", {})], REPLACE, marker(fence=5))
    store.write([("b", {})], REPLACE, Marker("exec_2", "1.0", "0", 5))
    store.forget("exec_1")
    store.forget("never seen")
    reopened = place.open()
    assert reopened.committed("exec_1", "1.0") is None
    assert reopened.committed("exec_2", "1.0") is not None
    assert reopened.count() == 2
    reopened.write([("c", {})], REPLACE, marker(fence=1))
    assert reopened.committed("exec_1", "1.0") == Committed("1.0.2", added=1, updated=0)


def test_writers_in_threads_lose_nothing(store: Store):
    """Branches of a parallel stage write one store at once, each with its own marker."""

    def work(writer: int) -> None:
        for n in range(25):
            rows = [(f"{writer}-{n}", {"n": n}), ("shared", {f"w{writer}": n})]
            store.write(rows, MERGE, marker(f"{n}", writer=f"{writer}"))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(4)))
    assert store.count() == 4 * 25 + 1
    assert store.get("shared") == {f"w{writer}": 24 for writer in range(4)}
    progress = [store.committed("exec_1", f"{writer}") for writer in range(4)]
    assert [each.position for each in progress] == ["24"] * 4
    assert sum(each.added for each in progress) == 4 * 25 + 1
    assert sum(each.updated for each in progress) == 4 * 25 - 1


def test_flush_and_sync_may_be_called_at_any_time(place):
    """They change nothing that can be read."""
    store = place.open()
    for n in range(3):
        store.flush()
        store.sync()
        store.write([(f"{n}", {})], REPLACE, marker(f"{n}"))
    store.flush()
    assert place.open().keys() == ["0", "1", "2"]
