"""`reqon check --watch`: check again whenever a file changes.

Ctrl-C ends it; nothing is to be tidied up, for nothing was written.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

import click
from watchfiles._rust_notify import RustNotify

from reqon.cli.checking import Checker
from reqon.cli.report.checked import Checked
from reqon.errors import ReqonError
from reqon.project.files import root_of
from reqon.project.machine import Machine

Show = Callable[[Sequence[Checked], Sequence[ReqonError]], None]

_WATCHED = (".vague", ".reqon", ".json", ".yaml", ".yml", ".toml")
_TOGETHER = 400
"""Milliseconds within which changes are taken for one, as when an editor saves all."""
_QUIET = 50
"""Milliseconds without another change after which they are."""
_POLL = 300


def watch_paths(paths: list[Path], show: Show, machine: Machine) -> NoReturn:
    """Check `paths`, `show` the outcome, and do so again after every change.

    Returns only by `KeyboardInterrupt`.
    """
    checker = Checker(configured=True, machine=machine)
    watched = {_folder(path) for path in paths}
    while True:
        # Watched first, so that what changes during the first check is not missed.
        with _watcher(watched) as watcher:
            _look(checker, paths, show)
            while (wanted := _topmost(watched | checker.folders())) == _topmost(watched):
                changes = watcher.watch(_TOGETHER, _QUIET, 0, None)
                if isinstance(changes, str):
                    raise KeyboardInterrupt
                told = (Path(path).absolute() for _, path in changes)
                changed = {path for path in told if checker.concerns(path) or _is_watched(path)}
                if changed:
                    checker.look_again(changed)
                    _look(checker, paths, show)
        watched = wanted


def _watcher(folders: set[Path]) -> RustNotify:
    # `watchfiles.watch` would begin to watch only after the first check. Network drives and
    # some containers pass no notice of changes: the package's own variable asks for polling.
    polling = os.environ.get("WATCHFILES_FORCE_POLLING", "false").lower()
    poll = polling not in {"", "false", "disable", "disabled"}
    existing = [str(folder) for folder in _topmost(folders) if folder.is_dir()]
    return RustNotify(existing, False, poll, _POLL, True, True)


def _folder(path: Path) -> Path:
    """Return the folder in which changes may matter to a path: its project's, if it has one."""
    if path.is_dir():
        return path.absolute()
    root = root_of(path)
    return path.absolute().parent if root is None else root.parent


def _topmost(folders: set[Path]) -> set[Path]:
    """Leave out the folders that lie in another one."""
    return {folder for folder in folders if folders.isdisjoint(folder.parents)}


def _look(checker: Checker, paths: list[Path], show: Show) -> None:
    files, failures = checker.check(paths)
    click.clear()
    show(files, failures)
    click.echo("Watching for changes; Ctrl-C ends this.", err=True)


def _is_watched(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.parent.parts)
    return path.name.endswith(_WATCHED) and not hidden
