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
    """What is recorded for each file, read again only after a run wrote it anew."""

    _steps: dict[tuple[Path, Path], tuple[Stamp, Mapping[str, StepRun] | None]] = field(
        default_factory=dict
    )
    _told: dict[Path, _Told] = field(default_factory=dict)

    def tell(
        self, path: Path, missions: frozenset[str], model: FileModel, state_dirs: Iterable[Path]
    ) -> FileModel:
        """Return the model of the file at `path` with what the last run of `missions` saw.

        It is the same model as before while neither changed.
        """
        last_run = self.of(path, missions, state_dirs)
        if last_run == NEVER_RUN:
            self._told.pop(path, None)
            return model
        told = self._told.get(path)
        if told is None or told.before is not model or told.after.last_run != last_run:
            after = model.with_last_run(last_run, told.after if told is not None else None)
            told = self._told[path] = _Told(model, after)
        return told.after

    def of(self, path: Path, missions: frozenset[str], state_dirs: Iterable[Path]) -> LastRun:
        """Return what the last run of each of the `missions` of a file saw, wherever recorded."""
        places = [*state_dirs]
        found = {mission: self._newest(path, mission, places) for mission in sorted(missions)}
        known = {mission: steps for mission, steps in found.items() if steps is not None}
        return LastRun(known) if known else NEVER_RUN

    def _newest(
        self, path: Path, mission: str, state_dirs: list[Path]
    ) -> Mapping[str, StepRun] | None:
        from reqon.errors import ConfigurationError
        from reqon.journal.layout import Layout

        found: list[tuple[Stamp, Path, Path]] = []
        for state_dir in state_dirs:
            try:
                place = Layout(state_dir).shape(mission)
                status = place.stat()
            except (OSError, ConfigurationError):
                continue
            stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
            found.append((stamp, place, state_dir))
        read = (self._read(path, *one) for one in sorted(found, reverse=True))
        return next((steps for steps in read if steps is not None), None)

    def _read(
        self, path: Path, stamp: Stamp, place: Path, state_dir: Path
    ) -> Mapping[str, StepRun] | None:
        """Return what is recorded in a file of the program that `path` belongs to."""
        from reqon.journal import shapes
        from reqon.project.same_program import of_this_program
        from reqon_language.model.last_run import read_steps

        known = self._steps.get((place, path))
        if known is None or known[0] != stamp:
            recorded = of_this_program(shapes.read(place), state_dir, path)
            steps = read_steps(recorded) if recorded is not None else None
            known = self._steps[place, path] = (stamp, steps)
        return known[1]
