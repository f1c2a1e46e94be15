"""`reqon history MISSION`: the executions of a mission, newest first."""

from __future__ import annotations

from pathlib import Path

import click
import orjson

from reqon.cli.options import json_option, state_dir_option
from reqon.cli.record import members, text
from reqon.cli.terminal import plain, say
from reqon.journal import catalog
from reqon.journal.catalog import Execution


@click.command(short_help="List the executions of a mission.")
@click.argument("mission")
@click.option(
    "--limit", type=click.IntRange(1), default=10, show_default=True, metavar="N", help="How many."
)
@state_dir_option
@json_option
def history(mission: str, limit: int, state_dir: Path, *, as_json: bool) -> None:
    """List the executions of MISSION, newest first."""
    found = catalog.history(state_dir, catalog.known_mission(state_dir, mission), limit)
    for note in (note for execution in found for note in execution.notes):
        say(f"note: {note}")
    if as_json:
        records = [execution.record for execution in found]
        click.echo(orjson.dumps(records, option=orjson.OPT_INDENT_2).decode())
        return
    for execution in found:
        click.echo(plain(_line(execution)))


def _line(execution: Execution) -> str:
    stores = ", ".join(
        f"{name} +{text(store, 'added')} ~{text(store, 'updated')}"
        for name, store in members(execution.record, "stores").items()
        if isinstance(store, dict)
    )
    started = text(execution.record, "startedAt")
    return f"{execution.execution_id}  {started}  {execution.status:<11}  {stores}".rstrip()
