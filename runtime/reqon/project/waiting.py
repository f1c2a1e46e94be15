"""Executions that wait to be resumed, as far as an edit of their mission matters to them.

Read from state directories; nothing is written. Where there is none, this costs one look.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from reqon.errors import ReqonError
from reqon_language.rules.surroundings import Waiting

_STOPPED: Final = ("interrupted", "failed", "paused")


@dataclass(slots=True)
class Executions:
    """The waiting executions by state directory, read again only after a record changed."""

    _known: dict[tuple[Path, Path, frozenset[str]], tuple[int, tuple[Waiting, ...]]] = field(
        default_factory=dict
    )

    def of(
        self, path: Path, missions: frozenset[str], state_dirs: Iterable[Path]
    ) -> tuple[Waiting, ...]:
        """Return the waiting executions of the `missions` of a file in some state directories."""
        if not missions:
            return ()
        return tuple(
            execution for place in state_dirs for execution in self._in(place, path, missions)
        )

    def _in(self, state_dir: Path, path: Path, missions: frozenset[str]) -> tuple[Waiting, ...]:
        try:
            stamp = (state_dir / "execution").stat().st_mtime_ns
        except OSError:
            return ()
        known = self._known.get((state_dir, path, missions))
        if known is None or known[0] != stamp:
            known = (stamp, waiting_executions(state_dir, path, missions))
            self._known[state_dir, path, missions] = known
        return known[1]


def waiting_executions(
    state_dir: Path, path: Path, missions: frozenset[str]
) -> tuple[Waiting, ...]:
    """Return the executions of the `missions` of a file in a state directory that wait.

    Those that a later run has completed are past, and are left out. What cannot be read is for
    `reqon status` to explain.
    """
    from reqon.journal.layout import Layout
    from reqon.project.program_records import names_of, recent

    layout = Layout(state_dir)
    return tuple(
        execution
        for names in names_of(layout, sorted(missions)).values()
        for place, record in recent(layout, path, names)
        if record.get("status") != "completed"
        and (execution := _execution(layout, place, record)) is not None
    )


def _execution(layout: Any, path: Path, record: dict[str, Any]) -> Waiting | None:
    from reqon.engine.edited import completed_by
    from reqon.journal import lease
    from reqon.journal.masking import Masking
    from reqon.journal.opening import find_journal
    from reqon.journal.segments import read

    try:
        journal = find_journal(layout, str(record["executionId"]))
        if journal is None or lease.owned(journal):
            return None
        state = read(journal, Masking()).state
    except (OSError, ReqonError):
        return None
    status = "interrupted" if state.status == "running" else state.status
    if status not in _STOPPED:
        return None
    return Waiting(state.execution_id, state.mission, status, str(path), completed_by(state))
