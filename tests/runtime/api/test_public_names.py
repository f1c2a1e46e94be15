"""`import reqon` gives the public API and loads nothing that is not asked for."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import reqon

PROGRAM = """
mission Small {
  source Api { auth: none, base: "http://127.0.0.1:9" }
  store out: file("out")
  action Go { store { id: 1 } -> out { key: .id } }
  run Go
}
"""


@pytest.mark.parametrize("name", reqon.__all__)
def test_every_public_name_is_there(name: str) -> None:
    """What `__all__` promises can be imported."""
    assert getattr(reqon, name) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A misspelt name fails as it does for any module."""
    with pytest.raises(AttributeError, match="exekute"):
        _ = reqon.exekute  # type: ignore[attr-defined]


def test_importing_reqon_loads_neither_http_nor_sql() -> None:
    """Start-up stays cheap: the heavy libraries come with what needs them."""
    heavy = ["httpx", "aiohttp", "sqlalchemy"]
    code = f"import reqon, sys; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


async def test_state_and_history_of_a_run(tmp_path: Path) -> None:
    """After a run its record can be read by mission, by id and in the history."""
    result = await reqon.execute(PROGRAM, state_dir=tmp_path)
    assert result.success
    state = await reqon.get_execution_state("Small", state_dir=tmp_path)
    assert state is not None
    assert state["status"] == "completed"
    assert state["executionId"] == result.execution_id
    assert await reqon.get_execution_state("Other", state_dir=tmp_path) is None
    history = await reqon.get_execution_history("Small", state_dir=tmp_path)
    assert [record["executionId"] for record in history] == [result.execution_id]
    later = datetime.now(UTC) + timedelta(hours=1)
    assert await reqon.get_execution_history("Small", since=later, state_dir=tmp_path) == []
