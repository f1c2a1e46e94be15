"""Every mission of the run specifications sends the requests and leaves the files they say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conformance.scripted_api import as_json, script, serving
from conformance.specs import Case, cases
from reqon.api import execute
from reqon.engine.result import ExecutionResult


@dataclass
class _Seen:
    outcome: str
    requests: list[str]


@pytest.mark.parametrize("case", cases("runs.md", "resume.md"), ids=str)
async def test_mission_does_what_its_specification_says(case: Case, tmp_path: Path) -> None:
    """Outcome, requests in order and files at rest; then the same after a resume, if any."""
    blocks = case.blocks
    seen = await _run(blocks["vague"], blocks["server"], tmp_path)
    assert seen.outcome == blocks.get("outcome", "completed\n").strip()
    if "requests" in blocks:
        assert seen.requests == blocks["requests"].splitlines()
    if "files" in blocks:
        assert files_at_rest(tmp_path, blocks["files"]) == as_json(blocks["files"])
    if "resumed_server" in blocks:
        again = await _run(blocks["vague"], blocks["resumed_server"], tmp_path, resume=True)
        assert again.outcome == blocks.get("resumed_outcome", "completed\n").strip()
        assert again.requests == blocks["resumed_requests"].splitlines()
        expected = blocks["resumed_files"]
        assert files_at_rest(tmp_path, expected) == as_json(expected)


async def _run(program: str, server: str, state_dir: Path, *, resume: bool = False) -> _Seen:
    async with serving(script(server)) as api:
        environ = {"API": api.url}
        result = await execute(program, state_dir=state_dir, environ=environ, resume=resume)
    return _Seen(outcome_of(result).replace(api.url, "API"), api.requests)


def outcome_of(result: ExecutionResult) -> str:
    """Return what came of a run: completed, or the errors, one per line."""
    if result.success:
        return "completed"
    return "\n".join(f"{e.action}: {e.message}" for e in result.errors) or result.status


def files_at_rest(state_dir: Path, wanted: str) -> dict[str, Any]:
    """Return the files a block names; of execution state, only the members it names."""
    found: dict[str, Any] = {}
    for pattern, expected in as_json(wanted).items():
        (path,) = state_dir.glob(pattern)
        value = json.loads(path.read_text(encoding="utf-8"))
        found[pattern] = _named(value, expected) if pattern.startswith("execution/") else value
    return found


def _named(value: Any, expected: Any) -> Any:
    """Reduce an object to the members a specification names, at every depth."""
    if not isinstance(value, dict) or not isinstance(expected, dict):
        return value
    return {name: _named(value.get(name), part) for name, part in expected.items()}
