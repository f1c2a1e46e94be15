"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def state_dir_option(command: F) -> F:
    """Add `--state-dir`, with REQON_STATE_DIR and `.vague-data` behind it (ruling D01)."""
    return click.option(
        "--state-dir",
        type=click.Path(path_type=Path),
        envvar="REQON_STATE_DIR",
        default=Path(".vague-data"),
        show_default=True,
        metavar="DIR",
        help="Where stores and execution state are kept.",
    )(command)


def json_option(command: F) -> F:
    """Add `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)
