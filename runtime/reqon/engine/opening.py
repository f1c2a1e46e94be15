"""Opening the stores of a mission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from reqon.engine.scope import Scope
from reqon.engine.settings import Settings
from reqon.engine.sinks import Sink
from reqon.errors import ConfigurationError
from reqon.files import Durability
from reqon.plan.mission import MissionPlan, StorePlan
from reqon.stores.registry import StoreDefinition, StoresConfig, open_store
from reqon.values import MISSING


def store_definitions(plan: MissionPlan, scope: Scope) -> dict[str, StoreDefinition]:
    """Choose the adapter and target of every store. Raises `ConfigurationError`."""
    return {name: _definition(store, scope) for name, store in plan.stores.items()}


def open_sinks(
    definitions: Mapping[str, StoreDefinition],
    settings: Settings,
    *,
    durability: Durability,
    shadow: Path | None,
    syncs: bool,
) -> dict[str, Sink]:
    """Open the stores; a dry run has empty ones in memory. Closes all when one cannot be opened.

    `shadow` is where memory stores are kept for a resume; `syncs` says whether writes must reach
    the disk before the journal says so.
    """
    config = StoresConfig(settings.state_dir, durability, settings.store_urls, shadow)
    sinks: dict[str, Sink] = {}
    try:
        for name, definition in definitions.items():
            if settings.dry_run:
                store = open_store(
                    replace(definition, adapter="memory", target="dry", options={}),
                    replace(config, shadow=None),
                )
            else:
                store = open_store(definition, config)
            in_memory = definition.adapter == "memory" or settings.dry_run
            sinks[name] = Sink(
                store,
                threaded=store.blocking and not (in_memory and not syncs),
                buffered=definition.adapter == "file" and not syncs,
                syncs=syncs and store.blocking,
            )
    except BaseException:
        close_sinks(sinks)
        raise
    return sinks


def close_sinks(sinks: Mapping[str, Sink]) -> None:
    """Close all stores; the first failure is raised after the others were closed."""
    failure: Exception | None = None
    for sink in sinks.values():
        try:
            sink.store.close()
        except Exception as error:  # noqa: BLE001  every store must be closed
            failure = failure or error
    if failure is not None:
        raise failure


def _definition(store: StorePlan, scope: Scope) -> StoreDefinition:
    number = 0 if store.choose is None else store.choose(scope)
    if not isinstance(number, int):
        raise ConfigurationError(
            f"no arm of the `match` chooses an adapter for store `{store.name}`",
            location=store.location,
            help="Add `_ => …` for everything else.",
        )
    choice = store.choices[number]
    url = None if choice.url is None else choice.url(scope)
    options = {} if url is None or url is MISSING else {"url": url}
    return StoreDefinition(store.name, choice.adapter, choice.target, options)
