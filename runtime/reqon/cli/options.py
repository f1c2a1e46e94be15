"""What the options of several commands have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def a_path(value: str | Path) -> Path:
    """Return an option's value as a path; `"$UNSET"` must not mean the current folder."""
    text = str(value)
    if not text:
        raise click.BadParameter("a path cannot be empty")
    if "\0" in text:
        raise click.BadParameter("a path has no zero bytes")
    return Path(text)


def state_dir_option(command: F) -> F:
    """Add `--state-dir`, with REQON_STATE_DIR and `.vague-data` behind it (ruling D01)."""
    return click.option(
        "--state-dir",
        type=a_path,
        envvar="REQON_STATE_DIR",
        default=Path(".vague-data"),
        show_default=True,
        metavar="DIR",
        help="Where stores and execution state are kept.",
    )(command)


def given_options(command: F) -> F:
    """Add `--auth`, `--env` and `--store-url`."""
    for option in (
        click.option(
            "--store-url",
            "store_urls",
            multiple=True,
            metavar="[STORE=]URL",
            help="Database of the sql stores, as an SQLAlchemy URL; of one store with NAME=.",
        ),
        click.option(
            "--env",
            type=a_path,
            metavar="FILE",
            help="Read variables from here instead of .env and .env.local.",
        ),
        click.option(
            "--auth", type=a_path, metavar="FILE", help="Credentials by source name, as JSON."
        ),
    ):
        command = option(command)
    return command


def json_option(command: F) -> F:
    """Add `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)
