"""What `--auth`, `--env` and `--store-url` give the missions, as far as a check looks at it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from reqon.errors import ConfigurationError
from reqon.project.machine import AuthPath, Machine
from reqon.project.variables import ENVIRONMENT_FILES, Variables

EVERY_STORE: Final = "sql"
"""The name under which the database of all sql stores is given."""


def machine_of_check(auth: Path | None, env: Path | None, store_urls: Sequence[str]) -> Machine:
    """Return what a check knows: what is given, and otherwise what lies around missions.

    Raises `ConfigurationError` for an environment file that a run would refuse.
    """
    if env is not None:
        from reqon.credentials import load_env

        load_env([env], {})
    return _machine(auth, None if env is None else (env,), store_urls or None)


def machine_of_run(auth: Path | None, env: Path | None, store_urls: Sequence[str]) -> Machine:
    """Return what a run in this folder is given, which is all it will find."""
    here = tuple(Path.cwd() / name for name in ENVIRONMENT_FILES)
    return _machine(auth, here if env is None else (env,), store_urls)


def name_and_url(text: str) -> tuple[str, str]:
    """Return for which store, or for `EVERY_STORE`, a `--store-url` names which database.

    Raises `ConfigurationError` when it names none.
    """
    name, equals, url = text.partition("=")
    if not (equals and name.isidentifier()):
        name, url = EVERY_STORE, text
    if not url:
        raise ConfigurationError(
            f"--store-url gives {name} no database", help=f"Write --store-url {name}=URL."
        )
    return name, url


def _machine(
    auth: Path | None, files: tuple[Path, ...] | None, store_urls: Sequence[str] | None
) -> Machine:
    named = None if auth is None else AuthPath(auth, str(auth))
    stores = None if store_urls is None else frozenset(name_and_url(url)[0] for url in store_urls)
    return Machine(Variables(files=files), auth=lambda _: named, given_databases=stores)
