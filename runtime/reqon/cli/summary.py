"""What a run came to: a few lines for people, and the records for `--output`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
import orjson

from reqon.engine.result import ExecutionResult
from reqon.errors import ConfigurationError
from reqon.files import write_atomically

_MARKS = {"completed": "✓", "failed": "✗", "interrupted": "■"}


def print_summary(result: ExecutionResult, path: str, *, to_error: bool) -> None:
    """Print the outcome on standard output and the errors on standard error.

    `to_error` moves the outcome there too, when standard output belongs to the events.
    """
    for error in result.errors:
        click.echo(str(error), err=True)
    mark = _MARKS[result.status]
    lines = [f"{mark} {result.mission} {result.status} in {result.duration_ms / 1000:.1f} s"]
    if result.actions_run:
        lines.append(f"  actions  {', '.join(result.actions_run)}")
    for name, store in result.stores.items():
        lines.append(
            f"  {name:<8} {store.count} records ({store.added} added, {store.updated} updated)"
        )
    if not result.success and result.execution_id:
        lines.append(f"  resume   reqon {path} --resume {result.execution_id}")
    click.echo("\n".join(lines), err=to_error)


def write_output(path: Path, results: Sequence[ExecutionResult]) -> None:
    """Write the final records: PATH.json holds all stores, any other PATH is a directory."""
    stores = {
        name: store.records
        for result in results
        for name, store in result.stores.items()
        if store.records is not None
    }
    if path.suffix == ".json":
        _write(path, stores)
        return
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be created: {error.strerror}") from None
    for name, records in stores.items():
        _write(path / f"{name}.json", records)


def _write(path: Path, value: object) -> None:
    data = orjson.dumps(value, option=orjson.OPT_INDENT_2) + b"\n"
    try:
        write_atomically(path, data)
    except OSError as error:
        raise ConfigurationError(
            f"{path} cannot be written: {error.strerror}", help="Choose another --output."
        ) from None
