"""From a path on the command line to the plans of its missions, checked first."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from reqon.cli.check import check_paths
from reqon.cli.check_files import ROOTS, mission_files, read_text
from reqon.errors import ConfigurationError, ProgramError
from reqon.plan.mission import MissionPlan
from reqon.plan.program import compile_program
from reqon_language import parse

_UNDECLARED = {"RQ3003", "RQ3023"}
"""A mission without its stores or its source lacks configuration, not syntax (ruling D35)."""


def compile_missions(path: Path, mission: str | None = None) -> list[MissionPlan]:
    """Return the plans of all missions of a file or folder, or of the one called `mission`.

    What the checker calls an error is shown and ends the process: nothing runs.
    """
    _refuse_errors(path)
    plans = [
        plan
        for file in mission_files(path)
        for plan in compile_program(parse(_single(file, path)), str(file))
    ]
    if mission is None:
        return plans
    chosen = [plan for plan in plans if plan.name == mission]
    if not chosen:
        raise ConfigurationError(
            f"{path} has no mission `{mission}`",
            help=f"It has: {', '.join(plan.name for plan in plans)}.",
        )
    return chosen


def _refuse_errors(path: Path) -> None:
    files, failures = check_paths((path,))
    if failures:
        raise failures[0]
    only_errors = [
        replace(file, diagnostics=tuple(d for d in file.diagnostics if d.severity == "error"))
        for file in files
    ]
    codes = {found.code for file in only_errors for found in file.diagnostics}
    if codes:
        from reqon.cli.report.as_text import render

        click.echo(render(only_errors), err=True)
        undeclared = codes <= _UNDECLARED
        sys.exit(ConfigurationError.exit_code if undeclared else ProgramError.exit_code)


def _single(file: Path, path: Path) -> str:
    """Return the text of a file that is a whole project by itself."""
    if path.is_dir() and file.name in ROOTS and len(list(mission_files(file.parent))) > 1:
        raise ConfigurationError(
            f"{file.parent} is a mission of several files, which cannot be run yet",
            help=f"Put its declarations into {file} and run that.",
        )
    return read_text(file)
