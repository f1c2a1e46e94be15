"""Laws of the journal, for any sequence of records."""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reqon.files import Durability
from reqon.journal import segments, snapshot, writer
from reqon.journal.masking import Masking
from reqon.journal.records import decode
from reqon.journal.reducer import apply
from reqon.journal.session import Begin, Journal
from reqon.journal.state import ExecutionState
from reqon.values import MISSING, Duration, ItemsView

FRAMES = ["0.0", "0.1", "1.0", "0.0.1[0]", "0.0.1[1]", "0.0.1[0].0:1", "0.0.1[0].2[3]", "1.0.2@4"]

json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)
values = json | st.sampled_from(
    [
        MISSING,
        Duration(1500),
        {"wait": Duration(60_000)},
        ItemsView([{"id": 1}], ["customers"]),
        {"$blob": "of the mission's own", "n": 3},
        {"$reqon": "missing"},
        "x" * 70_000,
    ]
)
frames = st.sampled_from(FRAMES)
loop_frames = st.sampled_from(["0.0", "0.0.1[0]"])
steps = st.integers(0, 3)
named = st.dictionaries(st.sampled_from(["a", "b", "page"]), values, max_size=2)


def call(name: str, *positional: st.SearchStrategy[Any], **keywords: st.SearchStrategy[Any]):
    return st.tuples(st.just(name), st.tuples(*positional), st.fixed_dictionaries(keywords))


calls = st.one_of(
    call("stage_started", st.integers(0, 1)),
    call("stage_finished", st.integers(0, 1), st.sampled_from(["completed", "failed", "skipped"])),
    call("action_started", frames, st.just("Fetch")),
    call("action_finished", frames, st.sampled_from(["completed", "failed"])),
    call("step_done", frames, steps, step_type=st.just("let"), variables=named),
    call("step_done", frames, steps, step_type=st.just("get"), response=values),
    call("step_retried", frames, steps),
    call("arm_chosen", frames, steps, st.integers(0, 1), named, isolated=st.booleans()),
    call(
        "loop_started",
        loop_frames,
        st.just(1),
        variable=st.just("item"),
        collection=st.just("items"),
        keys=st.just([str(index) for index in range(8)]) | st.none(),
        total=st.just(8),
        every=st.none() | st.integers(1, 3),
    ),
    call("item_done", loop_frames, st.just(1), st.integers(0, 3)),
    call("item_done", loop_frames, st.just(1), st.integers(0, 3)),
    call(
        "page_done",
        frames,
        steps,
        cursor=st.just({"page": 3, "cursor": "next"}),
        count=st.just(2),
        items=st.just([1, {"wait": Duration(1)}]) | st.none(),
    ),
    call(
        "intent",
        frames,
        method=st.sampled_from(["GET", "POST"]),
        url=st.just("http://127.0.0.1/x"),
        key=st.none() | st.just("key"),
        body_hash=st.none(),
    ),
    call("result", frames, status=st.sampled_from([200, 500, None])),
    call("stored", st.just("customers"), added=steps, updated=steps, count=steps),
    call("sync", st.just("API-/customers"), st.just({"lastSync": "2024-01-20T09:00:00Z"})),
    call("error", action=st.just("Fetch"), step=steps, message=st.text(max_size=9), address=frames),
)


def run(journal: Journal, made: list[Any]) -> None:
    for name, positional, keywords in made:
        getattr(journal, name)(*positional, **keywords)


def begun(state_dir: Path) -> Journal:
    begin = Begin("Law", "law.vague", "hash", "manual", [["A", "B"], ["C"]], "afterStep")
    return Journal.create(state_dir, begin, Durability.PROCESS)


@pytest.fixture(autouse=True)
def short_segments(monkeypatch):
    monkeypatch.setattr(writer, "SEGMENT_RECORDS", 7)


law = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@law
@given(st.lists(calls, max_size=40), st.integers(0, 40))
def test_replay_by_any_way_gives_the_live_state(made, cut):
    """Snapshot and later segments, all segments, and the running engine agree.

    So they do when the run was interrupted and resumed at any place.
    """
    with tempfile.TemporaryDirectory() as place:
        state_dir = Path(place)
        with closing(begun(state_dir)) as journal:
            run(journal, made[:cut])
        identity = journal.execution_id
        with closing(Journal.resume(state_dir, identity, Durability.PROCESS)) as journal:
            run(journal, made[cut:])
        folder = state_dir / "execution" / "journal" / identity
        live = snapshot.to_json(journal.state)
        assert snapshot.to_json(segments.read(folder, Masking()).state) == live
        folded = ExecutionState()
        for number in segments.segment_numbers(folder):
            for _, line in segments.lines(folder, number):
                apply(folded, decode(line))
        assert snapshot.to_json(folded) == live


@law
@given(st.lists(calls, max_size=30))
def test_a_snapshot_gives_back_the_state_it_was_made_of(made):
    """Values included: durations, items views, missing, and objects that look like our marks."""
    with tempfile.TemporaryDirectory() as place, closing(begun(Path(place))) as journal:
        run(journal, made)
        assert snapshot.parse(snapshot.render(journal.state)) == journal.state


@law
@given(values, values)
def test_values_come_back_as_they_were(first, second):
    """Through a record, and through a blob where they are large or look like one."""
    with tempfile.TemporaryDirectory() as place:
        state_dir = Path(place)
        with closing(begun(state_dir)) as journal:
            journal.step_done("0.0", 0, step_type="let", variables={"x": first}, response=second)
        again = Journal.resume(state_dir, journal.execution_id, Durability.PROCESS)
        with closing(again):
            frame = again.state.frames["0.0"]
            for kept, given_ in ((frame.variables["x"], first), (frame.response, second)):
                loaded = again.load(kept)
                assert loaded == given_
                assert type(loaded) is type(given_)
