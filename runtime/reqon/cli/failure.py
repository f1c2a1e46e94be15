"""From what went wrong to one message and an exit code (specification 5.3)."""

from __future__ import annotations

import traceback
from difflib import get_close_matches
from pathlib import Path

import click

from reqon.errors import ConfigurationError, ReqonError

EXIT_INTERNAL = 1
_PACKAGES = Path(__file__).parents[2]


def explain(error: Exception) -> tuple[str, int]:
    """Return the message and the exit code for what ended a command."""
    match error:
        case ReqonError():
            return f"error: {error}", error.exit_code
        case click.ClickException():
            return f"error: {_usage(error)}", ConfigurationError.exit_code
        case OSError():
            about = f"{error.filename}: " if error.filename is not None else ""
            return f"error: {about}{error.strerror or error}", EXIT_INTERNAL
        case _:
            return _defect(error), EXIT_INTERNAL


def _usage(error: click.ClickException) -> str:
    """Return what is wrong with the command line, and where to read how it is right."""
    message = error.format_message()
    context = error.ctx if isinstance(error, click.UsageError) else None
    if isinstance(error, click.NoSuchOption):
        message = f"there is no option {error.option_name}"
        near = _nearest(error.option_name, context)
        if near is not None:
            return f"{message}\n  help: Did you mean {near}?"
    if context is None:
        return message
    return f"{message}\n  help: `{context.command_path} --help` shows what can be given."


def _nearest(option: str, context: click.Context | None) -> str | None:
    """Return the option most like a wrong one; the dashes all begin with do not count."""
    if context is None:
        return None
    known = {
        name.lstrip("-"): name
        for parameter in context.command.get_params(context)
        if isinstance(parameter, click.Option)
        for name in parameter.opts
        if name.startswith("--")
    }
    near = get_close_matches(option.lstrip("-"), known, n=1)
    return known[near[0]] if near else None


def _defect(error: Exception) -> str:
    """Return the place of a defect; what the exception says may quote what is secret."""
    ours = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(_PACKAGES)
    ]
    place = ""
    if ours:
        path = Path(ours[-1].filename).relative_to(_PACKAGES)
        place = f" at {path.as_posix()}:{ours[-1].lineno}"
    return (
        f"error: internal error: {type(error).__name__}{place}\n"
        "  help: this is a defect of Reqon; set REQON_TRACEBACK=1 to see it all, and report it"
    )
