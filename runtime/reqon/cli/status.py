"""`reqon status MISSION`: the newest execution, or a given one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import orjson

from reqon.cli.options import json_option, state_dir_option
from reqon.errors import ConfigurationError
from reqon.journal import catalog


@click.command()
@click.argument("mission")
@click.option("--execution", metavar="ID", help="This execution instead of the newest.")
@state_dir_option
@json_option
def status(mission: str, execution: str | None, state_dir: Path, *, as_json: bool) -> None:
    """Show how the latest run of MISSION went and where it stands."""
    mission = catalog.known_mission(state_dir, mission)
    found = catalog.latest(state_dir, mission)
    if execution is not None:
        found = catalog.find(state_dir, execution)
    if found is None or found.mission != mission:
        raise ConfigurationError(
            f"{mission} has no execution {execution}",
            help=f"`reqon history {mission}` lists its executions.",
        )
    for note in found.notes:
        click.echo(f"note: {note}", err=True)
    if as_json:
        click.echo(orjson.dumps(found.record, option=orjson.OPT_INDENT_2).decode())
        return
    click.echo("\n".join(_lines(found)))


def _lines(found: catalog.Execution) -> list[str]:
    record = found.record
    lines = [f"{found.mission}  {found.execution_id}  {found.status}"]
    if found.owner:
        lines.append(f"  owner      {found.owner}")
    lines.append(f"  started    {record['startedAt']}")
    if record.get("completedAt"):
        lines.append(f"  completed  {record['completedAt']}")
    for number, stage in enumerate(record.get("stages", []), 1):
        lines.append(f"  stage {number}    {', '.join(stage['actions'])}: {stage['status']}")
    steps = record.get("activeSteps") or [record.get("activeStep")]
    lines += [f"  active     {_active(step)}" for step in steps if step]
    for name, progress in record.get("progress", {}).items():
        if "page" in progress:
            lines.append(
                f"  progress   {name}: page {progress['page']}, {progress['itemsProcessed']} items"
            )
    for name, store in record.get("stores", {}).items():
        lines.append(
            f"  store      {name}: {store['count']} records "
            f"({store['added']} added, {store['updated']} updated)"
        )
    lines += [f"  error      {_error(error)}" for error in record.get("errors", [])]
    if found.resumable:
        program = record.get("programPath", "PATH")
        lines.append(f"  resume     reqon {program} --resume {found.execution_id}")
    return lines


def _active(step: dict[str, Any]) -> str:
    text = str(step.get("action", ""))
    if "index" in step:
        text += f", item {step['index']}"
    if step.get("total") is not None:
        text += f" of {step['total']}"
    item = step.get("item")
    return f"{text} {orjson.dumps(item).decode()}" if item else text


def _error(error: dict[str, Any]) -> str:
    place = "/".join(str(error[part]) for part in ("action", "step") if error.get(part))
    return f"[{place}] {error['message']}" if place else str(error["message"])
