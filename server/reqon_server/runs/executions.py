"""How missions last went, read from their records and kept until those change.

For the analysis thread. The same files tell of runs from the command line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from reqon.project.latest import LatestRun, latest_run, record_of
from reqon_server.runs.places import Places


@dataclass(frozen=True, slots=True)
class _Known:
    stamp: int
    run: LatestRun | None


class Executions:
    """The latest runs by state directory, file and mission."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._known: dict[tuple[Path, str, str], _Known] = {}

    def of(self, path: str, missions: Iterable[str]) -> Mapping[str, LatestRun]:
        """Return how those `missions` of a file last went that ever ran, by name."""
        found: dict[str, LatestRun] = {}
        state_dirs = self._places.state_dirs(Path(path))
        for mission in missions:
            runs = [
                run
                for place in state_dirs
                if (run := self._latest(place, path, mission)) is not None
            ]
            if runs:
                found[mission] = max(runs, key=lambda run: run.started)
        return found

    def record_of(self, path: str, execution: str) -> Path | None:
        """Return the record of an execution of a file, None where there is none."""
        places = self._places.state_dirs(Path(path))
        return next((found for one in places if (found := record_of(one, execution))), None)

    def _latest(self, state_dir: Path, path: str, mission: str) -> LatestRun | None:
        try:
            stamp = (state_dir / "execution").stat().st_mtime_ns
        except OSError:
            return None
        key = (state_dir, path, mission)
        known = self._known.get(key)
        # That a process died changes no file, so a run that goes on is looked at each time.
        if known is not None and known.stamp == stamp and not _goes_on(known.run):
            return known.run
        run = latest_run(state_dir, Path(path), mission)
        self._known[key] = _Known(stamp, run)
        return run


def _goes_on(run: LatestRun | None) -> bool:
    return run is not None and run.outcome == "running"
