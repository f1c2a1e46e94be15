"""From a path on the command line to the plans of its missions, checked first."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reqon.cli.checking import check_paths
from reqon.cli.terminal import say
from reqon.errors import ConfigurationError, ProgramError
from reqon.project.files import mission_files, read_text, root_of, shown
from reqon.project.machine import Machine

if TYPE_CHECKING:
    from reqon.cli.report.checked import Checked
    from reqon.plan.mission import MissionPlan

_UNDECLARED = {"RQ3003", "RQ3023"}
"""A mission without its stores or its source lacks configuration, not syntax (ruling D35)."""
_FALLBACK = "RQ6012"


def compile_missions(
    path: Path, machine: Machine, mission: str | None = None, *, quiet: bool = False
) -> list[MissionPlan]:
    """Return the plans of all missions of a file or folder, or of the one called `mission`.

    What the checker calls an error is shown and ends the process: nothing runs. Stores for which
    `machine` knows no database are named, unless `quiet`; of credentials the engine, which sees
    their values, says more.
    """
    files = _refuse_errors(path, machine)
    plans: dict[str, MissionPlan] = {}
    for plan in _plans(path):
        before = plans.setdefault(plan.name, plan)
        if before is not plan:
            raise ConfigurationError(
                f"mission `{plan.name}` is in {shown(before.path)} and in {shown(plan.path)}",
                help="Their executions would be taken for each other's: rename one.",
            )
    if mission is not None and mission not in plans:
        near = get_close_matches(mission, plans, n=1)
        raise ConfigurationError(
            f"{shown(path)} has no mission `{mission}`",
            help=f"Did you mean {near[0]}?" if near else f"It has: {', '.join(plans)}.",
        )
    if not quiet:
        _tell_fallback(files, mission)
    return list(plans.values()) if mission is None else [plans[mission]]


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


def _refuse_errors(path: Path, machine: Machine) -> list[Checked]:
    files, failures = check_paths((path,), machine=machine)
    if failures:
        raise failures[0]
    only_errors = [file.only("error") for file in files]
    codes = {found.code for file in only_errors for found in file.diagnostics}
    if codes:
        from reqon.cli.report.as_text import render

        click.echo(render(only_errors), err=True)
        undeclared = codes <= _UNDECLARED
        sys.exit(ConfigurationError.exit_code if undeclared else ProgramError.exit_code)
    return files


def _tell_fallback(files: list[Checked], mission: str | None) -> None:
    """Say of which stores of a mission the records go into a file, since nobody says otherwise."""
    for file in files:
        others = [
            placed.node.span.shift(placed.offset)
            for placed in file.tree.program.missions()
            if mission not in (None, placed.node.name.text)
        ]
        for found in file.diagnostics:
            place = found.span.start
            if found.code == _FALLBACK and not any(one.start <= place < one.end for one in others):
                where = file.lines.position(place)
                say(f"{shown(file.path)}:{where.line + 1}:{where.column + 1}: {found.message}")


def _check_name(file: Path) -> None:
    """Refuse a name that no message, event or record could hold."""
    try:
        str(file).encode()
    except UnicodeEncodeError:
        raise ConfigurationError(
            f"{shown(file)}: its name is not UTF-8", help="Rename the file."
        ) from None
