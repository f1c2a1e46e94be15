"""What a run came to, in a few lines for people, and how to go on with one that stopped."""

from __future__ import annotations

from reqon.cli.choices import Choices
from reqon.cli.resuming import resume_command
from reqon.cli.terminal import say
from reqon.engine.result import ExecutionResult
from reqon.plan.mission import MissionPlan

_MARKS = {"completed": "✓", "failed": "✗", "interrupted": "■"}


def print_summary(result: ExecutionResult, plan: MissionPlan, choices: Choices) -> None:
    """Print the outcome on standard output and the errors on standard error.

    The outcome goes there too when standard output belongs to the events.
    """
    for error in result.errors:
        say(str(error))
    say("\n".join(_lines(result, plan, choices)), error=choices.events is not None)


def _lines(result: ExecutionResult, plan: MissionPlan, choices: Choices) -> list[str]:
    mark, dry = _MARKS[result.status], " (dry run)" if choices.dry_run else ""
    lines = [f"{mark} {result.mission} {result.status} in {result.duration_ms / 1000:.1f} s{dry}"]
    if result.actions_run:
        lines.append(f"  actions  {', '.join(result.actions_run)}")
    if not choices.dry_run:
        lines += [
            f"  {name:<8} {store.count} records ({store.added} added, {store.updated} updated)"
            for name, store in result.stores.items()
        ]
    kept = plan.options.keeps_state and not choices.dry_run
    if not result.success and kept:
        command = resume_command(plan.path, result.execution_id, choices.state_dir)
        lines.append(f"  resume   {command}")
    return lines
