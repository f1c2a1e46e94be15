"""`reqon history MISSION`: the executions of a mission, newest first."""

from __future__ import annotations

from pathlib import Path

import click
import orjson

from reqon.cli.options import json_option, state_dir_option
from reqon.journal import catalog


@click.command()
@click.argument("mission")
@click.option(
    "--limit", type=click.IntRange(1), default=10, show_default=True, metavar="N", help="How many."
)
@state_dir_option
@json_option
def history(mission: str, limit: int, state_dir: Path, *, as_json: bool) -> None:
    """List the executions of MISSION, newest first."""
    mission = catalog.known_mission(state_dir, mission)
    found = catalog.history(state_dir, mission, limit)
    if as_json:
        records = [execution.record for execution in found]
        click.echo(orjson.dumps(records, option=orjson.OPT_INDENT_2).decode())
        return
    for execution in found:
        record = execution.record
        stores = ", ".join(
            f"{name} +{store['added']} ~{store['updated']}"
            for name, store in record.get("stores", {}).items()
        )
        click.echo(
            f"{execution.execution_id}  {record['startedAt']}  {execution.status:<11}  {stores}"
        )
