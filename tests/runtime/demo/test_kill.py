"""SIGKILL at many moments, then resume: nothing is lost and nothing is done twice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reqon.demo.mission import Setting, kill_moments, run_to_end, run_until
from reqon.demo.process import RunningApi, running_api
from reqon.demo.verdict import Outcome, judge, store_contents

EXAMPLES = Path(__file__).parents[3] / "examples"
TOKEN = "the-token-of-this-test"


def setting_for(api: RunningApi) -> Setting:
    environ = {**os.environ, "DEMO_API": api.url, "DEMO_TOKEN": TOKEN}
    return Setting(EXAMPLES, environ)


@pytest.mark.parametrize("seed", [3, 5])
def test_ten_kills_in_a_row_lose_nothing_and_send_nothing_twice(tmp_path, seed):
    """Stores equal those of an undisturbed run, and the API counted every letter once.

    One kill falls into the listing, one half-way through the letters, the others where the
    seed says. Each resume is itself killed, until the last.
    """
    with running_api(token=TOKEN, customers=300, seed=seed, latency_ms=2) as api:
        setting = setting_for(api)
        assert run_to_end(setting, setting.sync(tmp_path / "calm")) == 0
        calm = Outcome(api.effects(), tmp_path / "calm")
        api.reset()

        command = setting.sync(tmp_path / "rough")
        for moment in sorted({2, *kill_moments(api.data(), 9, seed)}):
            assert run_until(setting, command, api, requests=moment, patience=60) is not None
            command = setting.sync(tmp_path / "rough", "--resume")
        assert run_to_end(setting, command) == 0
        rough = Outcome(api.effects(), tmp_path / "rough")

    bad = [f for f in judge(calm, rough, customers=300, token=TOKEN) if not f.good]
    assert bad == []


def test_an_answer_lost_on_the_way_is_no_second_letter(tmp_path):
    """The API writes, its answer is lost, the request is sent again: still one letter each."""
    with running_api(token=TOKEN, customers=40, seed=5) as api:
        setting = setting_for(api)
        fault = {"path": "/welcome", "every": 9, "status": 503, "after": True, "retryAfter": 0}
        api.client.post("/_demo/faults", json={"faults": [fault]}).raise_for_status()
        assert run_to_end(setting, setting.sync(tmp_path)) == 0
        letters = api.effects()["byKind"]["welcome"]
    assert letters["duplicates"] == {}
    assert letters["replays"] > 0
    assert letters["distinct"] == len(store_contents(tmp_path, "welcomes"))


def test_the_demo_tells_the_truth_and_ends_well(tmp_path):
    """`reqon demo` plays all acts, finds nothing different and keeps what it was told to."""
    done = subprocess.run(
        [sys.executable, "-m", "reqon", "demo",
         *("--customers", "200", "--kills", "2", "--keep", str(tmp_path / "kept"))],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("Killed (SIGKILL)") == 2
    assert "DIFFERS" not in done.stdout
    assert len(store_contents(tmp_path / "kept" / "interrupted", "customers")) == 200
    assert len(store_contents(tmp_path / "kept" / "undisturbed", "customers")) == 200
