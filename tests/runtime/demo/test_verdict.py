"""The demo's verdict notices whatever could go wrong; it is no rubber stamp."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from reqon.demo.mission import kill_moments
from reqon.demo.verdict import Outcome, judge

COUNTED = {
    "byKind": {
        "welcome": {"effects": 2, "distinct": 2, "duplicates": {}, "replays": 0, "conflicts": 0}
    }
}
STORES = {
    "customers": {"a": {"id": "a"}, "b": {"id": "b"}, "c": {"id": "c"}},
    "welcomes": {"a": {"letter": 1}, "b": {"letter": 2}},
    "rejected": {"c": {"customerId": "c"}},
}


def outcome(folder: Path, counted, stores) -> Outcome:
    for name, records in stores.items():
        path = folder / "stores" / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(records))
    return Outcome(counted, folder)


def spoilt(tmp_path: Path, spoil) -> list[str]:
    """The questions whose answer is bad when `spoil` has had its way with the second run."""
    counted, stores = copy.deepcopy(COUNTED), copy.deepcopy(STORES)
    spoil(counted["byKind"]["welcome"], stores)
    findings = judge(
        outcome(tmp_path / "calm", COUNTED, STORES),
        outcome(tmp_path / "rough", counted, stores),
        customers=3,
        token="s3cret",
    )
    return [finding.question for finding in findings if not finding.good]


def test_equal_runs_are_found_equal(tmp_path):
    """Nothing differs, nothing is reported."""
    assert spoilt(tmp_path, lambda _counted, _stores: None) == []


def test_a_request_recognised_by_its_key_is_no_fault(tmp_path):
    """A call in flight at the kill is sent again; its key makes that harmless."""
    assert spoilt(tmp_path, lambda counted, _: counted.update(replays=1)) == []


@pytest.mark.parametrize(
    ("spoil", "question"),
    [
        (lambda counted, _: counted.update(effects=1), "letters the API sent"),
        (lambda counted, _: counted.update(duplicates={"a": 2}),
         "customers who got more than one"),
        (lambda counted, _: counted.update(conflicts=1), "keys used for a different request"),
        (lambda _, stores: stores["customers"].pop("b"),
         "records in the store `customers`, compared one by one"),
        (lambda _, stores: stores["welcomes"]["b"].update(letter=3),
         "records in the store `welcomes`, compared one by one"),
        (lambda _, stores: stores.update(welcomes=dict(reversed(stores["welcomes"].items()))),
         "records in the store `welcomes`, compared one by one"),
        (lambda _, stores: stores.pop("rejected"),
         "records in the store `rejected`, compared one by one"),
        (lambda _, stores: stores.update(log={"x": "Bearer s3cret"}),
         "state files that contain the token"),
    ],
)  # fmt: skip
def test_each_kind_of_damage_is_noticed(tmp_path, spoil, question):
    """A lost, doubled, changed or reordered record and a leaked token are each reported."""
    assert spoilt(tmp_path, spoil) == [question]


def test_two_empty_runs_are_no_success(tmp_path):
    """That nothing differs proves nothing when nothing was done."""
    empty = [outcome(tmp_path / name, {"byKind": {}}, {}) for name in ("calm", "rough")]
    findings = judge(*empty, customers=3, token="s3cret")
    assert [finding.question for finding in findings if not finding.good] == [
        "letters the API sent",
        "records in the store `customers`, compared one by one",
        "records in the store `welcomes`, compared one by one",
        "records in the store `rejected`, compared one by one",
    ]


def test_kills_are_half_way_first_of_all_and_the_same_for_the_same_seed():
    """One kill is in the middle of the letters; more are drawn from the seed, each once."""
    data = {"customers": 200, "customersByStatus": {"active": 100}}
    assert kill_moments(data, 1, seed=1) == [53]
    many = kill_moments(data, 10, seed=1)
    assert 53 in many
    assert many == sorted(set(many)) == kill_moments(data, 10, seed=1)
    assert len(many) == 10
    assert many != kill_moments(data, 10, seed=2)
