"""What the last runs of a mission failed with, as long as no run has passed it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from reqon.journal import address
from reqon_language.features.code_lenses import Outcome

Execution: TypeAlias = tuple[Path, dict[str, Any], Outcome]
"""A record: where it is, what it says, and how the execution ended."""
_PLACE: Final = re.compile(r"^[^\n]*?:\d+:\d+: ")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a step failed. `step` is its definition path, such as `Close.0.2`; "" for the action.

    `place` is where the execution stood, as `address.order_key` sorts it.
    """

    action: str
    step: str
    message: str
    execution_id: str
    record: Path
    place: tuple[int, ...]


def not_passed(recent: Sequence[Execution]) -> tuple[Failure, ...]:
    """Return what executions, newest first, failed with and none passed since, each step once."""
    found: dict[tuple[str, str], Failure] = {}
    for place, record, outcome in reversed(recent):
        found = {step: one for step, one in found.items() if not _passed(one, record, outcome)}
        found |= {(one.action, one.step): one for one in _failures(place, record, outcome)}
    return tuple(found.values())


def _failures(place: Path, record: Mapping[str, Any], outcome: Outcome) -> Iterator[Failure]:
    """Yield what an execution failed with, now or before it was resumed, and did not pass."""
    resumed = record.get("resumedFrom")
    earlier = [
        (_sequence(one), one.get("status"))
        for one in (resumed if isinstance(resumed, list) else ())
        if isinstance(one, dict)
    ]
    errors = record.get("errors")
    for error in errors if isinstance(errors, list) else ():
        if not isinstance(error, dict):
            continue
        failure = _failure(place, record, error)
        noted = _sequence(error)
        ended = next((status for last, status in earlier if noted <= last), None)
        if ended is None:
            if outcome == "failed":
                yield failure
        elif ended == "failed" and not _passed(failure, record, outcome):
            yield failure


def _failure(place: Path, record: Mapping[str, Any], error: Mapping[str, Any]) -> Failure:
    action, where = str(error.get("action") or ""), error.get("address")
    return Failure(
        action,
        _step(action, where),
        _PLACE.sub("", str(error.get("message", "it failed")), count=1),
        str(record["executionId"]),
        place,
        address.order_key(where) if isinstance(where, str) else (),
    )


def _passed(failure: Failure, record: Mapping[str, Any], outcome: Outcome) -> bool:
    """Whether an execution went on behind the place of a failure, its own or an earlier one's."""
    done, active = record.get("actionsRun"), record.get("activeStep")
    if outcome == "completed" or (isinstance(done, list) and failure.action in done):
        return True
    if not isinstance(active, dict) or active.get("action") != failure.action:
        return False
    path = active.get("path")
    return isinstance(path, str) and address.order_key(path) > failure.place


def _sequence(entry: Mapping[str, Any]) -> float:
    """Return the place in the journal of an error, or of what came last before a resumption.

    The journal has an order whatever the clock did; behind everything where none is told.
    """
    sequence = entry.get("journalSeq")
    return sequence if isinstance(sequence, int) else math.inf


def _step(action: str, place: object) -> str:
    if not isinstance(place, str):
        return ""
    inside = ".".join(address.definition(place).split(".")[2:])
    return f"{action}.{inside}" if inside else ""
