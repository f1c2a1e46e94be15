"""Rebuilding the files people read from the journal, when nobody else keeps them up to date.

Everything written here is written under the lease, so that a run that begins at the same
moment is not overwritten; where the lease or the disk cannot be had, the answer is the same and
only the files stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reqon.files import write_atomically
from reqon.journal import lease, segments
from reqon.journal.blobs import Blobs
from reqon.journal.checkpoints import checkpoint
from reqon.journal.documents import render
from reqon.journal.layout import Layout
from reqon.journal.masking import Masking
from reqon.journal.projections import execution_record
from reqon.journal.records import BadLineError, decode


@dataclass(frozen=True, slots=True)
class Mended:
    """The record a journal gives, and what there is to say about that journal."""

    record: dict[str, Any]
    notes: tuple[str, ...] = ()


def rebuild(layout: Layout, journal: Path) -> Mended | None:
    """Return the execution record of a journal, writing it and the checkpoint if possible.

    None when the execution died before its first record.
    """
    own = lease.try_acquire(journal)
    try:
        return _rebuild(layout, journal, writable=own is not None)
    finally:
        if own is not None:
            own.release()


def record_path(layout: Layout, journal: Path) -> Path | None:
    """Return the execution record of a journal, rebuilt if it is missing."""
    name = record_name(journal)
    if name is None:
        return None
    path = layout.records / name
    if not path.exists() and rebuild(layout, journal) is None:
        return None
    return path


def record_name(journal: Path) -> str | None:
    """Return the name of the execution record, which the first record of a journal holds."""
    try:
        _, line = next(segments.lines(journal, 1))
        return str(decode(line)["record"])
    except (OSError, StopIteration, BadLineError, KeyError):
        return None


def _rebuild(layout: Layout, journal: Path, *, writable: bool) -> Mended | None:
    reading = segments.read(journal, Masking())
    state = reading.state
    if state.sequence == 0:
        return None
    stopped = writable and state.status == "running"
    shown = "interrupted" if stopped else state.status
    load = Blobs(journal / "blobs", Masking(), durable=False).load
    record = execution_record(state, load, shown)
    notes = []
    if reading.damage is not None:
        notes.append(f"the journal is damaged: {reading.damage}")
    if writable:
        checkpoint_path = layout.checkpoint(state.mission, state.execution_id)
        content = checkpoint(state, shown, required=checkpoint_path.exists())
        try:
            if content is not None:
                write_atomically(checkpoint_path, render(content, bytes), durable=False)
            path = layout.records / state.record_name
            write_atomically(path, render(record, bytes), durable=False)
        except OSError as error:
            notes.append(f"{error.filename} could not be brought up to date: {error.strerror}")
    return Mended(record, tuple(notes))
