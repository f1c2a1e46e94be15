"""`reqon fmt`: write missions in the one canonical style.

Which files a path stands for is decided as for `reqon check`; the style is the language's.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reqon.cli.rewriting import difference, rewrite
from reqon.errors import ConfigurationError, ReqonError
from reqon.project.files import mission_files, read_text, shown, unique

_WOULD_CHANGE = 1


@click.command("fmt", short_help="Write missions in the canonical style.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; list the files not formatted."
)
@click.option("--diff", "show_diff", is_flag=True, help="Write nothing; show what would change.")
@click.pass_context
def fmt(context: click.Context, paths: tuple[Path, ...], only_check: bool, show_diff: bool) -> None:
    """Format the missions in files and folders, by default in this folder.

    `-` reads standard input and writes standard output. Comments are kept, statements with
    syntax errors are left as they are, and what a program means never changes. The exit status
    is 0 when all went well, 1 when --check or --diff found a file that is not formatted, and 3
    when a path is missing or a file cannot be read or written.
    """
    writes = not (only_check or show_diff)
    changes = 0
    failures: list[ReqonError] = []
    for path in _chosen(paths or (Path(),), failures):
        try:
            before, after = _formatted(path)
            if before != after:
                changes += 1
            if show_diff:
                click.echo("".join(difference(_name(path), before, after)), nl=False)
            elif only_check and before != after:
                click.echo(f"{_name(path)}: not formatted")
            elif writes:
                _write(path, before, after)
        except ConfigurationError as error:
            failures.append(error)
    for failure in failures:
        click.echo(f"error: {failure}", err=True)
    if failures:
        context.exit(ConfigurationError.exit_code)
    context.exit(_WOULD_CHANGE if changes and not writes else 0)


_STANDARD = Path("-")


def _chosen(paths: tuple[Path, ...], failures: list[ReqonError]) -> list[Path]:
    chosen: list[Path] = []
    for path in paths:
        try:
            chosen += [path] if path == _STANDARD else mission_files(path)
        except ConfigurationError as error:
            failures.append(error)
    return unique(chosen)


def _formatted(path: Path) -> tuple[str, str]:
    """Return the text of a file as it is and as it should be."""
    from reqon_language.features.formatting import format_text

    text = _standard_input() if path == _STANDARD else read_text(path)
    return text, format_text(text)


def _standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"<stdin> is not UTF-8 text: {error.reason} at byte {error.start}"
        raise ConfigurationError(message, help="give a text in UTF-8") from error


def _write(path: Path, before: str, after: str) -> None:
    if path == _STANDARD:
        click.echo(after.encode("utf-8"), nl=False)
    elif before != after:
        rewrite(path, before, after)
        click.echo(f"{_name(path)}: formatted")


def _name(path: Path) -> str:
    return "<stdin>" if path == _STANDARD else shown(path)
