"""The `--auth` file: a JSON object with one member per source, named exactly like it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reqon.errors import ConfigurationError, Location
from reqon.values import describe

_HELP = 'Write it like {"API": {"type": "bearer", "token": "${API_TOKEN}"}}.'


@dataclass(frozen=True, slots=True)
class AuthFile:
    """Credentials by source, as written: variables in them are not replaced yet."""

    path: str
    sources: Mapping[str, Mapping[str, Any]] = field(repr=False)


def load_auth_file(path: Path) -> AuthFile:
    """Read an `--auth` file. Raises ConfigurationError naming the place that is wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise ConfigurationError(
            f"the credentials file {path} cannot be read: {reason}",
            help="Check the path given with --auth.",
        ) from None
    try:
        content = json.loads(text, object_pairs_hook=_distinct)
    except json.JSONDecodeError as error:
        raise ConfigurationError(
            f"the credentials file is not valid JSON: {error.msg}",
            location=Location(str(path), error.lineno, error.colno),
            help=_HELP,
        ) from None
    except _DuplicateError as error:
        raise ConfigurationError(f"{path}: `{error}` is there twice", help=_HELP) from None
    if not isinstance(content, dict):
        raise ConfigurationError(
            f"{path} holds {describe(content)}, not an object of sources", help=_HELP
        )
    for source, entry in content.items():
        if not isinstance(entry, dict):
            raise ConfigurationError(
                f"{path}: `{source}` is {describe(entry)}, not an object", help=_HELP
            )
    return AuthFile(str(path), content)


class _DuplicateError(ValueError):
    pass


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, value in pairs:
        if name in members:
            raise _DuplicateError(name)
        members[name] = value
    return members
