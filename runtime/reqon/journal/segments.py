"""Reading a journal: its segments and snapshots, whole or damaged. Changes nothing.

A record that cannot be read and has no readable one after it is a torn tail: the process or
the machine died while writing it, so it was never promised to anybody. Any other is damage,
and nothing after it is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from reqon.errors import JournalError
from reqon.journal import snapshot
from reqon.journal.masking import Masking
from reqon.journal.records import FORMAT, BadLineError, decode
from reqon.journal.reducer import apply
from reqon.journal.state import ExecutionState

_SEGMENT: Final = re.compile(r"(\d{8})\.jsonl")
_HEAD: Final = re.compile(rb"[0-9a-f]{8} \{")
_SNAPSHOT: Final = re.compile(r"snap-(\d{8})\.json")


@dataclass(frozen=True, slots=True)
class Fault:
    """A place in a journal that cannot be read."""

    path: Path
    offset: int
    """The byte at which the unreadable line begins."""
    sequence: int
    """The record that was expected there."""
    reason: str

    def __str__(self) -> str:
        return f"{self.path}, byte {self.offset}, record {self.sequence}: {self.reason}"


@dataclass(slots=True)
class Reading:
    """What a journal says, up to its first fault."""

    state: ExecutionState = field(default_factory=ExecutionState)
    last_segment: int = 0
    torn: Fault | None = None
    """Bytes of an unfinished write; to be cut off by the next owner."""
    damage: Fault | None = None
    """A fault in what was once complete."""


def segment_path(folder: Path, number: int) -> Path:
    """Return the file of a segment; they count from one."""
    return folder / f"{number:08}.jsonl"


def snapshot_path(folder: Path, number: int) -> Path:
    """Return the file of the snapshot at the end of a segment."""
    return folder / f"snap-{number:08}.json"


def segment_numbers(folder: Path) -> list[int]:
    """Return the numbers of all segments, ascending."""
    return _numbers(folder, _SEGMENT)


def snapshot_numbers(folder: Path) -> list[int]:
    """Return the numbers of all snapshots, ascending."""
    return _numbers(folder, _SNAPSHOT)


def read(folder: Path, masking: Masking) -> Reading:
    """Return the state of the journal in `folder`: newest snapshot, then the rest of the lines.

    Raises `JournalError` when a newer Reqon wrote it, OSError when a file cannot be opened.
    """
    reading = Reading()
    base = _load_snapshot(folder, masking, reading)
    segments = segment_numbers(folder)
    reading.last_segment = max([base, *segments])
    later = [number for number in segments if number > base]
    for position, number in enumerate(later):
        expected = base + 1 + position
        if number != expected:
            reading.damage = reading.damage or Fault(
                segment_path(folder, expected), 0, reading.state.sequence + 1, "the file is missing"
            )
            break
        if not _read_segment(folder, later[position:], masking, reading):
            break
    return reading


def lines(folder: Path, number: int) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a segment with the byte each begins at; the last may be incomplete."""
    offset = 0
    for line in BytesIO(segment_path(folder, number).read_bytes()):
        yield offset, line
        offset += len(line)


def _load_snapshot(folder: Path, masking: Masking, reading: Reading) -> int:
    """Set the state to that of the newest good snapshot and return its number, else 0."""
    for number in reversed(snapshot_numbers(folder)):
        path = snapshot_path(folder, number)
        try:
            reading.state = snapshot.parse(path.read_bytes(), masking.reveal)
        except BadLineError as error:
            reading.damage = reading.damage or Fault(path, 0, 0, str(error))
        else:
            return number
    return 0


def _read_segment(folder: Path, numbers: list[int], masking: Masking, reading: Reading) -> bool:
    """Fold the first of `numbers`; False when it cannot be read to its end."""
    state = reading.state
    taken_over_at = _first_sequence(folder, numbers[1:])
    for offset, line in lines(folder, numbers[0]):
        expected = state.sequence + 1
        if expected == taken_over_at:
            return True
        try:
            record = decode(line, masking.reveal)
            _check(record, expected)
        except BadLineError as error:
            fault = Fault(segment_path(folder, numbers[0]), offset, expected, str(error))
            if _anything_after(folder, numbers, offset):
                reading.damage = reading.damage or fault
            else:
                reading.torn = fault
            return False
        apply(state, record)
    return True


def _check(record: dict[str, Any], expected: int) -> None:
    if record["q"] != expected:
        raise BadLineError(f"record {record['q']} is there instead")
    if (record["t"] == "begin") != (expected == 1):
        raise BadLineError("a journal starts with its one `begin` record")
    if record["t"] == "begin" and record["format"] > FORMAT:
        raise JournalError(
            f"execution {record['id']} was written by a newer version of Reqon"
            f" (format {record['format']}, this one reads up to {FORMAT})",
            help="Resume it with that version.",
        )


def _first_sequence(folder: Path, numbers: list[int]) -> int | None:
    """Return the number of the first record in the segments `numbers`.

    An owner that lost its lease may have appended to its own segment after that; its records
    are not part of the execution.
    """
    for number in numbers:
        for _, line in lines(folder, number):
            try:
                return int(decode(line)["q"])
            except BadLineError:
                return None
    return None


def _anything_after(folder: Path, numbers: list[int], offset: int) -> bool:
    """Whether a readable record follows the bad line at `offset` of the first segment.

    One may end that line: then it is the newline between two records that was lost.
    """
    for number in numbers:
        for begin, line in lines(folder, number):
            if number == numbers[0] and begin < offset:
                continue
            if any(_readable(line[head.start() :]) for head in _HEAD.finditer(line)):
                return True
    return False


def _readable(line: bytes) -> bool:
    try:
        decode(line)
    except BadLineError:
        return False
    return True


def _numbers(folder: Path, pattern: re.Pattern[str]) -> list[int]:
    found = (pattern.fullmatch(path.name) for path in folder.iterdir())
    return sorted(int(match[1]) for match in found if match)
