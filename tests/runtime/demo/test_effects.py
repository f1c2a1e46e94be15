"""What the demo API does and counts: effects, idempotency keys, injected faults."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from reqon.demo.data import generate
from reqon.demo.process import RunningApi

TOKEN = {"Authorization": "Bearer a-token"}
PEOPLE = [c for c in generate(customers=250, orders=0, seed=7).customers if "@" in c["email"]]
BROKEN = next(
    c for c in generate(customers=250, orders=0, seed=7).customers if "@" not in c["email"]
)


def write_to(api: RunningApi, customer, key=None, **changes):
    headers = TOKEN if key is None else {**TOKEN, "Idempotency-Key": key}
    body = {"customerId": customer["id"], "email": customer["email"], **changes}
    return api.client.post("/welcome", json=body, headers=headers)


def counted(api: RunningApi, kind: str):
    return api.effects()["byKind"][kind]


def test_the_same_key_is_answered_the_same_way_and_done_once(api: RunningApi):
    """A repeated request gets the first answer, marked as replayed, and does nothing."""
    first = write_to(api, PEOPLE[0], "k1")
    write_to(api, PEOPLE[1], "k2")
    again = write_to(api, PEOPLE[0], "k1")
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert counted(api, "welcome") == {
        "effects": 2, "distinct": 2, "duplicates": {}, "replays": 1, "conflicts": 0,
    }  # fmt: skip


def test_the_same_key_with_another_body_is_refused(api: RunningApi):
    """A key belongs to one request; using it for another is 422 and does nothing."""
    write_to(api, PEOPLE[0], "k1")
    answer = write_to(api, PEOPLE[0], "k1", greeting="Hello")
    assert answer.status_code == 422
    assert answer.json() == {"error": "idempotency_key_reused", "code": 422}
    assert counted(api, "welcome")["conflicts"] == 1
    assert counted(api, "welcome")["effects"] == 1


def test_without_a_key_a_repeated_request_is_a_duplicate(api: RunningApi):
    """The API counts by business key, so it sees duplicates that no key prevented."""
    letters = [write_to(api, PEOPLE[0]).json()["letter"] for _ in range(3)]
    assert letters == [1, 2, 3]
    assert counted(api, "welcome")["duplicates"] == {PEOPLE[0]["id"]: 3}
    assert counted(api, "welcome")["distinct"] == 1


def test_one_key_sent_many_times_at_once_is_one_effect(api: RunningApi):
    """Concurrent requests with one key are answered alike and done once."""
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: write_to(api, PEOPLE[0], "k1").json(), range(24)))
    assert answers == [answers[0]] * 24
    assert counted(api, "welcome")["effects"] == 1
    assert counted(api, "welcome")["replays"] == 23


def test_a_refusal_is_no_effect_and_is_remembered_too(api: RunningApi):
    """A customer with a broken address gets 422 each time, and no letter."""
    answers = [write_to(api, BROKEN, "k1") for _ in range(2)]
    assert [answer.json() for answer in answers] == [{"error": "invalid_email", "code": 422}] * 2
    assert counted(api, "welcome")["effects"] == 0


def test_the_warehouse_counts_each_row(api: RunningApi):
    """A batch is one request and as many effects as it has rows."""
    rows = [{"id": f"row-{n}", "revenue": n} for n in range(5)]
    answer = api.client.post("/warehouse/sales", json={"rows": rows})
    assert (answer.status_code, answer.json()["accepted"]) == (201, 5)
    assert counted(api, "sales")["distinct"] == 5
    assert api.effects()["byRoute"] == {"POST /warehouse": 1}
    assert api.client.get("/warehouse/sales").json() == rows


@pytest.mark.parametrize(
    ("path", "content", "status"),
    [
        ("/shipments", b"{", 400),
        ("/shipments", b"[]", 400),
        ("/shipments", b'{"orderId": "none"}', 404),
        ("/warehouse/sales", b'{"rows": [{"revenue": 1}]}', 422),
        ("/warehouse/attic", b'{"rows": []}', 404),
    ],
)
def test_a_body_the_api_cannot_use_is_refused(api: RunningApi, path, content, status):
    """Nothing is done for a malformed or unknown request."""
    assert api.client.post(path, content=content).status_code == status
    assert api.effects()["effects"] == 0


def test_reset_forgets_counts_answers_and_faults(api: RunningApi):
    """After a reset the API is as new: an old key is a new key."""
    api.client.post("/_demo/faults", json={"faults": [{"path": "/welcome", "status": 500}]})
    write_to(api, PEOPLE[0], "k1")
    api.reset()
    assert api.effects() == {"requests": 0, "effects": 0, "byRoute": {}, "byKind": {}}
    assert write_to(api, PEOPLE[1], "k1").json()["customerId"] == PEOPLE[1]["id"]


def test_waiting_for_a_count_ends_when_it_is_reached(api: RunningApi):
    """`?effects=N` answers once N effects are counted, not before."""
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(api.effects, effects=3, within=60)
        for person in PEOPLE[:3]:
            write_to(api, person)
        assert waiting.result(timeout=60)["effects"] >= 3
    assert api.effects(requests=99, within=0)["requests"] == 3


def test_every_nth_request_fails_with_the_status_asked_for(api: RunningApi):
    """A fault strikes every nth request to its path, as often as allowed, and does nothing."""
    fault = {"path": "/welcome", "every": 2, "status": 429, "retryAfter": 1, "times": 2}
    api.client.post("/_demo/faults", json={"faults": [fault]})
    answers = [write_to(api, person) for person in PEOPLE[:8]]
    assert [answer.status_code for answer in answers] == [201, 429, 201, 429, 201, 201, 201, 201]
    assert answers[1].headers["Retry-After"] == "1"
    assert answers[1].json() == {"error": "injected_fault", "code": 429}
    assert counted(api, "welcome")["effects"] == 6


def test_a_lost_answer_leaves_the_effect_and_its_key(api: RunningApi):
    """With `after` the work is done and the answer lost; the same key then finds the answer."""
    fault = {"path": "/welcome", "status": 503, "after": True, "times": 1}
    api.client.post("/_demo/faults", json={"faults": [fault]})
    assert write_to(api, PEOPLE[0], "k1").status_code == 503
    assert counted(api, "welcome")["effects"] == 1
    assert write_to(api, PEOPLE[0], "k1").headers["Idempotent-Replayed"] == "true"
    assert counted(api, "welcome")["effects"] == 1


@pytest.mark.parametrize(
    ("settings", "detail"),
    [
        ([], 'expected {"faults": [...], "latencyMs": number}'),
        ({"fault": []}, 'expected {"faults": [...], "latencyMs": number}'),
        ({"faults": [{"path": "/x", "status": 200}]}, "`status` must be between 400 and 599"),
        ({"faults": [{"path": "/x", "status": 500, "every": 0}]},
         "`every` must be a whole number, 1 or more"),
        ({"faults": [{"path": "/x", "status": 500, "nth": 2}]},
         "unknown member 'nth'; there are after, every, path, retryAfter, status, times"),
        ({"latencyMs": -1}, "`latencyMs` must be a number of milliseconds, zero or more"),
    ],
)  # fmt: skip
def test_fault_settings_that_make_no_sense_are_refused(api: RunningApi, settings, detail):
    """The answer says what is wrong, and the faults in force stay as they were."""
    answer = api.client.post("/_demo/faults", json=settings)
    assert (answer.status_code, answer.json()["detail"]) == (422, detail)
