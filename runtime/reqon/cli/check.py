"""`reqon check`: report what is wrong with missions, without running anything.

`check_paths` is also what `reqon run` asks before it starts.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click

from reqon.cli.check_files import (
    mission_files,
    parts_of,
    read_text,
    root_of,
    shown,
    unique,
)
from reqon.errors import ConfigurationError, ProgramError, ReqonError

if TYPE_CHECKING:
    from reqon.cli.report.checked import Checked
    from reqon_language.model import Project
    from reqon_language.rules.settings import Settings
    from reqon_language.syntax import Tree

Reader: TypeAlias = Callable[[Path], str]
"""What gives the text of a file, or raises `ConfigurationError`."""

FORMATS = ("text", "json", "github", "sarif")


@click.command("check", short_help="Report what is wrong with missions.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How to show the diagnostics.",
)
@click.option("--fix", is_flag=True, help="Mend what has a safe fix, and report the rest.")
@click.option("--diff", "show_diff", is_flag=True, help="Write nothing; show what --fix changes.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: follow proposals, too.")
@click.pass_context
def check(
    context: click.Context,
    paths: tuple[Path, ...],
    format_name: str,
    *,
    fix: bool,
    show_diff: bool,
    unsafe_fixes: bool,
) -> None:
    """Report what is wrong with the missions in files and folders, by default in this folder.

    The exit status is 0 when there are no errors, 2 when there are, and 3 when a path is
    missing or unreadable or holds no mission. With --fix or --diff it is that of what is left.

    A safe fix keeps what a mission means, or is all that can have been meant. Other fixes are
    proposals; --unsafe-fixes follows one where it is the only one.
    """
    paths = paths or (Path(),)
    if fix or show_diff:
        from reqon.cli import fixing

        fixed, files, failures = fixing.fix_paths(paths, unsafe=unsafe_fixes)
        if show_diff:
            fixing.show(fixed)
        else:
            failures += fixing.write(fixed)
    elif unsafe_fixes:
        message = "--unsafe-fixes says which fixes to make, but not to make any"
        raise ConfigurationError(message, help="add --fix or --diff")
    else:
        files, failures = check_paths(paths, configured=True)
    if not show_diff and (files or format_name != "text"):
        render = import_module(f"reqon.cli.report.as_{format_name}").render
        color = False if "NO_COLOR" in os.environ else None
        click.echo(render(files), color=color)
    for failure in failures:
        click.echo(f"error: {failure}", err=True)
    context.exit(exit_code(files, failures))


def check_paths(
    paths: Iterable[Path], *, configured: bool = False, texts: Mapping[Path, str] | None = None
) -> tuple[list[Checked], list[ReqonError]]:
    """Check the files at and below `paths`, `configured` as the files of settings say.

    `texts` are checked in place of the files at these absolute paths.

    Returns the files that could be read, each once, and a failure for each path or file that
    could not.
    """
    chosen: list[Path] = []
    folders: list[Path] = []
    failures: list[ReqonError] = []
    for path in paths:
        try:
            chosen += mission_files(path)
        except ConfigurationError as error:
            failures.append(error)
        if path.is_dir():
            folders.append(path)
    reader = _reader(texts or {})
    read = _read(unique(chosen), failures, reader)
    files = _check(read, failures, reader, configured=configured)
    return files, [*failures, *_empty(folders, files, failures)]


def exit_code(files: Sequence[Checked], failures: Sequence[ReqonError]) -> int:
    """Return the exit status of a check (specification 5.3)."""
    if failures:
        return ConfigurationError.exit_code
    errors = any(found.severity == "error" for file in files for found in file.diagnostics)
    return ProgramError.exit_code if errors else 0


@dataclass(frozen=True, slots=True)
class _Read:
    """A file that was read: as the user named it, where it is, and its tree."""

    name: str
    path: Path
    tree: Tree


def _reader(texts: Mapping[Path, str]) -> Reader:
    return lambda path: read_text(path) if (text := texts.get(path.absolute())) is None else text


def _read(paths: list[Path], failures: list[ReqonError], reader: Reader) -> list[_Read]:
    from reqon_language.syntax import parse

    read = []
    for path in paths:
        try:
            read.append(_Read(str(path), path.absolute(), parse(reader(path))))
        except ConfigurationError as error:
            failures.append(error)
    return read


def _check(
    read: list[_Read], failures: list[ReqonError], reader: Reader, *, configured: bool
) -> list[Checked]:
    from reqon.cli.configuration import settings_of
    from reqon.cli.report.checked import Checked
    from reqon_language.rules import report, report_in
    from reqon_language.rules.settings import DEFAULT
    from reqon_language.rules.surroundings import Surroundings

    # Credentials and variables differ from machine to machine; a check should not.
    surroundings = Surroundings(now=datetime.now(UTC), time_zones=_time_zones)
    settings: dict[Path, Settings] = {}
    projects: dict[Path, Project] = {}
    files = []
    for file in read:
        project = _project(file, projects, reader)
        chosen = DEFAULT
        try:
            chosen = settings_of(file.path.parent, settings) if configured else DEFAULT
        except ConfigurationError as error:
            settings[file.path.parent] = DEFAULT
            failures.append(error)
        if project is None:
            found = report(file.tree, settings=chosen, surroundings=surroundings)
        else:
            path = str(file.path)
            found = report_in(project, path, settings=chosen, surroundings=surroundings)
        files.append(Checked(file.name, file.tree, found))
    return files


def _time_zones() -> set[str]:
    from zoneinfo import available_timezones

    return available_timezones()


def _project(file: _Read, projects: dict[Path, Project], reader: Reader) -> Project | None:
    """Return the mission folder a file is part of, if it is.

    A file with a mission of its own belongs to a folder only as its root.
    """
    root = root_of(file.path)
    if root is None or (file.path != root and any(file.tree.program.missions())):
        return None
    if root not in projects:
        projects[root] = _folder(root, reader)
    return projects[root] if str(file.path) in projects[root].files else None


def _folder(root: Path, reader: Reader) -> Project:
    from reqon_language.model import Project
    from reqon_language.syntax import parse

    project = Project(str(root))
    for path in parts_of(root):
        try:
            project = project.with_file(str(path), parse(reader(path)))
        except ConfigurationError:
            continue
    return project


def _empty(
    folders: list[Path], files: list[Checked], failures: list[ReqonError]
) -> list[ReqonError]:
    """Return a failure for each folder without missions, unless its files were unreadable."""
    empty: list[ReqonError] = []
    for folder in folders:
        inside = [file for file in files if Path(file.path).is_relative_to(folder)]
        if not any(file.missions for file in inside) and not failures:
            what = "none of its files declares a mission" if inside else "no .vague files below it"
            message = f"{shown(folder)}: {what}"
            empty.append(ConfigurationError(message, help="give a folder with missions"))
    return empty
