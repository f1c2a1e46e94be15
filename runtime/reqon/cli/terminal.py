"""The streams of the process: what may be written to them, and what happens when they are gone."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO

import click


def say(text: str, *, error: bool = True) -> None:
    """Print a line on standard error, or the outcome on standard output.

    That nobody can read it undoes nothing, so it is no failure.
    """
    stream = sys.stderr if error else sys.stdout
    try:
        click.echo(plain(text), file=stream)
    except OSError as failure:
        silence(stream)
        if not error:
            say(f"standard output cannot be written: {failure.strerror}")


def plain(text: str) -> str:
    """Return text that cannot steer a terminal: control characters are escaped, but for breaks.

    Messages quote what APIs answer and what files are called.
    """
    if text.isprintable():
        return text
    return "".join(
        character
        if character.isprintable() or character in "\n\t"
        else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def prepare_streams() -> None:
    """Make standard output and standard error take any text, or nothing where they are closed.

    Without this a mark the locale lacks would end a run that went well, and the first file
    opened would become the standard error of a process that was started without one.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def drop_unwritten() -> None:
    """Drop what standard output does not take; Python would complain of it in its own words."""
    try:
        sys.stdout.flush()
    except OSError:
        silence(sys.stdout)


def silence(stream: TextIO) -> None:
    """Send what else goes to a broken stream nowhere; Python flushes it when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
