"""`--output PATH`: the final records of the stores, as one JSON file or a directory of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import orjson

from reqon.engine.result import ExecutionResult, StoreResult
from reqon.errors import ConfigurationError
from reqon.files import write_atomically
from reqon.project.files import shown

_HELP = "Choose another --output."


def check_output(path: Path) -> None:
    """Refuse, before anything runs, what could not be written afterwards; creates nothing."""
    if _is_file(path):
        wrong = "is a directory" if path.is_dir() else _not_a_folder(path.parent)
    else:
        wrong = "is a file; a directory is wanted" if path.is_file() else _not_a_folder(path)
    if wrong is not None:
        raise ConfigurationError(f"--output {shown(path)}: {wrong}", help=_HELP)


def write_output(path: Path, results: Sequence[ExecutionResult]) -> None:
    """Write the records: PATH.json holds all stores, any other PATH is a directory of files.

    Stores of the same name that are not the same are called `Mission.store`.
    """
    stores = _named(results)
    if _is_file(path):
        _write(path, {name: store.records for name, store in stores.items()})
        return
    for name, store in stores.items():
        _write(path / f"{name}.json", store.records)


def _is_file(path: Path) -> bool:
    return path.suffix == ".json"


def _not_a_folder(path: Path) -> str | None:
    """Return why files cannot be put into `path`, which need not exist."""
    existing = next((folder for folder in (path, *path.parents) if folder.exists()), path)
    return None if existing.is_dir() else f"{shown(existing)} is not a directory"


def _named(results: Sequence[ExecutionResult]) -> dict[str, StoreResult]:
    """Return the stores that have records; of a store that several missions used, the last."""
    places = defaultdict(set)
    for result in results:
        for name, store in result.stores.items():
            of_mission = result.mission if store.adapter == "memory" else None
            places[name].add((store.adapter, store.target, of_mission))
    return {
        name if len(places[name]) == 1 else f"{result.mission}.{name}": store
        for result in results
        for name, store in result.stores.items()
        if store.records is not None
    }


def _write(path: Path, value: object) -> None:
    data = orjson.dumps(value, option=orjson.OPT_INDENT_2) + b"\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, data)
    except OSError as error:
        raise ConfigurationError(
            f"{shown(path)} cannot be written: {error.strerror}", help=_HELP
        ) from None
