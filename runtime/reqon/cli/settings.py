"""From the options of `reqon run` to the settings of the engine: files and environment read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from reqon.cli.choices import Choices
from reqon.cli.given import EVERY_STORE, name_and_url
from reqon.credentials import default_env_files, load_auth_file, load_env
from reqon.engine.settings import Settings
from reqon.errors import ConfigurationError
from reqon.plan.mission import MissionPlan


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
        if any(choice.adapter == "sql" for choice in store.choices)
    }
    urls: dict[str, str] = {}
    for text in given:
        name, url = name_and_url(text)
        if not stores or (name != EVERY_STORE and name not in stores):
            raise ConfigurationError(
                f"--store-url is for {'sql stores' if name == EVERY_STORE else name}, "
                f"and there is no such sql store",
                help=_advice(name, stores),
            )
        if name in urls:
            raise ConfigurationError(
                f"--store-url gives {'all stores' if name == EVERY_STORE else name} two databases",
                help="Give one.",
            )
        urls[name] = url
    return urls


def _advice(name: str, stores: set[str]) -> str:
    if not stores:
        return 'Leave it out, or declare a store as sql("table").'
    near = get_close_matches(name, stores, n=1)
    return f"Did you mean {near[0]}?" if near else f"These are: {', '.join(sorted(stores))}."
