"""`reqon run PATH`, or `reqon PATH`: run or resume the missions of a file or folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from reqon.cli.choices import LATEST, Choices, check, path_and_resume
from reqon.cli.options import a_path, given_options, state_dir_option


@click.command(short_help="Run the missions of a file or a folder.")
@click.argument("path", type=a_path, required=False)
@click.option("--mission", metavar="NAME", help="Run only this mission.")
@click.option(
    "--resume",
    is_flag=False,
    flag_value=LATEST,
    metavar="[ID]",
    help="Go on with an execution: this one, or the latest that can be resumed.",
)
@given_options
@state_dir_option
@click.option(
    "--output",
    type=a_path,
    metavar="PATH",
    help="Write the final records: one JSON file, or a directory of them.",
)
@click.option(
    "--dry-run", is_flag=True, envvar="REQON_DRY_RUN", help="Send no request and write no store."
)
@click.option("--force", is_flag=True, help="Resume although steps that already ran were edited.")
@click.option("--accept-loss", is_flag=True, help="Resume from what is left of a damaged journal.")
@click.option(
    "--events",
    type=click.Choice(["jsonl"]),
    help="Write every event to standard output, one JSON object a line.",
)
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but the outcome.")
def run(path: Path | None, resume: str | None, **options: Any) -> None:
    """Run the missions of PATH, a file or a folder, one after the other.

    The first that fails ends the run. With --resume, missions that had completed before the
    one to go on with are not run again.
    """
    path, resume = path_and_resume(path, resume)
    choices = Choices(path=path, resume=resume, **options)
    check(choices)
    # What these import is most of what there is; `--help`, a wrong option and a program with
    # errors do without.
    from reqon.cli.given import machine_of_run
    from reqon.cli.programs import compile_missions

    machine = machine_of_run(choices.auth, choices.env, choices.store_urls)
    plans = compile_missions(choices.path, machine, choices.mission, quiet=_is_quiet(choices))
    from reqon.cli.sequence import run_missions

    sys.exit(run_missions(plans, choices))


def _is_quiet(choices: Choices) -> bool:
    """Whether nobody wants to hear where records go."""
    return choices.quiet or choices.dry_run
