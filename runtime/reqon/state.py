"""Execution records from Python: `get_execution_state`, `get_execution_history`.

They read what `reqon status` and `reqon history` show (seed document `execution-state.md`).
"""

from __future__ import annotations

import asyncio
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from reqon.journal import catalog


async def get_execution_state(
    mission: str, execution_id: str | None = None, *, state_dir: Path | str | None = None
) -> dict[str, Any] | None:
    """Return the execution record of the newest run of a mission, or of one run; None without.

    The record has the documented members, with the status as it is now: a run whose process is
    gone is `interrupted`. Raises `ConfigurationError` for an unusable state directory.
    """
    place = _state_dir(state_dir)
    if execution_id is None:
        found = await asyncio.to_thread(catalog.latest, place, mission)
    else:
        found = await asyncio.to_thread(catalog.find, place, execution_id)
    return found.record if found is not None and found.mission == mission else None


async def get_execution_history(
    mission: str,
    limit: int = 10,
    since: datetime | None = None,
    *,
    state_dir: Path | str | None = None,
) -> list[dict[str, Any]]:
    """Return the records of the newest runs of a mission, newest first.

    `since` leaves out those that started before it; it must have a time zone.
    """
    found = await asyncio.to_thread(catalog.history, _state_dir(state_dir), mission, limit)
    records = [execution.record for execution in found]
    if since is None:
        return records
    return [r for r in records if datetime.fromisoformat(r["startedAt"]) >= since]


def _state_dir(given: Path | str | None) -> Path:
    return Path(given or os.environ.get("REQON_STATE_DIR") or ".vague-data")
