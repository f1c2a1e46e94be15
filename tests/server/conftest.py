"""What tests of the server are given: an API to send letters to, and the mission that does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.letters import Api, serving, write_project


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    """Ten people on loopback, to whom letters can be sent."""
    async with serving(Api()) as served:
        yield served


@pytest.fixture
def mission(tmp_path: Path, api: Api) -> Path:
    """A file with the mission `Letters`, for the API."""
    return write_project("a file", tmp_path, api.url)
