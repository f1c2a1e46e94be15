"""Which diagnostics a project wants: `reqon.toml`, or `[tool.reqon]` of `pyproject.toml`.

The nearest folder that has either counts; beside each other, `reqon.toml` does. What may stand
there is `reqon_language.rules.settings.SCHEMA`.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reqon.errors import ConfigurationError
from reqon.project.files import shown

if TYPE_CHECKING:
    from reqon_language.rules.settings import Settings


def settings_of(folder: Path, known: dict[Path, Settings]) -> Settings:
    """Return the settings of the files in `folder`; `known` remembers those of other folders.

    A file that cannot be read, or holds what it may not, is a `ConfigurationError`.
    """
    from reqon_language.rules.settings import DEFAULT

    visited: list[Path] = []
    found = DEFAULT
    for place in (folder, *folder.parents):
        if place in known:
            found = known[place]
            break
        visited.append(place)
        settings = _settings_in(place)
        if settings is not None:
            found = settings
            break
    known.update(dict.fromkeys(visited, found))
    return found


def _settings_in(folder: Path) -> Settings | None:
    own, shared = folder / "reqon.toml", folder / "pyproject.toml"
    if own.is_file():
        return _settings(own, _read(own))
    if shared.is_file():
        tool = _read(shared).get("tool")
        table = tool.get("reqon") if isinstance(tool, dict) else None
        if table is not None:
            return _settings(shared, table)
    return None


def _settings(path: Path, table: object) -> Settings:
    from reqon_language.rules.settings import read_settings

    if not isinstance(table, dict):
        message = f"{shown(path)}: `tool.reqon` is no table"
        raise ConfigurationError(message, help="write `[tool.reqon]`")
    settings, problems = read_settings(table)
    if problems:
        message = f"{shown(path)}: {'; '.join(problems)}"
        raise ConfigurationError(message, help="it may hold `select`, `ignore` and `severity`")
    return settings


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode())
    except OSError as error:
        reason = (error.strerror or "unreadable").lower()
        raise ConfigurationError(f"{shown(path)}: cannot be read: {reason}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"{shown(path)}: not valid TOML: {error}"
        raise ConfigurationError(message, help="mend it, or remove it") from error
