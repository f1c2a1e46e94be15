"""What the last run of the missions of a file saw, for those who write them.

Read from the state directories its callers name; nothing is written. Where there is no such
directory, this costs one look.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from reqon_language.model.last_run import NEVER_RUN, LastRun, StepRun

if TYPE_CHECKING:
    from reqon_language.model import FileModel

Stamp: TypeAlias = tuple[int, int, int]
"""What tells one state of a file from another: when it was written, its size, which file it is."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A model before and after it was told of the last run."""

    before: FileModel
    after: FileModel


@dataclass(slots=True)
class Recorded:
    """What is recorded by file, read again only after a run wrote it anew."""

    _steps: dict[Path, tuple[Stamp, Mapping[str, StepRun]]] = field(default_factory=dict)
    _told: dict[Path, _Told] = field(default_factory=dict)

    def tell(
        self, path: Path, missions: frozenset[str], model: FileModel, state_dirs: Iterable[Path]
    ) -> FileModel:
        """Return the model of the file at `path` with what the last run of `missions` saw.

        It is the same model as before while neither changed.
        """
        last_run = self.of(missions, state_dirs)
        if last_run == NEVER_RUN:
            self._told.pop(path, None)
            return model
        told = self._told.get(path)
        if told is None or told.before is not model or told.after.last_run != last_run:
            after = model.with_last_run(last_run, told.after if told is not None else None)
            told = self._told[path] = _Told(model, after)
        return told.after

    def of(self, missions: frozenset[str], state_dirs: Iterable[Path]) -> LastRun:
        """Return what the last run of each of `missions` saw, wherever it is recorded."""
        places = [*state_dirs]
        found = {mission: self._newest(mission, places) for mission in sorted(missions)}
        known = {mission: steps for mission, steps in found.items() if steps is not None}
        return LastRun(known) if known else NEVER_RUN

    def _newest(self, mission: str, state_dirs: list[Path]) -> Mapping[str, StepRun] | None:
        from reqon.errors import ConfigurationError
        from reqon.journal.layout import Layout

        newest: tuple[Stamp, Path] | None = None
        for state_dir in state_dirs:
            try:
                place = Layout(state_dir).shape(mission)
                status = place.stat()
            except (OSError, ConfigurationError):
                continue
            stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
            if newest is None or stamp > newest[0]:
                newest = stamp, place
        return self._read(*newest) if newest is not None else None

    def _read(self, stamp: Stamp, place: Path) -> Mapping[str, StepRun]:
        from reqon.journal import shapes
        from reqon_language.model.last_run import read_steps

        known = self._steps.get(place)
        if known is None or known[0] != stamp:
            known = self._steps[place] = (stamp, read_steps(shapes.read(place)))
        return known[1]
