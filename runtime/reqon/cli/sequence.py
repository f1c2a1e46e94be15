"""`run_missions`: the missions of a program, one after the other, up to the first that fails."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from reqon.cli.choices import Choices
from reqon.cli.output import check_output, write_output
from reqon.cli.progress import shown
from reqon.cli.resuming import Turn, turns
from reqon.cli.settings import settings_for
from reqon.cli.summary import print_summary
from reqon.cli.terminal import say
from reqon.cli.watched import run_watched
from reqon.engine.result import ExecutionResult
from reqon.plan.mission import MissionPlan


def run_missions(plans: Sequence[MissionPlan], choices: Choices) -> int:
    """Run what was asked for and return the exit code (specification 5.3).

    Raises `ConfigurationError`, before anything runs, for what is missing around the missions.
    """
    settings = settings_for(choices, plans)
    if choices.output is not None:
        check_output(choices.output)
    waiting = turns(plans, settings, choices.resume)
    results: list[ExecutionResult] = []
    code = 0
    while waiting and code == 0:
        turn = waiting.pop(0)
        with shown(choices.events, quiet=choices.quiet) as display:
            result, stopped_by = asyncio.run(run_watched(turn, display))
        results.append(result)
        print_summary(result, turn.plan, choices)
        code = result.exit_code
        if stopped_by is not None and (result.status == "interrupted" or (waiting and not code)):
            code = 128 + stopped_by
    _tell_not_run(waiting)
    if choices.output is not None and code == 0:
        _write(choices, results)
    return code


def _tell_not_run(waiting: list[Turn]) -> None:
    if waiting:
        say(f"not run: {', '.join(turn.plan.name for turn in waiting)}")


def _write(choices: Choices, results: list[ExecutionResult]) -> None:
    if choices.dry_run:
        say(f"{choices.output} is left as it is: a dry run has no records")
    elif choices.output is not None:
        write_output(choices.output, results)
