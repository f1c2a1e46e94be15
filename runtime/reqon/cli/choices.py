"""What a user asked `reqon run` for: the values of its options, and whether they go together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import click

LATEST = ""
"""`--resume` without an id."""
_ID = re.compile(r"exec[-_][\w-]+")


@dataclass(frozen=True, slots=True)
class Choices:
    """The options of `reqon run`; see their help there.

    `resume` is an execution id, `LATEST`, or None to start afresh.
    """

    path: Path
    mission: str | None
    resume: str | None
    auth: Path | None
    env: Path | None
    state_dir: Path
    store_urls: tuple[str, ...]
    output: Path | None
    dry_run: bool
    force: bool
    accept_loss: bool
    events: str | None
    quiet: bool


def path_and_resume(path: Path | None, resume: str | None) -> tuple[Path, str | None]:
    """Read `--resume PATH` as a path where no other was given."""
    if path is not None:
        return path, resume
    if not resume:
        raise click.UsageError("Missing argument 'PATH': which mission should run?")
    if _ID.fullmatch(resume) and not Path(resume).exists():
        raise click.UsageError(
            f"Missing argument 'PATH': which program does {resume} belong to? "
            f"Write reqon PATH --resume {resume}."
        )
    return Path(resume), LATEST


def check(choices: Choices) -> None:
    """Refuse options that contradict each other, or that nothing would ask for."""
    if choices.resume is None:
        for name, given in (("--force", choices.force), ("--accept-loss", choices.accept_loss)):
            if given:
                raise click.UsageError(f"{name} says how to resume, and there is no --resume.")
    elif choices.dry_run:
        raise click.UsageError("--resume goes on with a run, and --dry-run leaves none: drop one.")
