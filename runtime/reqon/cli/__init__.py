"""The `reqon` command. One file per command, each imported only when it is asked for.

`reqon PATH` is short for `reqon run PATH`. Exit codes are those of the language
specification, 5.3: 0 success or paused, 1 the run failed, 2 the program has errors, 3 the
configuration is wrong, 130 and 143 interrupted.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from reqon.cli.terminal import drop_unwritten, prepare_streams, say
from reqon.errors import ConfigurationError

_USAGE = 2
_INTERRUPTED = 130
_GROUP = "reqon.commands"
_COMMANDS = {
    "run": ("reqon.cli.run:run", "Run the missions of a file or a folder."),
    "check": ("reqon.cli.check:check", "Report what is wrong with missions."),
    "explain": ("reqon.cli.explain:explain", "Explain a diagnostic."),
    "rules": ("reqon.cli.rules:rules", "List the diagnostics."),
    "fmt": ("reqon.cli.fmt:fmt", "Write missions in the canonical style."),
    "graph": ("reqon.cli.graph:graph", "Draw the stages and stores of missions."),
    "status": ("reqon.cli.status:status", "Show where the latest run of a mission stands."),
    "history": ("reqon.cli.history:history", "List the executions of a mission."),
    "doctor": ("reqon.cli.doctor:doctor", "Say which Reqon this is and whether it works here."),
    "demo": (
        "reqon.demo.command:demo",
        "Run a real mission against a local API, kill it, resume it, and check nothing is lost.",
    ),
}
"""Our own commands: where each is, and what the list of commands says of it."""


class _Commands(click.Group):
    """Finds commands by name without importing the others; anything else is a path to run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return our own commands, then those other packages add."""
        del ctx
        return [*_COMMANDS, *_added()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        del ctx
        if cmd_name in _COMMANDS:
            module, _, attribute = _COMMANDS[cmd_name][0].partition(":")
            return _command(getattr(import_module(module), attribute))
        if cmd_name in _added():
            return _command(_added()[cmd_name].load())
        return None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read `reqon PATH …`, with options before or after the path, as `reqon run PATH …`."""
        own = {"--help", "-h", "--version"}
        if args and args[0] not in own and not _is_command(args[0]):
            args = ["run", *args]
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands; ours are described without importing them."""
        listed = [(name, description) for name, (_, description) in _COMMANDS.items()]
        for name in _added():
            command = self.get_command(ctx, name)
            if command is not None:
                listed.append((name, command.get_short_help_str()))
        with formatter.section("Commands"):
            formatter.write_dl(listed)


def _is_command(word: str) -> bool:
    """Whether a first argument names a command. Raises `UsageError` for what nearly does."""
    if word in _COMMANDS:
        return True
    if word.startswith("-") or not word.replace("-", "").isalnum():
        return False
    if word in _added():
        return True
    from difflib import get_close_matches

    near = get_close_matches(word, [*_COMMANDS, *_added()], n=1)
    if near and not Path(word).exists():
        raise click.UsageError(f"there is no command or file {word}. Did you mean {near[0]}?")
    return False


@cache
def _added() -> dict[str, Any]:
    # Looking them up takes longer than starting.
    from importlib.metadata import entry_points

    return {point.name: point for point in sorted(entry_points(group=_GROUP))}


def _command(found: object) -> click.Command:
    if not isinstance(found, click.Command):
        message = f"{found!r} is registered as a command and is none"
        raise TypeError(message)
    return found


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="reqon")
def cli() -> None:
    """Check, run and resume data pipelines written in `.vague` files.

    `reqon PATH` runs the missions of a file or a folder; it is short for `reqon run PATH`.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command and exit; whatever goes wrong is one message, never a traceback."""
    prepare_streams()
    try:
        _check_folder()
        code = cli.main(arguments, prog_name="reqon", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        code = _USAGE
    except (KeyboardInterrupt, click.Abort):
        code = _INTERRUPTED
    except Exception as error:
        if os.environ.get("REQON_TRACEBACK"):
            raise
        from reqon.cli.failure import explain

        message, code = explain(error)
        say(message)
        drop_unwritten()
    sys.exit(code if isinstance(code, int) else 0)


def _check_folder() -> None:
    """Raise `ConfigurationError` when the current folder is gone: no path means anything then."""
    try:
        Path.cwd()
    except OSError as error:
        raise ConfigurationError(
            f"the current folder cannot be used: {error.strerror}",
            help="Change to one that exists.",
        ) from None
