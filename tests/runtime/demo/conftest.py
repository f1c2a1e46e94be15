"""A demo API of its own process, shared by the tests of a module and reset before each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reqon.demo.process import RunningApi, running_api


@pytest.fixture(scope="module")
def demo_process() -> Iterator[RunningApi]:
    with running_api(token="a-token", customers=250, orders=230, seed=7) as api:
        yield api


@pytest.fixture
def api(demo_process: RunningApi) -> RunningApi:
    demo_process.client.delete("/_demo/faults")
    demo_process.reset()
    return demo_process
