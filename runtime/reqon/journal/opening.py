"""How a session begins: a new execution, one to go on with, or one that leaves no trace."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reqon.errors import ConfigurationError, JournalError
from reqon.files import Durability, sync_directory, write_atomically
from reqon.journal import layout as names
from reqon.journal import lease, snapshot, sync
from reqon.journal.disk_log import DiskLog
from reqon.journal.layout import Layout, prepare
from reqon.journal.locks import exclusive
from reqon.journal.masking import Masking
from reqon.journal.memory_log import MemoryLog
from reqon.journal.records import FORMAT
from reqon.journal.recovery import recover
from reqon.journal.segments import snapshot_path
from reqon.journal.state import CheckpointMode, ExecutionState
from reqon.journal.times import iso, now


@dataclass(frozen=True, slots=True)
class Begin:
    """What is known when an execution begins."""

    mission: str
    program_path: str
    program_hash: str
    trigger: str
    """`manual`, `schedule` or `resume`."""
    stages: Sequence[Sequence[str]]
    """The names of the actions, stage by stage."""
    checkpoint: CheckpointMode | None = None
    stores: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """`{name: {"adapter": …, "target": …}}`, for the checkpoint file."""
    metadata: Mapping[str, Any] = field(default_factory=dict)


def create(state_dir: Path, begin: Begin, durability: Durability, masking: Masking) -> DiskLog:
    """Begin a new execution: journal and execution record exist when this returns."""
    layout = prepare(state_dir)
    started_at = now()
    execution_id = names.new_execution_id(started_at)
    folder = layout.journal(execution_id)
    state = ExecutionState(execution_id=execution_id, mission=begin.mission)
    with _reported(), exclusive(layout.records / ".lock"):
        fields = _begin_fields(state, begin, started_at, _free_name(layout, begin, started_at))
        folder.mkdir()
        if durability is not Durability.PROCESS:
            sync_directory(layout.journals)
        with _held(lease.acquire(folder, execution_id)) as own:
            own.announce(1, started_at)
            log = DiskLog(layout, folder, own, state, durability, masking, segment=1)
        _start(log, "begin", fields)
    return log


def resume(
    state_dir: Path,
    execution_id: str,
    durability: Durability,
    masking: Masking,
    changes: Mapping[str, Any],
    check: Callable[[ExecutionState], None],
    *,
    accept_loss: bool,
    take_over: bool,
) -> DiskLog:
    """Go on with an execution: lock, recover, check, raise the fence, note the resumption."""
    layout = prepare(state_dir)
    folder = find_journal(layout, execution_id)
    if folder is None:
        raise ConfigurationError(
            f"execution {execution_id} has no journal in {layout.journals}",
            help="`reqon history <mission>` lists the executions.",
        )
    with _reported():
        with _held(lease.acquire(folder, folder.name, take_over=take_over)) as own:
            reading, notes = recover(folder, masking, accept_loss=accept_loss)
            state, segment = reading.state, reading.last_segment
            _check_unfinished(state)
            check(state)
            fence = max(state.fence, lease.owner(folder).fence) + 1
            own.announce(fence, now())
            content = snapshot.render(state, masking.hide)
            durable = durability is not Durability.PROCESS
            write_atomically(snapshot_path(folder, segment), content, durable=durable)
            log = DiskLog(layout, folder, own, state, durability, masking, segment=segment + 1)
        before = "interrupted" if state.status == "running" else state.status
        _start(log, "resume", {"from": before, "fence": fence, "notes": notes, **changes})
        _repeat_syncs(state_dir, state)
    return log


def volatile(begin: Begin) -> MemoryLog:
    """Begin an execution that is kept in memory only."""
    started_at = now()
    state = ExecutionState(execution_id=names.new_execution_id(started_at), mission=begin.mission)
    log = MemoryLog(state)
    log.append("begin", _begin_fields(state, begin, started_at, ""))
    return log


def find_journal(layout: Layout, execution_id: str) -> Path | None:
    """Return the journal folder of an execution; `-` and `_` in its id are the same (D24)."""
    for spelling in (
        execution_id,
        execution_id.replace("-", "_"),
        execution_id.replace("_", "-"),
    ):
        folder = layout.journal(spelling)
        if folder.is_dir() and not folder.is_symlink():
            return folder
    return None


def _start(log: DiskLog, kind: str, fields: Mapping[str, Any]) -> None:
    """Write the first record of a session, durably, and the files that show it."""
    try:
        log.append(kind, fields)
        log.flush()
        log.publish(force=True)
    except BaseException:
        log.close()
        raise


@contextlib.contextmanager
def _held(own: lease.Lease) -> Iterator[lease.Lease]:
    """Let go of the lease if what follows fails; afterwards it is the log's."""
    try:
        yield own
    except BaseException:
        own.release()
        raise


@contextlib.contextmanager
def _reported() -> Iterator[None]:
    """Turn what the operating system refuses into an error for people."""
    try:
        yield
    except OSError as error:
        raise JournalError(
            f"the execution cannot begin: {error.strerror or error}: {error.filename}",
            help="Free the disk or mend the directory; nothing was sent.",
        ) from error


def _check_unfinished(state: ExecutionState) -> None:
    if state.status in {"completed", "cancelled"}:
        raise ConfigurationError(
            f"execution {state.execution_id} of {state.mission} is {state.status}",
            help="There is nothing to resume; run the mission afresh.",
        )


def _repeat_syncs(state_dir: Path, state: ExecutionState) -> None:
    """Merge watermarks whose file was not written before the process died."""
    for key, entry in state.syncs.items():
        sync.commit(
            state_dir,
            key,
            entry,
            mission=state.mission,
            execution_id=state.execution_id,
            updated_at=iso(state.updated_at),
        )


def _free_name(layout: Layout, begin: Begin, started_at: int) -> str:
    """Return a record name nobody has; the caller holds the lock of the folder."""
    copy = 1
    while (layout.records / (name := names.record_name(begin.mission, started_at, copy))).exists():
        copy += 1
    return name


def _begin_fields(
    state: ExecutionState, begin: Begin, started_at: int, record_name: str
) -> dict[str, Any]:
    return {
        "id": state.execution_id,
        "mission": begin.mission,
        "at": started_at,
        "record": record_name,
        "format": FORMAT,
        "fence": 1,
        "path": begin.program_path,
        "hash": begin.program_hash,
        "trigger": begin.trigger,
        "checkpoint": begin.checkpoint,
        "stages": [list(actions) for actions in begin.stages],
        "stores": {name: dict(target) for name, target in begin.stores.items()},
        "metadata": dict(begin.metadata),
    }
