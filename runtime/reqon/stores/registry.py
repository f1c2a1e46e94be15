"""From a mission's declaration to an open store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from reqon.errors import ConfigurationError
from reqon.files import Durability
from reqon.stores.base import Store
from reqon.stores.file import open_file_store
from reqon.stores.memory import open_memory_store

ADAPTERS = ("memory", "file", "sql")
PLANNED = {"nosql": 'file("…") or sql("…")', "postgrest": 'sql("…") with a PostgreSQL URL'}
"""Adapters the language knows and this version lacks, with what to use instead."""

SQLITE_FILE = "stores.sqlite"


@dataclass(frozen=True, slots=True)
class StoreDefinition:
    """`store <name>: <adapter>(<target>, <options>)` of a mission, options evaluated."""

    name: str
    adapter: str
    target: str
    options: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class StoresConfig:
    """Where stores are, and how safe their writes must be.

    `urls` gives the database of sql stores, by store name or for all under `sql`. `shadow` is
    a directory of the execution, where memory stores are kept for its resume.
    """

    state_dir: Path
    durability: Durability = Durability.POWER
    urls: Mapping[str, str] = field(default_factory=dict, repr=False)
    shadow: Path | None = None


def open_store(definition: StoreDefinition, config: StoresConfig) -> Store:
    """Open a store, ready to be written.

    Raises `ConfigurationError` for an adapter, option or target that cannot be used and a place
    that cannot be written, `StoreError` for damaged files.
    """
    name, target = definition.name, definition.target
    _check_adapter(definition)
    _check_options(definition)
    if definition.adapter == "memory":
        return open_memory_store(name, target, config.shadow, config.durability)
    if definition.adapter == "file":
        return open_file_store(name, target, config.state_dir / "stores", config.durability)
    # SQLAlchemy is slow to import, and most missions do without.
    from reqon.stores.sql_open import open_sql_store

    url = definition.options.get("url") or config.urls.get(name) or config.urls.get("sql")
    if not url and "url" in definition.options:
        raise ConfigurationError(
            f"store {name}: its `url` is empty",
            help="Is the environment variable it is read from set?",
        )
    return open_sql_store(name, target, url or config.state_dir / SQLITE_FILE, config.durability)


def _check_adapter(definition: StoreDefinition) -> None:
    adapter = definition.adapter
    if adapter in ADAPTERS:
        return
    if adapter in PLANNED:
        raise ConfigurationError(
            f"store {definition.name}: the adapter {adapter} is not available yet in this version",
            help=f"Use {PLANNED[adapter]}.",
        )
    raise ConfigurationError(
        f"store {definition.name}: there is no adapter {adapter!r}",
        help=_suggestion(adapter, ADAPTERS),
    )


def _check_options(definition: StoreDefinition) -> None:
    known = ("url",) if definition.adapter == "sql" else ()
    for option, value in definition.options.items():
        if option not in known:
            raise ConfigurationError(
                f"store {definition.name}: {definition.adapter} has no option {option!r}",
                help=_suggestion(option, known),
            )
        if not isinstance(value, str):
            raise ConfigurationError(
                f"store {definition.name}: the option {option} must be a string"
            )


def _suggestion(word: str, known: tuple[str, ...]) -> str:
    close = get_close_matches(word, known, n=1)
    if close:
        return f"Did you mean {close[0]}?"
    return f"Choose one of: {', '.join(known)}." if known else "Leave it out."
