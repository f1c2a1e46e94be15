"""Dotted paths into a JSON body: `meta.next`, `data[0].id`, `data[-1].id`, `[-1]`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from reqon.errors import ConfigurationError

_PART = re.compile(
    r"""
    (?: ^ | \. ) (?P<name> [^.\[\]]+ )
    | \[ \s* (?: length \( [^()]* \) \s* (?= - ) )? (?P<index> -? \s* \d+ ) \s* \]
    """,
    re.VERBOSE,
)


@lru_cache(maxsize=256)
def parse_path(path: str) -> tuple[str | int, ...]:
    """Split a path into member names and indexes; `[length(data)-1]` is the index -1.

    Raises ConfigurationError when the text is not such a path.
    """
    parts: list[str | int] = []
    position = 0
    while position < len(path):
        match = _PART.match(path, position)
        if match is None:
            break
        name = match["name"]
        parts.append(name.strip() if name else int(match["index"].replace(" ", "")))
        position = match.end()
    if not parts or position < len(path):
        raise ConfigurationError(
            f"`{path}` is not a path into a response",
            help="Write it like `meta.next`, `data[0].id` or `data[-1].id`.",
        )
    return tuple(parts)


def value_at(body: Any, path: str) -> Any:
    """Return the value at `path`, or None where any part of it is missing."""
    value = body
    for part in parse_path(path):
        if isinstance(part, int):
            if not isinstance(value, list) or not -len(value) <= part < len(value):
                return None
            value = value[part]
        elif isinstance(value, dict):
            value = value.get(part)
        else:
            return None
    return value
