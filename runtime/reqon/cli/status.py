"""`reqon status MISSION`: the newest execution, or a given one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import orjson

from reqon.cli.options import json_option, state_dir_option
from reqon.cli.record import entries, errors, members, text
from reqon.cli.resuming import resume_command
from reqon.cli.terminal import plain, say
from reqon.errors import ConfigurationError
from reqon.journal import catalog
from reqon.journal.catalog import Execution


@click.command(short_help="Show where the latest run of a mission stands.")
@click.argument("mission")
@click.option("--execution", metavar="ID", help="This execution instead of the newest.")
@state_dir_option
@json_option
def status(mission: str, execution: str | None, state_dir: Path, *, as_json: bool) -> None:
    """Show how the latest run of MISSION went and where it stands."""
    found = _find(state_dir, mission, execution)
    for note in found.notes:
        say(f"note: {note}")
    if as_json:
        click.echo(orjson.dumps(found.record, option=orjson.OPT_INDENT_2).decode())
        return
    click.echo(plain("\n".join(_lines(found, state_dir))))


def _find(state_dir: Path, mission: str, execution_id: str | None) -> Execution:
    mission = catalog.known_mission(state_dir, mission)
    if execution_id is None:
        found = catalog.latest(state_dir, mission)
    else:
        found = catalog.find(state_dir, execution_id)
    if found is None or found.mission != mission:
        raise ConfigurationError(
            f"{mission} has no execution {execution_id or 'any more'} in {state_dir}",
            help=f"`reqon history {mission}` lists its executions.",
        )
    return found


def _lines(found: Execution, state_dir: Path) -> Iterator[str]:
    record = found.record
    yield f"{found.mission}  {found.execution_id}  {found.status}"
    if found.owner:
        yield f"  owner      {found.owner}"
    yield f"  started    {text(record, 'startedAt')}"
    if "completedAt" in record:
        yield f"  completed  {text(record, 'completedAt')}"
    for number, stage in enumerate(entries(record, "stages"), 1):
        actions = stage.get("actions")
        names = ", ".join(map(str, actions)) if isinstance(actions, list) else "?"
        yield f"  stage {number}    {names}: {text(stage, 'status')}"
    for step in entries(record, "activeSteps") or [members(record, "activeStep")]:
        if step:
            yield f"  active     {_active(step)}"
    for name, progress in members(record, "progress").items():
        if isinstance(progress, dict) and "page" in progress:
            pages, items = text(progress, "page"), text(progress, "itemsProcessed")
            yield f"  progress   {name}: page {pages}, {items} items"
    for name, store in members(record, "stores").items():
        if isinstance(store, dict):
            added, updated = text(store, "added"), text(store, "updated")
            count = text(store, "count")
            yield f"  store      {name}: {count} records ({added} added, {updated} updated)"
    for error in errors(record):
        yield f"  error      {error}"
    if found.resumable:
        program = str(record.get("programPath", "PATH"))
        yield f"  resume     {resume_command(program, found.execution_id, state_dir)}"


def _active(step: dict[str, Any]) -> str:
    """Return where an action stands; in a loop `index` is the item to run next, from 0."""
    action, index = text(step, "action"), step.get("stepIndex")
    if "item" in step:
        return f"{action}, item {text(step, 'index')} {orjson.dumps(step['item']).decode()}"
    if step.get("stepType") == "for":
        return f"{action}, item {text(step, 'index')}"
    return f"{action}, step {index + 1}" if isinstance(index, int) else action
