"""From the options of `reqon run` to the settings of the engine: files and environment read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from reqon.cli.choices import Choices
from reqon.credentials import default_env_files, load_auth_file, load_env
from reqon.engine.settings import Settings
from reqon.errors import ConfigurationError
from reqon.plan.mission import MissionPlan

_ALL = "sql"
"""The name under which the database of all sql stores is given."""


def settings_for(choices: Choices, plans: Sequence[MissionPlan]) -> Settings:
    """Return the settings all missions share. Raises `ConfigurationError`."""
    files = [choices.env] if choices.env is not None else default_env_files(Path.cwd())
    return Settings(
        state_dir=choices.state_dir,
        environ=load_env(files, os.environ),
        auth_file=load_auth_file(choices.auth) if choices.auth is not None else None,
        store_urls=_store_urls(choices.store_urls, plans),
        accept_edits=choices.force,
        accept_loss=choices.accept_loss,
        dry_run=choices.dry_run,
        collect=choices.output is not None and not choices.dry_run,
    )


def _store_urls(given: Sequence[str], plans: Sequence[MissionPlan]) -> dict[str, str]:
    stores = {
        store.name
        for plan in plans
        for store in plan.stores.values()
        if any(adapter == "sql" for adapter, _ in store.choices)
    }
    urls: dict[str, str] = {}
    for text in given:
        name, url = _name_and_url(text)
        if not url:
            raise ConfigurationError(
                f"--store-url gives {name} no database", help=f"Write --store-url {name}=URL."
            )
        if not stores or (name != _ALL and name not in stores):
            raise ConfigurationError(
                f"--store-url is for {'sql stores' if name == _ALL else name}, "
                f"and there is no such sql store",
                help=_advice(name, stores),
            )
        if name in urls:
            raise ConfigurationError(
                f"--store-url gives {'all stores' if name == _ALL else name} two databases",
                help="Give one.",
            )
        urls[name] = url
    return urls


def _name_and_url(text: str) -> tuple[str, str]:
    name, equals, url = text.partition("=")
    return (name, url) if equals and name.isidentifier() else (_ALL, text)


def _advice(name: str, stores: set[str]) -> str:
    if not stores:
        return 'Leave it out, or declare a store as sql("table").'
    near = get_close_matches(name, stores, n=1)
    return f"Did you mean {near[0]}?" if near else f"These are: {', '.join(sorted(stores))}."
