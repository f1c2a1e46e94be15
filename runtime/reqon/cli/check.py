"""`reqon check`: report what is wrong with missions, without running anything."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reqon.cli.options import given_options
from reqon.errors import ConfigurationError, ProgramError, ReqonError

if TYPE_CHECKING:
    from reqon.cli.report.checked import Checked

FORMATS = ("text", "json", "github", "sarif", "junit")
STDIN = Path("-")


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
@given_options
@click.option("--watch", is_flag=True, help="Check again whenever a file changes, until Ctrl-C.")
@click.option(
    "--stdin-filename",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where the text that PATH - reads from standard input belongs.",
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
    auth: Path | None,
    env: Path | None,
    store_urls: tuple[str, ...],
    watch: bool,
    stdin_filename: Path | None,
    fix: bool,
    show_diff: bool,
    unsafe_fixes: bool,
) -> None:
    """Report what is wrong with the missions in files and folders, by default in this folder.

    The exit status is 0 when there are no errors, 2 when there are, and 3 when a path is
    missing or unreadable or holds no mission. With --fix or --diff it is that of what is left.

    With --auth, --env and --store-url, as a run would be given them, what it would miss is
    reported. Which credentials there are is looked at; no value is.

    A safe fix keeps what a mission means, or is all that can have been meant. Other fixes are
    proposals; --unsafe-fixes follows one where it is the only one.
    """
    paths = paths or (Path(),)
    _refuse_contradictions(
        paths,
        stdin_filename,
        watch=watch,
        changing="--fix" if fix else "--diff" if show_diff else None,
        unsafe=unsafe_fixes,
    )
    from reqon.cli.given import machine_of_check

    machine = machine_of_check(auth, env, store_urls)
    if watch:
        from reqon.cli.check_watch import watch_paths

        def show(files: Sequence[Checked], failures: Sequence[ReqonError]) -> None:
            _show(files, format_name)
            _complain(failures)

        watch_paths(list(paths), show, machine)
    if fix or show_diff:
        from reqon.cli import fixing

        fixed, files, failures = fixing.fix_paths(paths, machine, unsafe=unsafe_fixes)
        if show_diff:
            fixing.show(fixed)
        else:
            failures += fixing.write(fixed)
    else:
        from reqon.cli.checking import Checker

        name = stdin_filename or Path("<stdin>")
        texts = {name.absolute(): _stdin()} if STDIN in paths else {}
        chosen = [name if path == STDIN else path for path in paths]
        files, failures = Checker(configured=True, texts=texts, machine=machine).check(chosen)
    if not show_diff:
        _show(files, format_name)
    _complain(failures)
    context.exit(exit_code(files, failures))


def _show(files: Sequence[Checked], format_name: str) -> None:
    if files or format_name != "text":
        render = import_module(f"reqon.cli.report.as_{format_name}").render
        color = False if "NO_COLOR" in os.environ else None
        click.echo(render(files), color=color)


def _complain(failures: Sequence[ReqonError]) -> None:
    for failure in failures:
        click.echo(f"error: {failure}", err=True)


def _refuse_contradictions(
    paths: Sequence[Path],
    stdin_filename: Path | None,
    *,
    watch: bool,
    changing: str | None,
    unsafe: bool,
) -> None:
    from_stdin = STDIN in paths
    if unsafe and changing is None:
        message = "--unsafe-fixes says which fixes to make, but not to make any"
        raise ConfigurationError(message, help="add --fix or --diff")
    if stdin_filename is not None and not from_stdin:
        message = "--stdin-filename names the text from standard input, and none is read"
        raise ConfigurationError(message, help="give `-` as the path")
    if watch and changing is not None:
        message = f"--watch reports, and {changing} changes files or shows how"
        raise ConfigurationError(message, help=f"leave out --watch or {changing}")
    if from_stdin and (watch or changing is not None):
        message = f"{'--watch' if watch else changing} needs files, and `-` is none"
        raise ConfigurationError(message, help="give the path of a file")


def _stdin() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"standard input is not UTF-8 text (byte {error.start})"
        raise ConfigurationError(message, help="send it as UTF-8") from error


def exit_code(files: Sequence[Checked], failures: Sequence[ReqonError]) -> int:
    """Return the exit status of a check (specification 5.3)."""
    if failures:
        return ConfigurationError.exit_code
    errors = any(found.severity == "error" for file in files for found in file.diagnostics)
    return ProgramError.exit_code if errors else 0
