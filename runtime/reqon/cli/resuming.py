"""Which execution of which mission `--resume` goes on with, and what to type to go on."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reqon.cli.choices import LATEST
from reqon.cli.terminal import say
from reqon.errors import ConfigurationError
from reqon.journal import catalog

if TYPE_CHECKING:
    from reqon.engine.settings import Settings
    from reqon.plan.mission import MissionPlan


@dataclass(frozen=True, slots=True)
class Turn:
    """A mission whose turn it is to run, and how."""

    plan: MissionPlan
    settings: Settings


def turns(plans: Sequence[MissionPlan], settings: Settings, resume: str | None) -> list[Turn]:
    """Return what to run, in order. Raises `ConfigurationError` for an id no mission has."""
    if resume is None:
        return [Turn(plan, settings) for plan in plans]
    if resume == LATEST:
        return list(_latest(plans, settings))
    return [_given(plans, settings, resume)]


def resume_command(program: str, execution_id: str, state_dir: Path) -> str:
    """Return the command that goes on with an execution, for this folder and environment."""
    usual = os.environ.get("REQON_STATE_DIR") or ".vague-data"
    command = ["reqon", program, "--resume", execution_id]
    if state_dir != Path(usual):
        command += ["--state-dir", str(state_dir)]
    return shlex.join(command)


def _given(plans: Sequence[MissionPlan], settings: Settings, resume: str) -> Turn:
    found = catalog.find(settings.state_dir, resume)
    if found is None:
        raise ConfigurationError(
            f"there is no execution {resume} in {settings.state_dir}",
            help="`reqon history MISSION` lists the executions of a mission.",
        )
    for plan in plans:
        if plan.name == found.mission:
            return _resumed(plan, settings, found)
    raise ConfigurationError(
        f"{found.execution_id} is an execution of {found.mission}, which is not to be run here",
        help=f"Here are: {', '.join(plan.name for plan in plans)}.",
    )


def _latest(plans: Sequence[MissionPlan], settings: Settings) -> Iterator[Turn]:
    """Yield each mission with its latest execution that can be resumed, or to start afresh.

    Missions run one after the other, so those before the one that did not complete had
    completed: they are left out.
    """
    state_dir = settings.state_dir
    found = [catalog.latest_resumable(state_dir, plan.name) for plan in plans]
    first = next((number for number, execution in enumerate(found) if execution is not None), 0)
    for number, (plan, execution) in enumerate(zip(plans, found, strict=True)):
        if execution is not None:
            yield _resumed(plan, settings, execution)
            continue
        newest = catalog.latest(state_dir, plan.name) if number < first else None
        if newest is not None and newest.status == "completed":
            say(f"{plan.name}: completed as {newest.execution_id}, not run again")
            continue
        say(f"{plan.name}: nothing to resume, starting afresh")
        yield Turn(plan, settings)


def _resumed(plan: MissionPlan, settings: Settings, found: catalog.Execution) -> Turn:
    return Turn(plan, replace(settings, resume=found.execution_id))
