"""From a path on the command line to the plans of its missions."""

from __future__ import annotations

from pathlib import Path

from reqon.cli.options import relative
from reqon.errors import ConfigurationError
from reqon.plan.mission import MissionPlan
from reqon.plan.program import compile_program
from reqon_language import parse

SUFFIXES = (".vague", ".reqon")


def program_files(path: Path) -> list[Path]:
    """Return the file itself, or the program files of a folder by name.

    Raises `ConfigurationError` when there is none.
    """
    try:
        if path.is_dir():
            files = sorted(file for file in path.iterdir() if file.suffix in SUFFIXES)
            if not files:
                raise ConfigurationError(
                    f"the folder {path} has no mission",
                    help="A mission is a file that ends in .vague or .reqon.",
                )
            return files
        exists = path.exists()
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}") from None
    if not exists:
        near = [file.name for file in _siblings(path) if file.stem == path.stem]
        raise ConfigurationError(
            f"there is no file {path}",
            help=f"Did you mean {near[0]}?" if near else "Check the path.",
        )
    return [path]


def read_program(path: Path) -> str:
    """Return the text of a program. Raises `ConfigurationError` naming what is wrong with it."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise ConfigurationError(
            f"{path} is not UTF-8 text (byte {error.start})",
            help="Is it a mission? Save it as UTF-8.",
        ) from None


def compile_missions(path: Path, mission: str | None = None) -> list[MissionPlan]:
    """Return the plans of all missions of a file or folder, or of the one called `mission`."""
    plans = [
        plan
        for file in program_files(path)
        for plan in compile_program(parse(read_program(file)), relative(file))
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


def _siblings(path: Path) -> list[Path]:
    try:
        return sorted(file for file in path.parent.iterdir() if file.suffix in SUFFIXES)
    except OSError:
        return []
