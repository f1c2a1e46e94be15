"""Making a journal fit to be continued, by whoever holds its lease.

A torn tail is cut off and noted. Damage stops the resume: the damaged files are copied to
`quarantine/`, and only when the user accepts the loss does the journal end before the damage.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

from reqon.errors import JournalError
from reqon.journal.masking import Masking
from reqon.journal.segments import (
    Fault,
    Reading,
    read,
    segment_numbers,
    segment_path,
    snapshot_numbers,
    snapshot_path,
)

_QUARANTINE: Final = "quarantine"


def recover(folder: Path, masking: Masking, *, accept_loss: bool) -> tuple[Reading, list[str]]:
    """Return what can be continued, with a sentence for everything that was given up.

    Raises `JournalError` for damage unless `accept_loss`.
    """
    notes: list[str] = []
    reading = read(folder, masking)
    while reading.damage is not None:
        _quarantine(folder, reading.damage.path)
        if not accept_loss:
            raise JournalError(
                f"the journal is damaged: {reading.damage}",
                help=f"`--resume --accept-loss` goes on from record {reading.state.sequence};"
                f" what was done later may be done again. Copies are in {folder / _QUARANTINE}.",
            )
        notes.append(f"loss accepted: {reading.damage}; copies are in {folder / _QUARANTINE}")
        _give_up(folder, reading.damage)
        reading = read(folder, masking)
    if reading.torn is not None:
        dropped = _cut(folder, reading.torn)
        notes.append(f"an unfinished write of {dropped} bytes was cut off: {reading.torn}")
    if reading.state.sequence == 0:
        raise JournalError(
            f"{folder} holds no complete record: the execution never began",
            help="Start the mission afresh.",
        )
    return reading, notes


def _quarantine(folder: Path, path: Path) -> None:
    """Copy a damaged file aside, once."""
    copy = folder / _QUARANTINE / path.name
    copy.parent.mkdir(exist_ok=True)
    if path.exists() and not copy.exists():
        shutil.copy2(path, copy)


def _give_up(folder: Path, damage: Fault) -> None:
    """Remove a damaged snapshot, or everything from a damaged record on."""
    if damage.path.suffix == ".jsonl":
        _cut(folder, damage)
    else:
        damage.path.unlink()


def _cut(folder: Path, fault: Fault) -> int:
    """End the journal before `fault`; return how many bytes that removed."""
    removed = 0
    number = int(fault.path.stem)
    for later in segment_numbers(folder):
        if later > number:
            path = segment_path(folder, later)
            removed += path.stat().st_size
            _quarantine(folder, path)
            path.unlink()
    for later in snapshot_numbers(folder):
        if later >= number:
            snapshot_path(folder, later).unlink()
    if fault.path.exists():
        removed += fault.path.stat().st_size - fault.offset
        os.truncate(fault.path, fault.offset)
    return removed
