"""Each example mission is clean for the checker and runs against the demo API."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reqon.demo.data import generate
from reqon.demo.process import running_api
from reqon.demo.verdict import store_contents

EXAMPLES = Path(__file__).parents[3] / "examples"
DATA = generate(customers=120, orders=300, seed=2)


def reqon(*arguments: str, api: str, token: str = "t") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "reqon", *arguments],
        env={**os.environ, "DEMO_API": api, "DEMO_TOKEN": token},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def api():
    with running_api(token="t", customers=120, orders=300, seed=2) as running:
        yield running


@pytest.mark.parametrize("program", sorted(EXAMPLES.glob("*.vague")), ids=lambda path: path.stem)
def test_the_checker_has_nothing_to_say(program):
    """An example is what newcomers copy: no error, no warning, no hint."""
    done = reqon("check", str(program), api="http://127.0.0.1:1")
    assert done.returncode == 0
    assert "RQ" not in done.stdout + done.stderr


def test_customer_sync_writes_to_every_active_customer_with_an_address(api, tmp_path):
    """All customers are stored; active ones are written to or put aside."""
    api.reset()
    done = reqon(str(EXAMPLES / "customer_sync.vague"), "--state-dir", str(tmp_path), api=api.url)
    assert done.returncode == 0, done.stdout + done.stderr
    active = [c for c in DATA.customers if c["status"] == "active"]
    assert list(store_contents(tmp_path, "customers").values()) == DATA.customers
    assert list(store_contents(tmp_path, "welcomes")) == [
        c["id"] for c in active if "@" in c["email"]
    ]
    assert list(store_contents(tmp_path, "rejected")) == [
        c["id"] for c in active if "@" not in c["email"]
    ]


def test_customer_sync_with_the_wrong_token_stops_and_says_why(api, tmp_path):
    """The abort message of the mission reaches the user; nothing was written."""
    api.reset()
    done = reqon(
        str(EXAMPLES / "customer_sync.vague"), "--state-dir", str(tmp_path),
        api=api.url, token="wrong",
    )  # fmt: skip
    assert done.returncode == 1
    assert "The CRM did not list its customers: unauthorized" in done.stderr
    assert api.effects()["effects"] == 0


def test_reconciliation_ships_what_was_paid_and_queues_the_rest(api, tmp_path):
    """Every paid order ends in exactly one place, and the right one."""
    api.reset()
    program = str(EXAMPLES / "order_reconciliation.vague")
    done = reqon(program, "--state-dir", str(tmp_path), api=api.url)
    assert done.returncode == 0, done.stdout + done.stderr
    expected: dict[str, list[str]] = {"settled": [], "review": [], "dlq": []}
    for order in DATA.orders:
        payment = DATA.payments.get(order["id"])
        if order["status"] != "paid":
            continue
        if payment is None:
            expected["dlq"].append(order["id"])
        elif payment["status"] != "refunded":
            in_full = payment["amount"] == order["total"]
            expected["settled" if in_full else "review"].append(order["id"])
    found = {name: list(store_contents(tmp_path, name)) for name in expected}
    assert found == expected
    assert list(store_contents(tmp_path, "shipments")) == expected["settled"]
    assert api.effects()["byKind"]["shipments"]["distinct"] == len(expected["settled"])


def test_the_pipeline_loads_one_row_per_line_and_then_only_what_changed(api, tmp_path):
    """Every line of a shipped order arrives once; a second run finds nothing new."""
    api.reset()
    program = str(EXAMPLES / "etl_pipeline.vague")
    done = reqon(program, "--state-dir", str(tmp_path), api=api.url)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = {
        f"{order['id']}-{line['number']}": round(line["unitPrice"] * line["quantity"], 2)
        for order in DATA.orders if order["status"] == "shipped" for line in order["lines"]
    }  # fmt: skip
    sales = api.client.get("/warehouse/sales").json()
    assert {sale["id"]: sale["revenue"] for sale in sales} == lines
    assert all(sale["product"] and sale["category"] for sale in sales)
    first = api.effects()
    assert first["byKind"]["sales"]["duplicates"] == {}

    done = reqon(program, "--state-dir", str(tmp_path), api=api.url)
    assert done.returncode == 0, done.stdout + done.stderr
    second = api.effects()
    assert second["byRoute"]["GET /orders"] == first["byRoute"]["GET /orders"] + 1
    assert second["effects"] == first["effects"]
