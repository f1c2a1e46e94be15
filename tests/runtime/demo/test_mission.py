"""Killing a child at a moment the API observes, with a small client in place of a mission."""

from __future__ import annotations

import os
import sys

import pytest

from reqon.demo.mission import Setting, run_until
from reqon.demo.process import RunningApi
from reqon.errors import ReqonError

CLIENT = """
import sys, httpx
with httpx.Client(base_url=sys.argv[1]) as client:
    for number in range(int(sys.argv[2])):
        client.post("/shipments", json={"orderId": f"ord_{number % 200 + 1:05}"})
"""


def client(api: RunningApi, requests: int) -> list[str]:
    return [sys.executable, "-c", CLIENT, api.url, str(requests)]


@pytest.fixture
def setting(tmp_path) -> Setting:
    return Setting(tmp_path, os.environ)


def test_the_child_is_dead_once_the_api_has_seen_enough(api: RunningApi, setting):
    """After the kill at most the request then in flight arrives, however long one waits."""
    seen = run_until(setting, client(api, 1_000_000), api, requests=40, patience=60)
    assert seen is not None
    assert 40 <= seen["requests"] < 1_000_000
    settled = api.effects(requests=1_000_000, within=0.3)["requests"]
    assert api.effects(requests=settled + 1, within=0.3)["requests"] == settled


def test_a_child_that_ends_first_is_not_killed(api: RunningApi, setting):
    """There is nothing to kill, which the caller learns."""
    assert run_until(setting, client(api, 5), api, requests=6, patience=60) is None
    assert api.effects()["requests"] == 5


def test_patience_has_an_end_and_leaves_no_child_behind(api: RunningApi, setting):
    """A mission that never gets there is an error with a way out, and is killed."""
    with pytest.raises(ReqonError, match=r"neither request 999 nor its end(.|\n)*--customers"):
        run_until(setting, client(api, 1_000_000), api, requests=999, patience=0)
    settled = api.effects(requests=1_000_000, within=0.3)["requests"]
    assert api.effects(requests=settled + 1, within=0.3)["requests"] == settled
