"""`reqon run PATH`, or `reqon PATH`: run or resume the missions of a file or folder."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

import click

from reqon.cli.options import state_dir_option
from reqon.cli.programs import compile_missions
from reqon.cli.progress import shown
from reqon.cli.summary import print_summary, write_output
from reqon.credentials import default_env_files, load_auth_file, load_env
from reqon.engine.mission import Engine
from reqon.engine.result import ExecutionResult
from reqon.engine.settings import Settings
from reqon.errors import ConfigurationError
from reqon.events import Listener
from reqon.journal import catalog
from reqon.plan.mission import MissionPlan

_LATEST = ""


@click.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--mission", metavar="NAME", help="Run only this mission.")
@click.option(
    "--resume",
    is_flag=False,
    flag_value=_LATEST,
    metavar="[ID]",
    help="Go on with an execution: this one, or the latest that can be resumed.",
)
@click.option(
    "--auth",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Credentials by source name, as JSON.",
)
@click.option(
    "--env",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Read variables from here instead of .env and .env.local.",
)
@state_dir_option
@click.option(
    "--store-url",
    "store_urls",
    multiple=True,
    metavar="[STORE=]URL",
    help="Database of the sql stores, as an SQLAlchemy URL; of one store with NAME=.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
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
def run(path: Path | None, **options: Any) -> None:
    """Run the missions of PATH, a file or a folder."""
    path, resume = _path_and_resume(path, options["resume"])
    plans = compile_missions(path, options["mission"])
    settings = _settings(options)
    results: list[ExecutionResult] = []
    for plan in plans:
        chosen = _resumed(plan, settings, resume)
        if chosen is None:
            continue
        with shown(options["events"], quiet=options["quiet"]) as listener:
            result, stop_signal = asyncio.run(_run(plan, chosen, listener))
        results.append(result)
        print_summary(result, plan.path, to_error=options["events"] is not None)
        if stop_signal is not None:
            sys.exit(128 + stop_signal)
        if not result.success:
            break
    if not results and resume:
        raise ConfigurationError(
            f"no mission of {path} has an execution {resume}",
            help="`reqon history MISSION` lists the executions.",
        )
    if options["output"] is not None and all(result.success for result in results):
        write_output(options["output"], results)
    sys.exit(max((result.exit_code for result in results), default=0))


def _path_and_resume(path: Path | None, resume: str | None) -> tuple[Path, str | None]:
    """Read `--resume PATH` as a path where no other was given."""
    if path is None and resume:
        path, resume = Path(resume), _LATEST
    if path is None:
        raise click.UsageError("Missing argument 'PATH': which mission should run?")
    return path, resume


def _settings(options: dict[str, Any]) -> Settings:
    given = options["env"]
    files = [given] if given is not None else default_env_files(Path.cwd())
    auth = options["auth"]
    return Settings(
        state_dir=options["state_dir"],
        environ=load_env(files, os.environ),
        auth_file=load_auth_file(auth) if auth is not None else None,
        store_urls=_store_urls(options["store_urls"]),
        accept_edits=options["force"],
        accept_loss=options["accept_loss"],
        dry_run=options["dry_run"],
        collect=options["output"] is not None,
    )


def _store_urls(given: tuple[str, ...]) -> dict[str, str]:
    urls: dict[str, str] = {}
    for text in given:
        name, equals, url = text.partition("=")
        if equals and name.isidentifier():
            urls[name] = url
        else:
            urls["sql"] = text
    return urls


def _resumed(plan: MissionPlan, settings: Settings, resume: str | None) -> Settings | None:
    """Return the settings with the execution to go on with; None if it is another mission's."""
    from dataclasses import replace

    if resume is None:
        return settings
    if resume == _LATEST:
        found = catalog.latest_resumable(settings.state_dir, plan.name)
        if found is None:
            click.echo(f"{plan.name}: nothing to resume, starting afresh", err=True)
            return settings
    else:
        found = catalog.find(settings.state_dir, resume)
        if found is None or found.mission != plan.name:
            return None
    return replace(settings, resume=found.execution_id, trigger="resume")


async def _run(
    plan: MissionPlan, settings: Settings, listener: Listener | None
) -> tuple[ExecutionResult, int | None]:
    """Run one mission; the first SIGINT or SIGTERM stops it at the next safe place."""
    engine = Engine(plan, settings, listener)
    loop = asyncio.get_running_loop()
    received: list[int] = []

    def stop(number: int) -> None:
        if received:
            # The journal survives this as it survives a crash.
            os._exit(128 + number)
        received.append(number)
        engine.request_stop()
        click.echo("stopping behind the current item; once more to stop at once", err=True)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop, number)
    try:
        result = await engine.run()
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
    stopped = received[0] if received and result.status == "interrupted" else None
    return result, stopped
