"""What the last run saw of each step: `shapes/{Mission}.json`, for editors.

    {"mission": "Sync", "programs": {"sync.vague": {"steps": {"Fetch.0": {"identity": "…", …}}}}}

Missions of one name may be in several programs; a program goes by its path from the folder that
the state directory is in. Steps go by their definition path, each with the hash of its text, so
that an edited step is told from the one that ran. A file holds names, kinds and counts, never a
value; deleting it loses a convenience. It is written when a run ends, whole or not at all.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

import orjson

from reqon.files import remove_leftovers, write_atomically
from reqon.journal.layout import Layout
from reqon.journal.locks import exclusive

Steps: TypeAlias = dict[str, dict[str, Any]]
"""What is known of the steps of a program, by definition path."""
UNNAMED: Final = ""
"""The program of a file that was written when they were not told apart: it may be any."""


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
    program: Path,
    execution_id: str,
    identities: Mapping[str, str],
    steps: Mapping[str, StepRecord],
) -> None:
    """Put what a run of `program` noted into the file of its mission.

    What is known of steps that did not run stays, unless they are no longer in the mission as
    they were; `identities` are its steps. Of programs that are there no more nothing stays, but
    one that was moved goes on with what was known of it. Raises OSError.
    """
    path = layout.shape(mission)
    if path.parent.is_symlink():
        raise OSError(f"{path.parent} is a symbolic link, and state must not leave its directory")
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with exclusive(path.parent / ".lock"):
        remove_leftovers(path)
        programs = read(path)
        name = _named(layout, program)
        gone = [other for other in programs if other != name and not _is_there(layout, other)]
        left = [programs.pop(other) for other in gone]
        before = programs.pop(name, left[-1] if left else {})
        known = {
            place: step
            for place, step in before.items()
            if step.get("identity") == identities.get(place)
        }
        for place, step in steps.items():
            made = _merged(step, known.get(place, {}), execution_id)
            known[place] = {"identity": identities[place], "executionId": execution_id, **made}
        programs[name] = known
        content = {
            "mission": mission,
            "programs": {name: {"steps": steps} for name, steps in programs.items()},
        }
        write_atomically(path, orjson.dumps(content, option=orjson.OPT_INDENT_2), durable=False)


def read(path: Path) -> dict[str, Steps]:
    """Return what a file says by program, the one that ran last at the end.

    Nothing where it cannot be read.
    """
    try:
        content = orjson.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(content, dict):
        return {}
    programs = content.get("programs")
    if not isinstance(programs, dict):
        programs = {UNNAMED: content}
    found = {name: _steps(program) for name, program in programs.items()}
    return {name: steps for name, steps in found.items() if steps}


def _steps(program: object) -> Steps:
    steps = program.get("steps") if isinstance(program, dict) else None
    if not isinstance(steps, dict):
        return {}
    return {place: step for place, step in steps.items() if isinstance(step, dict)}


def _named(layout: Layout, program: Path) -> str:
    program, beside = program.resolve(), layout.root.resolve().parent
    try:
        return Path(os.path.relpath(program, beside)).as_posix()
    except ValueError:  # on another drive
        return program.as_posix()


def _is_there(layout: Layout, name: str) -> bool:
    return name != UNNAMED and (layout.root.resolve().parent / name).exists()


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
