"""What the demo API serves: three ways of paging, single records, a token check."""

from __future__ import annotations

from typing import Any

import pytest

from reqon.demo.data import generate
from reqon.demo.process import RunningApi

TOKEN = {"Authorization": "Bearer a-token"}


def by_page(api: RunningApi) -> tuple[list[Any], int]:
    found: list[Any] = []
    for page in range(1, 100):
        body = api.client.get("/customers", params={"page": page}, headers=TOKEN).json()
        if not body["data"]:
            return found, page
        found += body["data"]
    raise AssertionError("the listing does not end")


def by_offset(api: RunningApi) -> tuple[list[Any], int]:
    found: list[Any] = []
    for page in range(100):
        body = api.client.get("/orders", params={"offset": page * 100}).json()
        found += body
        if len(body) < 100:
            return found, page + 1
    raise AssertionError("the listing does not end")


def by_cursor(api: RunningApi) -> tuple[list[Any], int]:
    found: list[Any] = []
    query: dict[str, Any] = {}
    for page in range(1, 100):
        body = api.client.get("/events", params=query).json()
        found += body["events"]
        if body["next_cursor"] is None:
            return found, page
        query = {"cursor": body["next_cursor"]}
    raise AssertionError("the listing does not end")


@pytest.mark.parametrize(
    ("walk", "prefix", "count", "requests"),
    [(by_page, "cus", 250, 4), (by_offset, "ord", 230, 3), (by_cursor, "evt", 230, 3)],
)
def test_each_pagination_style_lists_every_record_once_in_order(
    api: RunningApi, walk, prefix, count, requests
):
    """Following a listing to its end gives all records, none twice, with no page to spare."""
    found, asked = walk(api)
    assert [record["id"] for record in found] == [f"{prefix}_{n:05}" for n in range(1, count + 1)]
    assert asked == requests


def test_the_same_seed_serves_the_same_records(api: RunningApi):
    """The API's data is a function of seed and sizes."""
    data = generate(customers=250, orders=230, seed=7)
    assert by_page(api)[0] == data.customers
    assert by_offset(api)[0] == data.orders
    assert generate(customers=250, orders=230, seed=8).customers != data.customers


def test_more_orders_change_no_customer_and_no_earlier_order():
    """Kinds are drawn independently, so sizes can be changed one at a time."""
    small, large = (generate(customers=20, orders=count, seed=1) for count in (10, 40))
    assert large.customers == small.customers
    assert large.orders[:10] == small.orders


def test_orders_can_be_filtered_by_status_and_by_time_of_change(api: RunningApi):
    """The filters agree with filtering the whole list."""
    orders = generate(customers=250, orders=230, seed=7).orders
    since = sorted(order["updatedAt"] for order in orders)[100]
    query = {"status": "paid", "updatedSince": since, "limit": 500}
    assert api.client.get("/orders", params=query).json() == [
        order for order in orders if order["status"] == "paid" and order["updatedAt"] >= since
    ]


def test_payments_come_right_short_refunded_or_not_at_all(api: RunningApi):
    """Reconciling paid orders meets all four cases."""
    fates = set()
    for order in by_offset(api)[0]:
        if order["status"] not in ("paid", "shipped"):
            continue
        answer = api.client.get(f"/payments/{order['id']}")
        if answer.status_code == 404:
            assert answer.json() == {"error": "payment_not_found", "code": 404}
            fates.add("unknown")
        elif answer.json()["status"] == "refunded":
            fates.add("refunded")
        else:
            fates.add("right" if answer.json()["amount"] == order["total"] else "short")
    assert fates == {"right", "short", "refunded", "unknown"}


@pytest.mark.parametrize("path", ["/customers", "/customers/cus_00001", "/welcome"])
@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer other"}, {"Authorization": "x"}])
def test_the_customer_part_wants_the_bearer_token(api: RunningApi, path, header):
    """Reading and writing customers without the right token is 401 and has no effect."""
    method = "POST" if path == "/welcome" else "GET"
    body = {"customerId": "cus_00001", "email": "a@example.com"}
    answer = api.client.request(method, path, headers=header, json=body)
    assert answer.status_code == 401
    assert answer.json() == {"error": "unauthorized", "code": 401}
    assert api.effects()["effects"] == 0


@pytest.mark.parametrize(
    ("path", "status", "error"),
    [
        ("/customers/nobody", 404, "customer_not_found"),
        ("/orders/none", 404, "order_not_found"),
        ("/nowhere", 404, "not_found"),
        ("/customers?page=0", 400, "bad_parameter"),
        ("/orders?offset=-1", 400, "bad_parameter"),
        ("/orders?limit=many", 400, "bad_parameter"),
        ("/events?cursor=bm90IG91cnM=", 400, "bad_parameter"),
        ("/_demo/effects?within=soon", 400, "bad_parameter"),
    ],
)
def test_errors_have_one_shape(api: RunningApi, path, status, error):
    """Whatever goes wrong, the body says `error` and `code`."""
    answer = api.client.get(path, headers=TOKEN)
    assert answer.status_code == status
    assert (answer.json()["error"], answer.json()["code"]) == (error, status)
