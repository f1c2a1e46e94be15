"""Was anything lost or done twice? The API's counts and the stores of two runs, compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is left of a run: the API's counts, and its state directory."""

    counted: Mapping[str, Any]
    """As served by `/_demo/effects`."""
    state: Path


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the verdict."""

    question: str
    undisturbed: str
    interrupted: str
    good: bool


def judge(
    undisturbed: Outcome, interrupted: Outcome, *, customers: int, token: str
) -> list[Finding]:
    """Compare both runs. `customers` is how many the API serves."""
    calm, rough = (_letters(run.counted) for run in (undisturbed, interrupted))
    return [
        _same("letters the API sent", calm["effects"], rough["effects"]),
        _none("customers who got more than one", len(calm["duplicates"]), len(rough["duplicates"])),
        # A request in flight at the kill is sent again with its key, and answered from memory.
        Finding(
            "requests sent again and recognised by their key",
            str(calm["replays"]),
            str(rough["replays"]),
            calm["replays"] == 0,
        ),
        _none("keys used for a different request", calm["conflicts"], rough["conflicts"]),
        *_stores(undisturbed.state, interrupted.state, customers),
        _none(
            "state files that contain the token",
            _leaks(undisturbed.state, token),
            _leaks(interrupted.state, token),
        ),
    ]


def table(findings: list[Finding]) -> Table:
    """Return the findings as people read them."""
    drawn = Table("", "undisturbed run", "killed and resumed", "", title="Verdict")
    for finding in findings:
        mark = "[green]ok[/]" if finding.good else "[bold red]DIFFERS[/]"
        drawn.add_row(finding.question, finding.undisturbed, finding.interrupted, mark)
    return drawn


def store_contents(state: Path, name: str) -> dict[str, Any]:
    """Return what the file store `name` holds; nothing when it was never written to."""
    path = state / "stores" / f"{name}.json"
    records: dict[str, Any] = orjson.loads(path.read_bytes()) if path.exists() else {}
    return records


def _stores(undisturbed: Path, interrupted: Path, customers: int) -> Iterator[Finding]:
    for name in ("customers", "welcomes", "rejected"):
        calm, rough = (store_contents(state, name) for state in (undisturbed, interrupted))
        complete = len(calm) == customers if name == "customers" else bool(calm)
        yield Finding(
            f"records in the store `{name}`, compared one by one",
            str(len(calm)),
            str(len(rough)),
            # Order counts too: iteration follows it.
            complete and list(calm.items()) == list(rough.items()),
        )


def _letters(counted: Mapping[str, Any]) -> Mapping[str, Any]:
    kinds: Mapping[str, Mapping[str, Any]] = counted["byKind"]
    nothing = {"effects": 0, "duplicates": {}, "replays": 0, "conflicts": 0}
    return kinds.get("welcome", nothing)


def _same(question: str, calm: int, rough: int) -> Finding:
    return Finding(question, str(calm), str(rough), calm == rough > 0)


def _none(question: str, calm: int, rough: int) -> Finding:
    return Finding(question, str(calm), str(rough), calm == rough == 0)


def _leaks(state: Path, token: str) -> int:
    files = (path for path in state.rglob("*") if path.is_file())
    return sum(token.encode() in path.read_bytes() for path in files)
