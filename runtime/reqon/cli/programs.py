"""From a path on the command line to the plans of its missions, checked first."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reqon.cli.checking import check_paths
from reqon.errors import ConfigurationError, ProgramError
from reqon.project.files import mission_files, read_text, root_of, shown

if TYPE_CHECKING:
    from reqon.plan.mission import MissionPlan

_UNDECLARED = {"RQ3003", "RQ3023"}
"""A mission without its stores or its source lacks configuration, not syntax (ruling D35)."""


def compile_missions(path: Path, mission: str | None = None) -> list[MissionPlan]:
    """Return the plans of all missions of a file or folder, or of the one called `mission`.

    What the checker calls an error is shown and ends the process: nothing runs.
    """
    _refuse_errors(path)
    plans: dict[str, MissionPlan] = {}
    for plan in _plans(path):
        before = plans.setdefault(plan.name, plan)
        if before is not plan:
            raise ConfigurationError(
                f"mission `{plan.name}` is in {shown(before.path)} and in {shown(plan.path)}",
                help="Their executions would be taken for each other's: rename one.",
            )
    if mission is None:
        return list(plans.values())
    if mission not in plans:
        near = get_close_matches(mission, plans, n=1)
        raise ConfigurationError(
            f"{shown(path)} has no mission `{mission}`",
            help=f"Did you mean {near[0]}?" if near else f"It has: {', '.join(plans)}.",
        )
    return [plans[mission]]


def _plans(path: Path) -> Iterator[MissionPlan]:
    # The compiler is slow to load, and a program with errors does without.
    from reqon.project.programs import load_program
    from reqon_language import parse

    for file in mission_files(path):
        _check_name(file)
        missions = any(parse(read_text(file)).program.missions())
        root = root_of(file)
        if root not in (None, file.absolute()) and not missions and not path.is_dir():
            raise ConfigurationError(
                f"{shown(file)} is a part of the mission in the folder {shown(root.parent.name)}",
                help="Run that folder.",
            )
        if missions or not path.is_dir():
            yield from load_program(file)


def _refuse_errors(path: Path) -> None:
    files, failures = check_paths((path,))
    if failures:
        raise failures[0]
    only_errors = [file.only("error") for file in files]
    codes = {found.code for file in only_errors for found in file.diagnostics}
    if codes:
        from reqon.cli.report.as_text import render

        click.echo(render(only_errors), err=True)
        undeclared = codes <= _UNDECLARED
        sys.exit(ConfigurationError.exit_code if undeclared else ProgramError.exit_code)


def _check_name(file: Path) -> None:
    """Refuse a name that no message, event or record could hold."""
    try:
        str(file).encode()
    except UnicodeEncodeError:
        raise ConfigurationError(
            f"{shown(file)}: its name is not UTF-8", help="Rename the file."
        ) from None
