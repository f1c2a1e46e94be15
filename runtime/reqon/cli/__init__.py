"""The `reqon` command. One file per command, each imported only when it is asked for.

`reqon PATH` is short for `reqon run PATH`. Exit codes are those of the language
specification, 5.3: 0 success or paused, 1 the run failed, 2 the program has errors, 3 the
configuration is wrong, 130 and 143 interrupted.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.metadata import entry_points, version

import click

from reqon.errors import ReqonError

EXIT_CONFIGURATION = 3
_INTERNAL_ERROR = 1
_INTERRUPTED = 130
_COMMANDS = {
    "run": "reqon.cli.run:run",
    "check": "reqon.cli.check:check",
    "status": "reqon.cli.status:status",
    "history": "reqon.cli.history:history",
    "demo": "reqon.demo.command:demo",
}


class _Commands(click.Group):
    """Finds commands by name without importing the others; anything else is a path to run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return our own commands, then those other packages add."""
        del ctx
        return [*_COMMANDS, *sorted(point.name for point in entry_points(group="reqon.commands"))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        del ctx
        place = _COMMANDS.get(cmd_name)
        if place is not None:
            module, _, attribute = place.partition(":")
            return _command(getattr(import_module(module), attribute))
        for point in entry_points(group="reqon.commands", name=cmd_name):
            return _command(point.load())
        return None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read `reqon PATH …`, with options before or after the path, as `reqon run PATH …`."""
        own = {"--help", "-h", "--version"}
        if args and args[0] not in own and args[0] not in self.list_commands(ctx):
            args = ["run", *args]
        return super().parse_args(ctx, args)


def _command(found: object) -> click.Command:
    if not isinstance(found, click.Command):
        message = f"{found!r} is registered as a command and is none"
        raise TypeError(message)
    return found


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(version("reqon"), prog_name="reqon")
def cli() -> None:
    """Check, run and resume data pipelines written in `.vague` files.

    `reqon PATH` runs the missions of a file or a folder; it is short for `reqon run PATH`.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command and exit; whatever goes wrong is one message, never a traceback."""
    try:
        code = cli.main(arguments, standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
        code = 2
    except click.ClickException as error:
        click.echo(f"error: {error.format_message()}", err=True)
        code = EXIT_CONFIGURATION
    except click.exceptions.Exit as error:
        code = error.exit_code
    except ReqonError as error:
        click.echo(f"error: {error}", err=True)
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        code = _INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:
        if os.environ.get("REQON_TRACEBACK"):
            raise
        click.echo(
            f"error: internal error: {type(error).__name__}: {error}\n"
            "  help: this is a defect of Reqon; set REQON_TRACEBACK=1 to see where, and report it",
            err=True,
        )
        code = _INTERNAL_ERROR
    sys.exit(code if isinstance(code, int) else 0)
