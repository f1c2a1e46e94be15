"""What the last run saw of each step: `shapes/{Mission}.json`, for editors.

    {"mission": "Sync", "executionId": "exec_…", "steps": {"Fetch.0": {"identity": "…", …}}}

Steps go by their definition path, each with the hash of its text, so that an edited step is told
from the one that ran. A file holds names, kinds and counts, never a value; deleting it loses a
convenience. It is written when a run ends, whole or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from reqon.files import remove_leftovers, write_atomically
from reqon.journal.layout import Layout
from reqon.journal.locks import exclusive


@dataclass(frozen=True, slots=True)
class StepRecord:
    """What a run noted of a step.

    `response` and `page` are JSON Schemas, None where nothing was answered. `counts` are of this
    run; `earlier` are those of the runs before it that it resumed.
    """

    response: Mapping[str, Any] | None = None
    page: Mapping[str, Any] | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    earlier: Mapping[str, int] = field(default_factory=dict)


def keep(
    layout: Layout,
    mission: str,
    execution_id: str,
    identities: Mapping[str, str],
    steps: Mapping[str, StepRecord],
) -> None:
    """Put what a run noted into the file of its mission.

    What is known of steps that did not run stays, unless they are no longer in the mission as
    they were; `identities` are its steps. Raises OSError.
    """
    path = layout.shape(mission)
    if path.parent.is_symlink():
        raise OSError(f"{path.parent} is a symbolic link, and state must not leave its directory")
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with exclusive(path.parent / ".lock"):
        remove_leftovers(path)
        known = {
            place: before
            for place, before in read(path).items()
            if before.get("identity") == identities.get(place)
        }
        for place, step in steps.items():
            made = _merged(step, known.get(place, {}), execution_id)
            known[place] = {"identity": identities[place], "executionId": execution_id, **made}
        content = {"mission": mission, "executionId": execution_id, "steps": known}
        write_atomically(path, orjson.dumps(content, option=orjson.OPT_INDENT_2), durable=False)


def read(path: Path) -> dict[str, dict[str, Any]]:
    """Return what a file says by definition path; nothing where it cannot be read."""
    try:
        content = orjson.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    steps = content.get("steps") if isinstance(content, dict) else None
    if not isinstance(steps, dict):
        return {}
    return {place: step for place, step in steps.items() if isinstance(step, dict)}


def _merged(step: StepRecord, before: Mapping[str, Any], execution_id: str) -> dict[str, Any]:
    """Return what is known of a step now; its counts are those of the whole execution."""
    same = before.get("executionId") == execution_id
    counted = before.get("counts", {}) if same else step.earlier
    names = (*step.counts, *(name for name in counted if name not in step.counts))
    made: dict[str, Any] = {
        "counts": {name: step.counts.get(name, 0) + counted.get(name, 0) for name in names}
    }
    for part, schema in (("response", step.response), ("page", step.page)):
        # An empty list says nothing of the items that were there before.
        says_less = schema is None or _is_bare(schema)
        known = before.get(part, schema) if says_less else schema
        if known is not None:
            made[part] = known
    return made


def _is_bare(schema: Mapping[str, Any]) -> bool:
    return "properties" not in schema and "items" not in schema
