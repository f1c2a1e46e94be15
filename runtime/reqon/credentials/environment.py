"""Environment files, and variables inside texts. Nothing here changes `os.environ`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import parse_stream

from reqon.errors import ConfigurationError, Location

_NAME = "[A-Za-z_][A-Za-z0-9_]*"
_BRACED = re.compile(rf"\$\{{(?P<braced>{_NAME})(?::-(?P<default>[^}}]*))?\}}")
_ANY = re.compile(rf"{_BRACED.pattern}|\$(?P<bare>{_NAME})")


def default_env_files(directory: Path) -> list[Path]:
    """Return `.env` and `.env.local` of a directory, those that are there."""
    return [path for name in (".env", ".env.local") if (path := directory / name).is_file()]


def load_env(paths: Iterable[Path], environ: Mapping[str, str]) -> dict[str, str]:
    """Return `environ` extended by files; a later file wins, the real environment always does.

    Raises ConfigurationError for a file that is missing or has a line that is no assignment.
    """
    loaded: dict[str, str] = {}
    for path in paths:
        text = _read(path)
        for binding in parse_stream(StringIO(text)):
            if binding.error:
                raise ConfigurationError(
                    "this line is no assignment",
                    location=Location(str(path), binding.original.line, 1),
                    help="Write NAME=value, with quotes around a value that has blanks or `#`.",
                )
        values = dotenv_values(stream=StringIO(text))
        loaded |= {name: value for name, value in values.items() if value is not None}
    return {**loaded, **environ}


def interpolate(
    text: str, environ: Mapping[str, str], *, bare: bool = True
) -> tuple[str, tuple[str, ...]]:
    """Replace `${NAME}`, `${NAME:-default}` and, when `bare`, `$NAME` in a text.

    Returns the text and the names that are not set and have no default; those became "". As in a
    shell, the default also stands in for a variable that is set to nothing.
    """
    unset: list[str] = []

    def value(match: re.Match[str]) -> str:
        groups = match.groupdict()
        name = groups["braced"] or groups["bare"]
        found = environ.get(name)
        if groups["default"] is not None:
            return found or groups["default"]
        if found is None:
            unset.append(name)
        return found or ""

    return (_ANY if bare else _BRACED).sub(value, text), tuple(unset)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise ConfigurationError(
            f"the environment file {path} cannot be read: {reason}",
            help="Check the path given with --env.",
        ) from None
