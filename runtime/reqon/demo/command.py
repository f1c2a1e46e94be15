"""`reqon demo`: run a mission, kill it half-way, resume it, and count on the other side."""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console

from reqon.demo.mission import MISSION, PROGRAM, Setting, kill_moments, run_to_end, run_until
from reqon.demo.process import RunningApi, running_api
from reqon.demo.verdict import Outcome, judge, table
from reqon.errors import ConfigurationError, ReqonError

# Long enough that a kill half-way is half-way on any machine, short enough to watch.
_LATENCY_MS = 2.0
_PATIENCE_S = 90.0


@click.command()
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="Keep both state directories below DIR, to look around afterwards.")  # fmt: skip
@click.option("--kills", type=click.IntRange(1), default=1, show_default=True,
              help="Kill this often: half-way, and at random moments.")  # fmt: skip
@click.option("--customers", type=click.IntRange(10), default=2000, show_default=True,
              help="How many customers the API has.")  # fmt: skip
@click.option("--seed", type=int, default=1, show_default=True,
              help="Same seed, same customers and same moments.")  # fmt: skip
@click.option("--examples", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="Where the example missions are; found by itself in a checkout.")  # fmt: skip
def demo(
    *, keep: Path | None, kills: int, customers: int, seed: int, examples: Path | None
) -> None:
    """Run a real mission against a local API, kill it, resume it, and check nothing is lost."""
    folder = _examples(examples)
    console = Console(highlight=False)
    started = time.monotonic()
    token = secrets.token_urlsafe(16)
    with (
        _state_directory(keep) as state,
        running_api(token=token, customers=customers, seed=seed, latency_ms=_LATENCY_MS) as api,
    ):
        setting = Setting(folder, {**os.environ, "DEMO_API": api.url, "DEMO_TOKEN": token})
        good = _play(console, setting, api, state, kills=kills, seed=seed)
    _say(console, f"That took {time.monotonic() - started:.0f} s.")
    if keep is not None:
        console.print(f"The state of both runs is in {keep}.", markup=False)
    if not good:
        sys.exit(1)


def _play(
    console: Console, setting: Setting, api: RunningApi, state: Path, *, kills: int, seed: int
) -> bool:
    data = api.data()
    _act(console, "An API to talk to")
    _say(console, f"{api.url} serves {data['customers']} customers and {data['orders']} orders.")
    _say(console, "It counts every request it receives and every letter it sends.")

    _act(console, "The missions are checked before anything runs")
    _show(console, f"reqon check {setting.examples}")
    _must_succeed(setting, setting.command("check", str(setting.examples)))

    interrupted = _interrupted(console, setting, api, state, kill_moments(data, kills, seed))

    api.reset()
    _act(console, "The same mission, left alone, to compare with")
    _show(console, f"reqon {setting.examples / PROGRAM}")
    _must_succeed(setting, setting.sync(state / "undisturbed"))
    undisturbed = Outcome(api.effects(), state / "undisturbed")

    findings = judge(undisturbed, interrupted, customers=data["customers"], token=api.token)
    console.print()
    console.print(table(findings))
    return all(finding.good for finding in findings)


def _interrupted(
    console: Console, setting: Setting, api: RunningApi, state: Path, moments: list[int]
) -> Outcome:
    directory = state / "interrupted"
    command = setting.sync(directory)
    _act(console, "Fetch the customers, write to each active one … and SIGKILL")
    _show(console, f"reqon {setting.examples / PROGRAM}")
    for number, moment in enumerate(moments, 1):
        seen = run_until(setting, command, api, requests=moment, patience=_PATIENCE_S)
        if seen is None:
            raise ReqonError(
                f"the mission ended before request {moment}, so it could not be killed there",
                help="its own message is above",
            )
        console.print()
        _say(console, f"[bold red]Killed[/] (SIGKILL) after {seen['requests']} requests and "
                      f"{seen['effects']} letters, by the API's count.")  # fmt: skip
        if number == 1:
            _act(console, "What is left can be read at any time")
            _show(console, f"reqon status {MISSION}")
            status = setting.command("status", MISSION, "--state-dir", str(directory))
            _must_succeed(setting, status)
        _act(console, "Resume: it goes on where it was")
        _show(console, f"reqon {setting.examples / PROGRAM} --resume")
        command = setting.sync(directory, "--resume")
    _must_succeed(setting, command)
    return Outcome(api.effects(), directory)


def _must_succeed(setting: Setting, command: list[str]) -> None:
    code = run_to_end(setting, command)
    if code != 0:
        raise ReqonError(f"`reqon {' '.join(command[3:])}` ended with exit code {code}")


def _act(console: Console, title: str) -> None:
    console.print()
    console.rule(f"[bold]{title}[/]", align="left")


def _say(console: Console, text: str) -> None:
    console.print(text)


def _show(console: Console, command: str) -> None:
    console.print(f"$ {command}", style="dim", markup=False, soft_wrap=True)
    # The child writes to the same place, past this process's buffer.
    sys.stdout.flush()


def _examples(given: Path | None) -> Path:
    folder = given or Path(__file__).resolve().parents[3] / "examples"
    if not (folder / PROGRAM).is_file():
        raise ConfigurationError(
            f"{PROGRAM} is not in {folder}",
            help="the example missions come with the source: pass --examples DIR",
        )
    shown = Path(os.path.relpath(folder))
    return folder if ".." in shown.parts else shown


@contextmanager
def _state_directory(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        if keep.is_dir() and any(keep.iterdir()):
            raise ConfigurationError(
                f"{keep} is not empty", help="earlier runs in it would be resumed; name a new one"
            )
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with tempfile.TemporaryDirectory(prefix="reqon-demo-") as temporary:
        yield Path(temporary)
